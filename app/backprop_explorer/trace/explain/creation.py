"""Operations that make numbers out of nothing: zeros, ones, arange. Here a trail ends."""

from __future__ import annotations

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.explain.tickets import chosen
from backprop_explorer.trace.model import Index, Ref


def constant(call: Call, at: Index) -> Made:
    """A number that the operation makes, reading at most the shape of an array."""
    return Made("function")


def full(call: Call, at: Index) -> Made:
    options = call.event.options
    given = options["fill_value"] if "fill_value" in options else call.event.arguments[1]
    if isinstance(given, (Ref, list)):
        operand = call.operand(given)
        return chosen(call, operand.factor(operand.broadcast(at)))
    return Made("function")


def computed(call: Call, at: Index) -> Made:
    """arange and linspace between plain numbers; between computed ones there is no rule."""
    if call.event.inputs:
        raise NoRule(call.operation)
    return Made("function")


RULES = {
    **dict.fromkeys(
        "zeros ones empty eye identity zeros_like ones_like empty_like tri".split(), constant
    ),
    **dict.fromkeys("full full_like".split(), full),
    **dict.fromkeys("arange linspace logspace geomspace indices".split(), computed),
}
