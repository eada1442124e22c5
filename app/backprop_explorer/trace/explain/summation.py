"""The right-hand side of a sum over axes: Σₙ a1ₙ,₁₄ · dz2ₙ,₉, and its first terms in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.arrange import DOTS, summed
from backprop_explorer.trace.explain.explanation import Combine, Factor, Rest, Term
from backprop_explorer.trace.explain.grid import Column, Grid
from backprop_explorer.trace.explain.mathml import (
    Math,
    called,
    fenced,
    fraction,
    guarded,
    joined,
    over,
    raised,
    row,
    sign,
)
from backprop_explorer.trace.explain.mathwords import constant, number
from backprop_explorer.trace.explain.symbols import column_symbol

_BIG: dict[Combine, str] = {
    "sum": "Σ",
    "root of sum": "Σ",
    "product": "Π",
    "maximum": "max",
    "minimum": "min",
    "argmax": "argmax",
    "argmin": "argmin",
}
SHOWN = 3  # terms written out with numbers; the list below the formula has the others


def in_symbols(combine: Combine, grid: Grid) -> Math:
    axes = [(axis.name, axis.length) for axis in grid.axes]
    return row(*_scale(grid), over(_BIG[combine], axes, _body(grid)))


def _body(grid: Grid) -> Math:
    factors = [_column(column, grid) for column in grid.columns]
    if not grid.is_power:
        return joined(factors, "·")
    base = fenced(factors[0], "|", "|") if grid.sizes else factors[0]
    return raised(base, number(grid.degree)) if grid.degree > 1 else base


def _scale(grid: Grid) -> list[Math]:
    """What stands before the sum: the 1/100 of a mean."""
    if grid.coefficient == 1:
        return []
    count = 1 / grid.coefficient
    if abs(count - round(count)) < 1e-9 * abs(count):
        return [fraction(number(1), number(round(count)))]
    return [number(grid.coefficient)]


def _column(column: Column, grid: Grid) -> Math:
    symbol = column_symbol(column, grid.axes)
    if column.minus is None:
        return symbol
    return fenced(row(symbol, sign("−"), guarded(number(column.minus))))


def in_numbers(combine: Combine, grid: Grid, terms: Sequence[Term], rest: Rest) -> Math:
    parts = [_part(term, grid) for term in terms[:SHOWN]]
    if rest.count or len(terms) > SHOWN:
        parts.append(DOTS)
    match combine:
        case "sum" | "root of sum" if scale := _scale(grid):
            return row(*scale, fenced(summed(parts, ())))
        case "sum" | "root of sum":
            return summed(parts, ())
        case "product":
            return joined([parts[0], *map(guarded, parts[1:])], "·")
    return called(_BIG[combine], parts)


def _part(term: Term, grid: Grid) -> Math:
    """A term without what stands before the sum."""
    factors = [factor_number(factor) for factor in term.factors]
    if not grid.is_power:
        return joined([factors[0], *map(guarded, factors[1:])], "·")
    base = fenced(factors[0], "|", "|") if grid.sizes else factors[0]
    return raised(guarded(base), number(grid.degree)) if grid.degree > 1 else base


def factor_number(factor: Factor) -> Math:
    written_out = (number if factor.value else constant)(factor.number)
    if factor.minus is None:
        return written_out
    return fenced(row(written_out, sign("−"), guarded(number(factor.minus))))
