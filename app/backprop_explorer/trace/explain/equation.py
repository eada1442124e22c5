"""The equation of an explanation, once in symbols and once with its numbers.

∂L/∂W2₁₄,₉ = Σₙ a1ₙ,₁₄ · dz2ₙ,₉          0.09045 = 3.378 · 0.0066 + … + 0.03957
"""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.arrange import DOTS, arranged
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Factor, Formula, Rest, Term
from backprop_explorer.trace.explain.formula import label, rewrites
from backprop_explorer.trace.explain.grid import Grid
from backprop_explorer.trace.explain.mathml import (
    Math,
    called,
    document,
    fraction,
    root,
    row,
    sign,
)
from backprop_explorer.trace.explain.mathwords import constant, name, number, subscripted
from backprop_explorer.trace.explain.summation import (
    SHOWN,
    factor_number,
    in_numbers,
    in_symbols,
)
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.model import Index, Value

_FEW = 6  # terms that have no axis to be summed over are all written out, if they are this few


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
            plain = row(left, sign("="), called(operation, [DOTS]))
        return Formula(document(plain), document(row(left, sign("="), result)), plain.latex)
    whole = row(left, becomes, _symbols(answer, operation))
    if not _is_constant(answer):
        whole = row(whole, sign("="), result)
    numbers = result
    if answer.combine not in ("select", "position"):
        numbers = row(result, sign("="), _numbers(answer, operation, terms, rest))
    return Formula(document(whole), document(numbers), whole.latex)


def _left(value: Value, index: Index) -> Math:
    """∂L/∂W2₁₄,₉ for a gradient, otherwise the number's name."""
    subscripts = [str(i) for i in index]
    if value.of is None:
        whole = name(label(value))
        return subscripted(whole, subscripts) if subscripts else whole.bare
    partial, loss = sign("∂"), Math("<mi>L</mi>", "L")
    return fraction(row(partial, loss), row(partial, subscripted(name(value.of), subscripts)))


def _is_constant(answer: Made) -> bool:
    """Whether the right-hand side is the number itself: a1 = 0, not a1 = 0 = 0."""
    return answer.combine == "select" and answer.terms.term(0).factors[0].value is None


def _symbols(answer: Made, operation: str) -> Math:
    terms = answer.terms
    if not isinstance(terms, Grid):
        cut = len(terms.terms) > _FEW
        shown = terms.terms[: SHOWN if cut else None]
        whole = arranged(answer.combine, operation, shown, _symbol, cut=cut)
    else:
        whole = in_symbols(answer.combine, terms)
    return root(whole, terms.degree) if answer.combine == "root of sum" else whole


def _numbers(answer: Made, operation: str, terms: Sequence[Term], rest: Rest) -> Math:
    if isinstance(answer.terms, Grid):
        whole = in_numbers(answer.combine, answer.terms, terms, rest)
    else:
        cut = len(answer.terms.terms) > _FEW
        shown = terms[:SHOWN] if cut else answer.terms.terms
        whole = arranged(answer.combine, operation, shown, factor_number, cut=cut)
    return root(whole, answer.terms.degree) if answer.combine == "root of sum" else whole


def _symbol(factor: Factor) -> Math:
    if factor.value is None and not factor.index:
        return constant(factor.number)
    return subscripted(name(factor.label or factor.name), [str(i) for i in factor.index])
