"""Follows a truth, or a zero, back to the comparison that decided it.

mask1[3, 7] is True *because z1[3, 7] = −0.2 ≤ 0*: a truth is followed through copies, `~` and
logical_and to the comparisons that made it. A gradient that a mask has set to 0 stays 0 through
whatever multiplies or divides it later, so a zero is followed through those to its mask.
"""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.explanation import Combine, Factor
from backprop_explorer.trace.explain.formula import INFIX
from backprop_explorer.trace.explain.numbers import exact
from backprop_explorer.trace.explain.operand import Facts
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.explain.wording import equation, place, stated
from backprop_explorer.trace.model import value_id

_OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "==": "≠", "≠": "=="}
_SOME = 4  # terms; nobody is told why a sum of more is 0
_FAR = 20  # operations: a zero from further away says little about this number


def clause(facts: Facts, factor: Factor, far: int = _FAR) -> str | None:
    """The comparison that a truth (or a number that followed from one) goes back to, if any."""
    if factor.value is None or far == 0:
        return None
    id = value_id(factor.value)
    assert id is not None  # factors name values by their ids
    call, answer = made(facts, facts.value(id), factor.index)
    if call is None or not answer.terms.numbers.size:
        return None
    count = len(answer.terms.numbers)
    factors = [answer.terms.term(n).factors[0] for n in range(min(_SOME, count))]
    sign = INFIX.get(call.operation, ("",))[0]
    if sign in _OPPOSITE:
        return _comparison(sign, bool(factor.number), *factors)
    if call.operation in ("logical_not", "invert"):
        return clause(facts, factors[0], far - 1)
    if sign in ("and", "&", "or", "|") and factors[0].number.dtype == bool:
        return _junction(facts, sign in ("and", "&"), bool(factor.number), factors, far)
    if call.operation in ("isnan", "isinf", "isfinite", "signbit"):
        return equation(factors[0])
    if answer.combine in ("argmax", "argmin"):
        best = answer.terms.term(int(factor.number)).factors[0]
        return f"{equation(best)} is the {'largest' if answer.combine == 'argmax' else 'smallest'}"
    if answer.combine == "select":
        return _taken(facts, answer, factors[0], far)
    return _zero(facts, answer.combine, factors, far) if not factor.number else None


def _comparison(sign: str, holds: bool, left: Factor, right: Factor) -> str:
    nan = [factor for factor in (left, right) if factor.number != factor.number]
    if nan:
        return f"{place(nan[0])} is not a number"
    relation = sign if holds else _OPPOSITE[sign]
    return f"{equation(left)} {relation} {equation(right)}"


def _junction(
    facts: Facts, both: bool, holds: bool, factors: Sequence[Factor], far: int
) -> str | None:
    """Of `a and b`, what is False makes it False; of `a or b`, what is True makes it True."""
    decisive = factors if both == holds else [f for f in factors if bool(f.number) == holds]
    clauses = [clause(facts, factor, far - 1) or stated(factor) for factor in decisive]
    return " and ".join(dict.fromkeys(clauses)) or None


def _taken(facts: Facts, answer: Made, factor: Factor, far: int) -> str | None:
    """A number that was picked: what it goes back to, or why a number in the code was picked."""
    if factor.value is not None:
        return clause(facts, factor, far - 1)
    found = (clause(facts, decider, far - 1) for decider in answer.deciders)
    return next((text for text in found if text), None)


def _zero(facts: Facts, combine: Combine, factors: Sequence[Factor], far: int) -> str | None:
    """Why a product, a quotient, a maximum or a function of one number is 0."""
    if combine in ("maximum", "minimum") and len(factors) == 2:
        number, bound = sorted(factors, key=lambda factor: factor.value is None)
        x, y = exact(number.number), exact(bound.number)
        if bound.value is None and x != y:
            return f"{equation(number)} {'<' if x < y else '>'} {equation(bound)}"
        factors = [number] if bound.value is None else []
    elif combine == "quotient":
        factors = factors[:1]
    elif combine != "product" and len(factors) > 1:
        return None  # x − x and the like: neither tells why
    found = (clause(facts, factor, far - 1) for factor in factors if not factor.number)
    return next((text for text in found if text), None)
