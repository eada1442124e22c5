"""What a number is that no other number of the trace made: here a trail ends."""

from __future__ import annotations

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Origin
from backprop_explorer.trace.model import Index, Role, Value


def origin(value: Value, index: Index, call: Call | None, examples: int) -> Origin:
    """What the value is, in a sentence."""
    if call is not None:
        if not call.event.inputs and hasattr(np.random.Generator, call.operation):
            return Origin("constant", f"It was drawn at random, by {call.operation}.")
        if not call.event.inputs:
            return Origin("constant", f"{call.operation} made it; it depends on no other number.")
        if call.operation.endswith("_like"):
            return Origin("constant", f"{call.operation} made it, reading only a shape.")
        if value.size and not call.event.outputs:
            return Origin(value.role.value, f"{call.operation} made it.")
        return Origin(value.role.value, f"{call.operation} made it from the arrays it read.")
    return Origin(value.role.value, _given(value, index, examples))


def _given(value: Value, index: Index, examples: int) -> str:
    by_example = bool(index) and value.shape[0] == examples
    match value.role:
        case Role.PARAMETER:
            return f"{value.name} is a parameter: it was there when this iteration began."
        case Role.INPUT if by_example:
            which = _feature(index[1:])
            return f"{value.name} is the input: {which}example {index[0]} of the batch."
        case Role.INPUT:
            return f"{value.name} is the input of the network."
        case Role.LABEL if by_example:
            return f"{value.name} is the label: what example {index[0]} of the batch should give."
        case Role.LABEL:
            return f"{value.name} is the label: what the network should give."
        case Role.STATE:
            return f"{value.name} is kept from iteration to iteration: so it was when this began."
        case Role.CONSTANT:
            return f"{value.name} is a constant: it stood in the code, or came from outside it."
        case _:
            return f"{value.name} was there before the first operation of this iteration."


def _feature(index: Index) -> str:
    if not index:
        return ""
    return f"feature {index[0] if len(index) == 1 else list(index)} of "
