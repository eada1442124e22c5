"""Reading a table of numbers, as people write it: text with commas and lines (CSV, RFC 4180).

Every fault is named by its line and column, both counted from 1, and by the text that stands there.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .dataset import Array
from .errors import TableError

MOST_CHARACTERS = 500_000
MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
LARGEST = float(np.finfo(np.float32).max)

Header = Literal["auto", "yes", "no"]
Row = tuple[int, list[str]]  # the number of its line, and its cells without the blanks around them


@dataclass(frozen=True)
class Table:
    """Cells in equal rows, the line each row begins at, and the columns' names."""

    rows: list[Row]
    names: tuple[str, ...]

    def column(self, label: str) -> int:
        """The index of the column with this name, or else this number; "" is the last.

        Raises TableError for neither.
        """
        if not label:
            return len(self.names) - 1
        if label in self.names:
            return self.names.index(label)
        if label.isascii() and label.isdigit() and 1 <= int(label) <= len(self.names):
            return int(label) - 1
        raise TableError(
            f"there is no column {label!r}: the columns are {_listed(self.names)}, or their "
            f"numbers, 1 to {len(self.names)}"
        )

    def numbers(self, columns: list[int]) -> Array:
        """(N, D) float64: these columns, every cell of which must be a number that float32 has."""
        return np.array(
            [
                [self._number(cells[column], line, column) for column in columns]
                for line, cells in self.rows
            ],
            np.float64,
        )

    def words(self, column: int) -> list[str]:
        """A column as it is written; no cell of it may be empty."""
        for line, cells in self.rows:
            if not cells[column]:
                raise TableError(f"{self._place(line, column)}: there is nothing; give its label")
        return [cells[column] for _, cells in self.rows]

    def _number(self, text: str, line: int, column: int) -> float:
        place = self._place(line, column)
        if not text:
            raise TableError(f"{place}: there is nothing; every cell needs a number")
        try:
            number = float(text)
        except ValueError:
            first = line == self.rows[0][0]
            hint = "; where the first line is names, say that it is the header" if first else ""
            raise TableError(f"{place}: {_cut(text)} is not a number{hint}") from None
        if not abs(number) <= LARGEST:  # nor is NaN
            raise TableError(
                f"{place}: {_cut(text)} cannot be learned from; every number must be finite, and "
                f"{LARGEST:.1e} at most"
            )
        return number

    def _place(self, line: int, column: int) -> str:
        default = f"column {column + 1}"
        name = self.names[column]
        return f"line {line}, {default}" + (f" ({name})" if name != default else "")


def read_table(text: str, header: Header = "auto") -> Table:
    """The rows of `text`; empty lines do not count.

    The first row is the header where it has no number in it, unless `header` says yes or no.

    Raises TableError where the text is too long, or its rows are none, too many or not equal.
    """
    if len(text) > MOST_CHARACTERS:
        raise TableError(
            f"the table has {len(text):,} characters; {MOST_CHARACTERS:,} are the most"
        )
    rows = list(_rows(text))
    if not rows:
        raise TableError("the table is empty; give one row for each example")
    width = len(rows[0][1])
    if not 2 <= width <= MOST_COLUMNS:
        raise TableError(
            f"line {rows[0][0]} has {width:,} {'column' if width == 1 else 'columns'}; a table "
            f"needs 2 to {MOST_COLUMNS:,}, with commas between them: inputs and a label"
        )
    has_header = header == "yes" or (header == "auto" and not any(map(_is_number, rows[0][1])))
    names = tuple(
        (cell if has_header else "") or f"column {number}"
        for number, cell in enumerate(rows[0][1], start=1)
    )
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise TableError(f"line {rows[0][0]}: two columns are called {twice!r}; names must differ")
    return Table(rows[1:] if has_header else rows, names)


def _rows(text: str) -> Iterator[Row]:
    # A spreadsheet may start its file with a byte order mark, which is not part of the first name.
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=None), strict=True)
    count, first, line = 0, None, 1
    try:
        for raw in reader:
            cells = [cell.strip() for cell in raw]
            start, line = line, reader.line_num + 1
            if not any(cells):
                continue
            first = first or (start, len(cells))
            if len(cells) != first[1]:
                raise TableError(
                    f"line {start} has {len(cells)} columns ({_cut(','.join(raw))}), but line "
                    f"{first[0]} has {first[1]}; every line needs as many"
                )
            count += 1
            if count > MOST_ROWS:
                raise TableError(f"the table goes on after {MOST_ROWS:,} rows, which are the most")
            yield start, cells
    except csv.Error as error:
        raise TableError(f"line {line} is not CSV: {error}") from error


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cut(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _listed(names: tuple[str, ...]) -> str:
    shown = [repr(name) for name in names[:10]]
    return ", ".join(shown) + (", …" if len(names) > 10 else "")
