"""Which rule explains which operation, and how a rule is asked about one number.

To teach Backprop Explorer an operation, write a function `(call, at) -> Made` in the file of its
family and put it into that file's RULES.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backprop_explorer.trace.explain import (
    averages,
    contraction,
    creation,
    einsum,
    elementwise,
    linalg,
    norms,
    ordering,
    rearrange,
    reduction,
    running,
    select,
    writing,
)
from backprop_explorer.trace.explain.adding_up import adds_up
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Reason
from backprop_explorer.trace.explain.operand import Facts, NoRule, Operand
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.explain.text import shape_text
from backprop_explorer.trace.explain.view import is_seen_twice, to_owner, to_view
from backprop_explorer.trace.model import Index, Value

Rule = Callable[[Call, Index], Made]

RULES: dict[str, Rule] = {
    **creation.RULES,
    **rearrange.RULES,
    **ordering.RULES,
    **reduction.RULES,
    **averages.RULES,
    **norms.RULES,
    **running.RULES,
    **contraction.RULES,
    **einsum.RULES,
    **linalg.RULES,
    **elementwise.RULES,
    **select.RULES,
    **writing.RULES,
}

_REDUCING = {*reduction.RULES, *averages.RULES}  # their `where=` leaves terms out, not results


def made(facts: Facts, value: Value, index: Index) -> tuple[Call | None, Made]:
    """How `value[index]` was made, and by which call; None if no event made it."""
    if value.event is None:
        return None, Made("given")
    owner = value if value.view_of is None else facts.value(value.view_of)
    call = Call(facts, facts.events[value.event - 1], owner)
    at = to_owner(value.array, index, owner.array) if owner is not value else index
    if at is None:
        return call, _opaque(call, "it reads the same memory as numbers of another type")
    try:
        answer = _written(call, at)
        adds_up(answer, owner.array[at])
    except NoRule as why:
        return call, _opaque(call, str(why))
    except (TypeError, ValueError, IndexError) as error:  # called in a way no rule has thought of
        return call, _opaque(call, f"it was called in an unusual way ({error})")
    return call, answer


def _written(call: Call, at: Index) -> Made:
    """In place, what lies outside the target or is masked out by `where=` was kept."""
    if call.target is None:
        return _masked(call, at)
    target = call.target
    old = target if target.view_of is None else call.facts.value(target.view_of)
    inside = at if old is target else to_view(old.array, at, target.array)
    if inside is None:
        kept = Operand(call.facts, old.array, old).factor(at)
        return replace(listed("select", kept), unchanged=True)
    if old is not target and is_seen_twice(old.array, at, target.array):
        raise NoRule("it wrote through a window that shows this number in several places")
    return _masked(call, inside)


def _masked(call: Call, at: Index) -> Made:
    where = call.event.options.get("where")
    reduces = call.operation in _REDUCING or call.operation.endswith(".reduce")
    if where is None or where is True or reduces:
        return _rule(call)(call, at)
    mask = call.operand(where)
    decider = mask.factor(mask.broadcast(at))
    if decider.number:
        return replace(_rule(call)(call, at), deciders=(decider,))
    if call.target is None:
        raise NoRule("where= without out=, which leaves this number undefined")
    return writing.unchanged(call, at, decider)


def _rule(call: Call) -> Rule:
    several = rearrange.SEVERAL | ordering.SEVERAL
    if len(call.event.outputs) > 1 and call.operation not in several:
        raise NoRule("it makes several arrays")
    if call.operation in RULES:
        return RULES[call.operation]
    if not call.event.inputs:
        return creation.constant  # a draw of a random generator, for one
    return reduction.fold if call.operation.endswith(".reduce") else elementwise.function


def _opaque(call: Call, why: str) -> Made:
    reads = [call.facts.value(id) for id in call.event.inputs]
    read = ", ".join(f"{value.name} {shape_text(value.shape)}" for value in reads) or "nothing"
    text = f"There is no rule for this call of {call.operation} ({why}). It read {read}."
    if why == call.operation:
        text = f"There is no rule for the operation {call.operation}. It read {read}."
    return Made("opaque", because=(Reason(text),))
