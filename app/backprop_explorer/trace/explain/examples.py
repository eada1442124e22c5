"""Which axis of an array runs over the examples of the batch.

Its length alone does not tell: a hidden layer may have as many units as the batch has examples. But
the trace does: in the input and the labels it is axis 0, and everywhere else it is the axis whose
element k is made of numbers of example k and of no other example. So an axis of the right length is
probed in two places, and a gradient of W, which adds up all examples, is never mistaken for one.
"""

from __future__ import annotations

from backprop_explorer.trace.explain.call import Facts, example_of
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Index, Role, Value

Axes = dict[int, int | None]

_TERMS = 3  # of a long sum, enough to see whether it goes over the examples


def find_example_axis(facts: Facts, value: Value, known: Axes) -> int | None:
    """The axis of `value` that runs over the examples; what is found is kept in `known`."""
    if value.id not in known:
        for ancestor in _ancestors(facts, value, known):
            known[ancestor.id] = _probed(facts, ancestor)
    return known[value.id]


def _ancestors(facts: Facts, value: Value, known: Axes) -> list[Value]:
    """The value and all that it was made of, oldest first, except for what is known already."""
    found: dict[int, Value] = {}
    asked = [value.id]
    while asked:
        id = asked.pop()
        if id in known or id in found:
            continue
        found[id] = ancestor = facts.value(id)
        if ancestor.view_of is not None:
            asked.append(ancestor.view_of)
        elif ancestor.event is not None and facts.examples in ancestor.array.shape:
            event = facts.events[ancestor.event - 1]
            asked += [*event.inputs, *([] if event.target is None else [event.target])]
            asked += [o for i in asked if (o := facts.value(i).view_of) is not None]
    # A view comes after its owner, which has the same event.
    return sorted(found.values(), key=lambda v: (v.event or 0, v.view_of is not None, v.id))


def _probed(facts: Facts, value: Value) -> int | None:
    shape = value.array.shape
    if value.view_of is not None:
        return _seen_through(facts, value, facts.value(value.view_of))
    if value.array.size == 0 or facts.examples not in shape:
        return None
    if value.event is None:
        is_batch = value.role in (Role.INPUT, Role.LABEL) and shape[0] == facts.examples
        return 0 if is_batch else None
    candidates = (axis for axis, length in enumerate(shape) if length == facts.examples)
    return next((axis for axis in candidates if _runs_over_examples(facts, value, axis)), None)


def _seen_through(facts: Facts, view: Value, owner: Value) -> int | None:
    """The axis of a view along which the owner's example changes, and nothing else."""
    axis = facts.example_axis(owner.id)
    if axis is None or view.array.size == 0:
        return None
    start = to_owner(view.array, (0,) * view.array.ndim, owner.array)
    for own, length in enumerate(view.array.shape):
        step = tuple(int(other == own) for other in range(view.array.ndim))
        moved = to_owner(view.array, step, owner.array) if length > 1 else None
        if start and moved and [i for i, j in enumerate(moved) if j != start[i]] == [axis]:
            return own
    return None


def _runs_over_examples(facts: Facts, value: Value, axis: int) -> bool:
    for example in {min(1, facts.examples - 1), facts.examples - 1}:
        index = tuple(example if other == axis else 0 for other in range(value.array.ndim))
        if _read(facts, value, index) != {example}:
            return False
    return True


def _read(facts: Facts, value: Value, index: Index) -> set[int]:
    """The examples whose numbers made this one, as far as its first terms tell."""
    _, answer = made(facts, value, index)
    count = min(len(answer.terms.numbers), _TERMS)
    factors = [*answer.deciders, *(f for n in range(count) for f in answer.terms.term(n).factors)]
    return {at for factor in factors if (at := example_of(facts, factor)) is not None}
