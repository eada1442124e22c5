"""Why a number is what it is where another number decided: masks, conditions, maximum.

"mask1[3, 7] is True because z1[3, 7] = −0.2 ≤ 0": a truth is followed through copies, ~ and
logical_and to the comparisons that made it.
"""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.call import Call, Facts
from backprop_explorer.trace.explain.explanation import Factor, Reason
from backprop_explorer.trace.explain.formula import ATOM, INFIX, bracket
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.terms import Made, exact
from backprop_explorer.trace.explain.text import number_text
from backprop_explorer.trace.model import value_id

_OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "==": "≠", "≠": "=="}


def reasons(facts: Facts, call: Call, answer: Made) -> tuple[Reason, ...]:
    """The sentences that go with a rule's answer."""
    deciders = (factor for factor in answer.deciders if not _stands_in_code(facts, factor))
    found = [*answer.because, *(decision(facts, factor) for factor in deciders)]
    terms = answer.terms.term
    if answer.combine == "product" and len(answer.terms.numbers) <= 4:
        for factor in (terms(n).factors[0] for n in range(len(answer.terms.numbers))):
            masks = factor.number.dtype == bool
            if masks or (not factor.number and clause(facts, factor)):
                found.append(decision(facts, factor))
    if call.operation in ("maximum", "minimum"):
        found.append(_larger(call.operation, *(terms(n).factors[0] for n in (0, 1))))
    if call.operation == "clip" and answer.combine == "function":
        found += _clipped(*(terms(n).factors[0] for n in (0, 1, 2)))
    return tuple(found)


def decision(facts: Facts, factor: Factor) -> Reason:
    """What decided: a truth with the comparison that made it, or the index that was asked for."""
    because = clause(facts, factor)
    return Reason(stated(factor) + (f" because {because}." if because else "."), factor)


def _stands_in_code(facts: Facts, factor: Factor) -> bool:
    """Whether a number was made of no other: the arange in y[np.arange(n), t] decides nothing."""
    id = value_id(factor.value) if factor.value else None
    event = None if id is None else facts.value(id).event
    return event is not None and not facts.events[event - 1].inputs


def clause(facts: Facts, factor: Factor) -> str | None:
    """The comparison that a truth (or a 0 or 1 made of one) goes back to, if it does."""
    if factor.value is None:
        return None
    id = value_id(factor.value)
    assert id is not None  # factors name values by their ids
    call, answer = made(facts, facts.value(id), factor.index)
    if call is None or not answer.terms.numbers.size:
        return None
    factors = [answer.terms.term(n).factors[0] for n in range(min(2, len(answer.terms.numbers)))]
    sign = INFIX.get(call.operation, ("",))[0]
    if sign in _OPPOSITE:
        return _comparison(sign, bool(factor.number), *factors)
    if call.operation in ("logical_not", "invert") or answer.combine == "select":
        return clause(facts, factors[0])
    if sign in ("and", "&", "or", "|") and factors[0].number.dtype == bool:
        return _junction(facts, sign in ("and", "&"), bool(factor.number), factors)
    if call.operation in ("isnan", "isinf", "isfinite", "signbit"):
        return _equation(factors[0])
    return None


def _comparison(sign: str, holds: bool, left: Factor, right: Factor) -> str:
    nan = [factor for factor in (left, right) if factor.number != factor.number]
    if nan:
        return f"{place(nan[0])} is not a number"
    relation = sign if holds else _OPPOSITE[sign]
    return f"{_equation(left)} {relation} {_equation(right)}"


def _junction(facts: Facts, both: bool, holds: bool, factors: Sequence[Factor]) -> str | None:
    """Of `a and b`, what is False makes it False; of `a or b`, what is True makes it True."""
    decisive = factors if both == holds else [f for f in factors if bool(f.number) == holds]
    clauses = [clause(facts, factor) or stated(factor) for factor in decisive]
    return " and ".join(clauses) or None


def _larger(operation: str, left: Factor, right: Factor) -> Reason:
    nan = [factor for factor in (left, right) if factor.number != factor.number]
    if nan:
        return Reason(f"{place(nan[0])} is not a number, and nor is what is made of it.", nan[0])
    a, b = exact(left.number), exact(right.number)
    wins = a >= b if operation == "maximum" else a <= b
    taken, other = (left, right) if wins else (right, left)
    if left.value is None:  # say it of the value, not of the number in the code
        left, right, a, b = right, left, b, a
    sign = "=" if a == b else ">" if a > b else "<"
    compared = (
        f"{_equation(left)} {sign} {_equation(right)}"
        if sign != "="
        else (f"{place(left)} and {place(right)} are equal")
    )
    return Reason(f"{place(taken)} is taken because {compared}.", other if other.value else taken)


def _clipped(x: Factor, low: Factor, high: Factor) -> list[Reason]:
    for bound, sign, outside in (
        (low, "<", exact(x.number) < exact(low.number)),
        (high, ">", exact(x.number) > exact(high.number)),
    ):
        if outside:
            return [Reason(f"It is clipped because {_equation(x)} {sign} {_equation(bound)}.", x)]
    return []


def stated(factor: Factor) -> str:
    """ "mask1[3, 7] is True", "t[3] = 7"."""
    if factor.number.dtype == bool:
        return f"{place(factor)} is {bool(factor.number)}"
    return _equation(factor)


def place(factor: Factor) -> str:
    """The number's name with its index: "z1[3, 7]", "(x · W1)[3, 7]"."""
    if not factor.index:
        return factor.label or factor.name
    unnamed = value_id(factor.name) is not None
    name = bracket(factor.label, ATOM) if unnamed and factor.label else factor.name
    return f"{name}[{', '.join(map(str, factor.index))}]"


def _equation(factor: Factor) -> str:
    """ "z1[3, 7] = −0.2", or just "0" for a number that stands in the code."""
    if factor.value is None:
        return place(factor)
    return f"{place(factor)} = {number_text(factor.number)}"
