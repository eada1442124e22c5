"""Operations that choose between numbers by the truth of others: np.where, np.choose, np.select."""

from __future__ import annotations

from dataclasses import replace

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.operand import NoRule, Operand
from backprop_explorer.trace.explain.ordering import standing
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.explain.tickets import chosen
from backprop_explorer.trace.model import Index


def taken(call: Call, operand: Operand, at: Index, *deciders: Operand) -> Made:
    """The number that stands in this place of the operand, because of the deciders'."""
    made = chosen(call, operand.factor(operand.broadcast(at)))
    return replace(made, deciders=tuple(d.factor(d.broadcast(at)) for d in deciders))


def where(call: Call, at: Index) -> Made:
    if len(call.event.arguments) == 1:
        return standing(call, at)
    condition, yes, no = call.operands(3)
    return taken(call, yes if condition.array[condition.broadcast(at)] else no, at, condition)


def choose(call: Call, at: Index) -> Made:
    call.only("mode")
    number, choices = call.event.arguments[:2]
    if not isinstance(choices, (list, tuple)):
        raise NoRule("choose from an array")
    operand = call.operand(number)
    choice = int(operand.array[operand.broadcast(at)])
    if not 0 <= choice < len(choices):
        raise NoRule("choose out of range")
    return taken(call, call.operand(choices[choice]), at, operand)


def select(call: Call, at: Index) -> Made:
    """np.select([condition, …], [choice, …], default): the first condition that is True."""
    conditions = [call.operand(part) for part in call.argument("condlist", 0)]
    choices = [call.operand(part) for part in call.argument("choicelist", 1)]
    for condition, choice in zip(conditions, choices, strict=True):
        if condition.array[condition.broadcast(at)]:
            return taken(call, choice, at, condition)
    options, arguments = call.event.options, call.event.arguments
    default = options.get("default", arguments[2] if len(arguments) > 2 else 0)
    return taken(call, call.operand(default), at, *conditions)


RULES = {"where": where, "choose": choose, "select": select}
