"""The equation of an explanation, once in symbols and once with its numbers.

∂L/∂W2₁₄,₉ = Σₙ a1ₙ,₁₄ · dz2ₙ,₉          0.09045 = 3.378 · 0.0066 + … + 0.03957
"""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.arrange import arranged, summed, written
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine, Factor, Formula, Rest, Term
from backprop_explorer.trace.explain.formula import label, rewrites
from backprop_explorer.trace.explain.mathml import (
    Math,
    called,
    document,
    fenced,
    fraction,
    guarded,
    joined,
    name,
    number,
    over,
    raised,
    root,
    row,
    sign,
    subscripted,
)
from backprop_explorer.trace.explain.symbols import column_symbol
from backprop_explorer.trace.explain.terms import Column, Grid, Made
from backprop_explorer.trace.model import Index, Value

_BIG: dict[Combine, str] = {
    "sum": "Σ",
    "root of sum": "Σ",
    "product": "Π",
    "maximum": "max",
    "minimum": "min",
    "argmax": "argmax",
    "argmin": "argmin",
}
_SHOWN = 3  # terms written out with numbers; the list below the formula has the others


def formula(
    value: Value,
    index: Index,
    answer: Made,
    call: Call | None,
    terms: Sequence[Term],
    rest: Rest,
) -> Formula:
    """The formula of `value[index]`, made by this call of these terms."""
    left = _left(value, index)
    operation = call.operation if call else ""
    becomes = sign("←" if call and rewrites(call.facts, call.event) else "=")
    result = number(value.array[index])
    if answer.combine in ("opaque", "given") or (not terms and not rest.count):
        plain = row(left, sign("="), result)
        if answer.combine == "opaque":
            plain = row(left, sign("="), called(operation, [Math("<mo>…</mo>", r"\dots")]))
        return Formula(document(plain), document(row(left, sign("="), result)), plain.latex)
    symbols = row(left, becomes, _symbols(answer, operation))
    numbers = row(result, sign("="), _numbers(answer, operation, terms, rest))
    whole = row(symbols, sign("="), result)
    return Formula(document(whole), document(numbers), whole.latex)


def _left(value: Value, index: Index) -> Math:
    """∂L/∂W2₁₄,₉ for a gradient, otherwise the number's name."""
    subscripts = [str(i) for i in index]
    if value.of is None:
        return subscripted(name(label(value)), subscripts)
    partial, loss = sign("∂"), Math("<mi>L</mi>", "L")
    return fraction(row(partial, loss), row(partial, subscripted(name(value.of), subscripts)))


def _symbols(answer: Made, operation: str) -> Math:
    terms = answer.terms
    if not isinstance(terms, Grid):
        return arranged(answer.combine, operation, terms.terms, _symbol)
    body = _grid_body(terms)
    axes = [(axis.name, axis.length) for axis in terms.axes]
    whole = over(_BIG[answer.combine], axes, body)
    return root(whole) if answer.combine == "root of sum" else whole


def _grid_body(terms: Grid) -> Math:
    factors = [_column(column, terms) for column in terms.columns]
    if len(terms.columns) == 2 and terms.columns[0] == terms.columns[1]:
        factors = [raised(factors[0], number(2))]
    body = joined(factors, "·")
    if terms.coefficient == 1:
        return body
    count = 1 / terms.coefficient
    scale = (
        fraction(number(1), number(round(count)))
        if abs(count - round(count)) < 1e-9 * abs(count)
        else number(terms.coefficient)
    )
    return row(scale, body)


def _column(column: Column, terms: Grid) -> Math:
    symbol = column_symbol(column, terms.axes)
    if column.minus is None:
        return symbol
    return fenced(row(symbol, sign("−"), guarded(number(column.minus))))


def _numbers(answer: Made, operation: str, terms: Sequence[Term], rest: Rest) -> Math:
    if not isinstance(answer.terms, Grid):
        return arranged(answer.combine, operation, answer.terms.terms, _number)
    shown = list(terms[:_SHOWN])
    parts = [written(term, _number) for term in shown]
    if len(terms) > _SHOWN or rest.count:
        parts.append(Math("<mo>…</mo>", r"\dots"))
    if answer.combine in ("sum", "root of sum"):
        whole = summed(parts, shown)
        return root(whole) if answer.combine == "root of sum" else whole
    if answer.combine == "product":
        return joined(parts, "·")
    return called(_BIG[answer.combine], parts)


def _symbol(factor: Factor) -> Math:
    if factor.value is None and not factor.index:
        return number(factor.number)
    return subscripted(name(factor.label or factor.name), [str(i) for i in factor.index])


def _number(factor: Factor) -> Math:
    if factor.minus is None:
        return number(factor.number)
    return fenced(row(number(factor.number), sign("−"), guarded(number(factor.minus))))
