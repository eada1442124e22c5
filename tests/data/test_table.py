from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data import TableError
from backprop_explorer.data.table import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, read_table

FLOATS = st.floats(-1e30, 1e30)


@given(st.lists(st.tuples(FLOATS, FLOATS, FLOATS), min_size=1, max_size=20))
def test_numbers_come_back_as_they_were_written(rows: list[tuple[float, ...]]) -> None:
    text = "\n".join(",".join(map(repr, row)) for row in rows)
    assert read_table(text).numbers([0, 1, 2]).tolist() == [list(row) for row in rows]


@given(st.text(alphabet='0123456789.,;-+einfa"\r\n\t \ufeff\0é', max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(TableError):
        table = read_table(text)
        assert len(table.names) >= 2
        assert np.all(np.isfinite(table.numbers([0]).astype(np.float32)))
        assert all(table.words(1))


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("1,2\n3,4", ("column 1", "column 2"), [["1", "2"], ["3", "4"]]),
        ("a,b\n3,4\n", ("a", "b"), [["3", "4"]]),
        ("a,b\r\n3,4\r\n", ("a", "b"), [["3", "4"]]),
        ("a,b\r3,4\r", ("a", "b"), [["3", "4"]]),
        ("\ufeffa,b\n3,4", ("a", "b"), [["3", "4"]]),
        (" a , b \n 3 , 4 ", ("a", "b"), [["3", "4"]]),
        ('"a, or so","b ""c"""\n3,4', ("a, or so", 'b "c"'), [["3", "4"]]),
        ("a,b\n\n3,4\n,\n  \n5,6\n\n", ("a", "b"), [["3", "4"], ["5", "6"]]),
        (",b\n3,4", ("column 1", "b"), [["3", "4"]]),
        ("3,cat", ("column 1", "column 2"), [["3", "cat"]]),
    ],
)
def test_tables_as_people_write_them(
    text: str, names: tuple[str, ...], rows: list[list[str]]
) -> None:
    table = read_table(text)
    assert table.names == names
    assert [cells for _, cells in table.rows] == rows


def test_the_header_can_be_told() -> None:
    assert read_table("1,2\n3,4", header="yes").names == ("1", "2")
    assert len(read_table("a,b\nc,d", header="no").rows) == 2


def test_a_column_is_found_by_name_number_or_as_the_last() -> None:
    table = read_table("a,2,c\n3,4,5", header="yes")
    assert table.column("") == 2
    assert table.column("a") == 0
    assert table.column("3") == 2
    assert table.column("2") == 1  # the name goes before the number
    for label in ("b", "0", "4", "-1", "²", "1.0"):
        with pytest.raises(TableError, match="the columns are 'a', '2', 'c', or their numbers, 1"):
            table.column(label)


NUMBER_FAULTS = {
    "word": ("1,2\n3,4\n5,six", "line 3, column 2: 'six' is not a number"),
    "named": ("a,b\n3,4\n\n5,six", "line 4, column 2 (b): 'six' is not a number"),
    "first line": (
        "a,2\n3,4",
        "line 1, column 1: 'a' is not a number; where the first line is names, say that it is the "
        "header",
    ),
    "nothing": ("1,2\n3,", "line 2, column 2: there is nothing; every cell needs a number"),
    "nan": (
        "1,2\nnan,4",
        "line 2, column 1: 'nan' cannot be learned from; every number must be finite, and 3.4e+38 "
        "at most",
    ),
    "infinite": (
        "1,-inf",
        "line 1, column 2: '-inf' cannot be learned from; every number must be finite, and 3.4e+38 "
        "at most",
    ),
    "too large": (
        "1,1e39",
        "line 1, column 2: '1e39' cannot be learned from; every number must be finite, and 3.4e+38 "
        "at most",
    ),
    "semicolons": ("1;2,3\n4;5,6", "line 1, column 1: '1;2' is not a number; where"),
    "long": (f"1,2\n3,{'x' * 1000}", f"line 2, column 2: '{'x' * 40}…' is not a number"),
    "after a cell of two lines": ('1,"2\n"\n3,x', "line 3, column 2: 'x' is not a number"),
}


@pytest.mark.parametrize(("text", "sentence"), NUMBER_FAULTS.values(), ids=NUMBER_FAULTS.keys())
def test_what_is_no_number_is_named_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(text).numbers([0, 1])
    assert str(caught.value).startswith(sentence)


def test_a_label_that_is_missing_is_named_with_its_place() -> None:
    with pytest.raises(TableError, match=r"line 2, column 2 \(b\): there is nothing; give its"):
        read_table("a,b\n1,").words(1)


FORM_FAULTS = {
    "empty": ("", "the table is empty"),
    "blank": (" \n,,\n", "the table is empty"),
    "one column": ("1\n2", "line 1 has 1 column; a table needs 2 to 1,000, with commas"),
    "other separator": ("1;2\n3;4", "line 1 has 1 column; a table needs 2 to 1,000, with commas"),
    "too many columns": (
        ",".join(["1"] * (MOST_COLUMNS + 1)),
        "line 1 has 1,001 columns; a table needs 2 to 1,000",
    ),
    "ragged": ("1,2,3\n\n4,5", "line 3 has 2 columns ('4,5'), but line 1 has 3; every line"),
    "same names": ("a,b,a\n1,2,3", "line 1: two columns are called 'a'; names must differ"),
    "open quote": ('1,2\n3,"4', "line 2 is not CSV: unexpected end of data"),
    "text after a quote": ('1,2\n3,"4"5', "line 2 is not CSV: ',' expected after '\"'"),
    "too many rows": ("1,2\n" * (MOST_ROWS + 1), "the table goes on after 20,000 rows"),
    "too long": ("1" * (MOST_CHARACTERS + 1), "the table has 500,001 characters; 500,000 are"),
}


@pytest.mark.parametrize(("text", "sentence"), FORM_FAULTS.values(), ids=FORM_FAULTS.keys())
def test_what_is_no_table_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(text)
    assert str(caught.value).startswith(sentence)
