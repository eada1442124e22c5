"""Why a number is what it is where another number decided: masks, conditions, maximum."""

from __future__ import annotations

from collections.abc import Iterable

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.clauses import clause
from backprop_explorer.trace.explain.explanation import Factor, Reason
from backprop_explorer.trace.explain.numbers import exact
from backprop_explorer.trace.explain.operand import Facts
from backprop_explorer.trace.explain.terms import Listed, Made
from backprop_explorer.trace.explain.wording import equation, place, stated
from backprop_explorer.trace.model import value_id

_BY_INDEX = "choose getitem put put_along_axis setitem take take_along_axis".split()


def reasons(facts: Facts, call: Call, answer: Made) -> tuple[Reason, ...]:
    """The sentences that go with a rule's answer, each said once."""
    found = [*answer.because, *_decided(facts, call, answer)]
    firsts = _first_factors(answer)
    found += (decision(facts, factor) for factor in _stopping(facts, answer, firsts))
    if answer.combine in ("maximum", "minimum") and len(firsts) == 2 and _compares(call):
        found.append(_larger(answer.combine, *firsts))
    if call.operation == "clip" and len(firsts) == 3:
        found += _clipped(*firsts)
    return tuple({reason.text: reason for reason in found}.values())


def decision(facts: Facts, factor: Factor, *, is_index: bool = False) -> Reason:
    """What decided: a truth with the comparison that made it, or the index that was asked for."""
    because = clause(facts, factor)
    text = f"The index here is {stated(factor)}" if is_index else stated(factor)
    return Reason(f"{text} because {because}." if because else f"{text}.", factor)


def _decided(facts: Facts, call: Call, answer: Made) -> Iterable[Reason]:
    """What its deciders say of a number."""
    by_index = call.operation in _BY_INDEX or call.operation.endswith(".at")
    found = [
        decision(facts, factor, is_index=by_index and factor.number.dtype != bool)
        for factor in answer.deciders
        if not _stands_in_code(facts, factor)
    ]
    if not answer.unchanged:
        return found
    kept = answer.terms.term(0).factors[0]
    unchanged = f"{place(kept)} is unchanged by this write"
    told = [Reason(f"{unchanged}: {reason.text}", reason.factor) for reason in found]
    return told or [Reason(f"{unchanged}.", kept)]


def _first_factors(answer: Made) -> list[Factor]:
    """The numbers of an operation on a few numbers, as the code has them."""
    terms = answer.terms.terms if isinstance(answer.terms, Listed) else ()
    return [term.factors[0] for term in terms] if len(terms) <= 4 else []


def _stopping(facts: Facts, answer: Made, firsts: list[Factor]) -> list[Factor]:
    """The masks in a product, and the zeros that go back to one: there the gradient stops."""
    match answer.combine:
        case "product":
            may_stop = firsts
        case "quotient" | "select" | "sum" if not answer.deciders and not answer.unchanged:
            one = answer.combine == "quotient" or len(firsts) == 1
            may_stop = [factor for factor in firsts[:1] if one and factor.number.dtype != bool]
        case _:
            may_stop = []
    return [
        factor
        for factor in may_stop
        if factor.number.dtype == bool or (not factor.number and clause(facts, factor) is not None)
    ]


def _compares(call: Call) -> bool:
    """Whether the code asked for the larger or the smaller of two numbers."""
    return call.operation in ("maximum", "minimum", "fmax", "fmin", "clip")


def _stands_in_code(facts: Facts, factor: Factor) -> bool:
    """Whether a number was made of no other: the arange in y[np.arange(n), t] decides nothing."""
    id = value_id(factor.value) if factor.value else None
    event = None if id is None else facts.value(id).event
    return event is not None and not facts.events[event - 1].inputs


def _larger(combine: str, left: Factor, right: Factor) -> Reason:
    nan = [factor for factor in (left, right) if factor.number != factor.number]
    if nan:
        return Reason(f"{place(nan[0])} is not a number, and nor is what is made of it.", nan[0])
    a, b = exact(left.number), exact(right.number)
    wins = a >= b if combine == "maximum" else a <= b
    taken, other = (left, right) if wins else (right, left)
    asked = other if other.value else taken
    if a == b:
        return Reason(f"{place(left)} and {place(right)} are equal.", asked)
    if left.value is None:  # say it of the value, not of the number in the code
        left, right, a, b = right, left, b, a
    compared = f"{equation(left)} {'>' if a > b else '<'} {equation(right)}"
    return Reason(f"{compared}, so {'it' if taken is left else place(taken)} is taken.", asked)


def _clipped(x: Factor, low: Factor, high: Factor) -> list[Reason]:
    for bound, sign, outside in (
        (low, "<", exact(x.number) < exact(low.number)),
        (high, ">", exact(x.number) > exact(high.number)),
    ):
        if outside:
            return [Reason(f"It is clipped because {equation(x)} {sign} {equation(bound)}.", x)]
    return []
