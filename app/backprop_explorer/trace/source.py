"""From an instruction that ran to the line, the exact expression and what was done with its result.

Since Python 3.11 a code object knows the columns of every instruction (`co_positions`), so a call
is told apart from its neighbour on the same line. `linecache` has the text, notebook cells
included, and `ast` says what the expression was assigned to.
"""

from __future__ import annotations

import ast
import linecache
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType

from backprop_explorer.trace.frames import Site
from backprop_explorer.trace.model import Source

Span = tuple[int, int, int, int]  # line, column, end line, end column; columns count UTF-8 bytes


@dataclass(frozen=True)
class Place:
    """An expression in a file: what `Source` shows of it, its syntax node and the node around."""

    source: Source
    node: ast.AST | None
    parent: ast.AST | None


def place(site: Site) -> Place | None:
    """Where a site stands; None for code that carries no positions."""
    code, instruction = site
    return _place(code.co_filename, code, instruction)


@lru_cache(maxsize=8192)
def _place(filename: str, code: CodeType, instruction: int) -> Place | None:
    linecache.checkcache(filename)  # it may have been edited since
    line, end_line, column, end_column = _positions(code)[instruction // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    raw = linecache.getline(filename, line).rstrip("\n")
    end = end_column if end_line == line else len(raw.encode())
    indent = len(raw) - len(raw.lstrip())
    columns = (_characters(raw, column) - indent, _characters(raw, end) - indent)
    shown = Source(_shown(filename), line, columns, raw.strip(), code.co_qualname)
    text = "".join(linecache.getlines(filename))
    node, parent = _syntax(text).get((line, column, end_line, end_column), (None, None))
    return Place(shown, node, parent)


@lru_cache(maxsize=512)
def _positions(code: CodeType) -> list[tuple[int | None, int | None, int | None, int | None]]:
    return list(code.co_positions())


@lru_cache(maxsize=128)
def _syntax(text: str) -> dict[Span, tuple[ast.AST, ast.AST | None]]:
    """Every expression and augmented assignment of a text by its span, with the node around it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    found: dict[Span, tuple[ast.AST, ast.AST | None]] = {}
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.expr | ast.AugAssign):
                span = node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0
                found.setdefault(span, (node, parent))
    return found


@lru_cache(maxsize=512)
def _shown(filename: str) -> str:
    """The file from its outermost package's inside on, or its bare name: no path of a machine.

    A notebook's cell has a file name that its reader has never seen, and what `exec` runs has none.
    """
    path = Path(filename)
    if filename.startswith("<ipython-input-") or path.parent.name.startswith("ipykernel_"):
        return "a notebook cell"
    if filename == "<string>":
        return "code without a file"
    top = path.parent
    if not (top / "__init__.py").exists():
        return path.name
    while (top.parent / "__init__.py").exists():
        top = top.parent
    return path.relative_to(top).as_posix()


def _characters(text: str, column: int) -> int:
    return len(text.encode()[:column].decode(errors="ignore"))
