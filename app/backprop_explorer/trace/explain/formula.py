"""Operations in plain text, as one would write them by hand: "dW2 = a1ᵀ · dz2".

A formula is put together from the labels of its operands, which may be formulas themselves
("x · W1" + "b1"), so brackets go where the operands bind more loosely than the operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_explorer.trace.model import Event, Ref, Value, value_id

if TYPE_CHECKING:
    from backprop_explorer.trace.explain.call import Facts

INFIX = {
    "logical_or": ("or", 1),
    "logical_xor": ("xor", 1),
    "logical_and": ("and", 2),
    "equal": ("==", 3),
    "not_equal": ("≠", 3),
    "less": ("<", 3),
    "less_equal": ("≤", 3),
    "greater": (">", 3),
    "greater_equal": ("≥", 3),
    "bitwise_or": ("|", 4),
    "bitwise_xor": ("^", 5),
    "bitwise_and": ("&", 6),
    "add": ("+", 7),
    "subtract": ("−", 7),
    "multiply": ("*", 8),
    "divide": ("/", 8),
    "floor_divide": ("//", 8),
    "remainder": ("%", 8),
    "matmul": ("·", 8),
    "dot": ("·", 8),
}
_PREFIX = {"negative": "−", "positive": "+", "logical_not": "not ", "invert": "not "}
_LEVEL = dict(INFIX.values())
_UNARY = 9
_POWER = 10
ATOM = 11
RENAMED = {"maximum": "max", "minimum": "min", "absolute": "abs"}
_RAISED = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUPERSCRIPTS = str.maketrans("0123456789−-", "".join(_RAISED) + "⁻⁻")
_LONG = 48  # a label longer than this makes a formula nobody can read; the name does better


def expression(
    operation: str, labels: Sequence[str], options: Mapping[str, Any] | None = None
) -> str:
    """The formula of one operation on operands with these labels: "x · W1 + b1"."""
    options = options or {}
    if operation in INFIX and len(labels) == 2:
        sign, level = INFIX[operation]
        left, right = bracket(labels[0], level), bracket(labels[1], level + 1)
        return f"{left} {sign} {right}"
    if operation in _PREFIX and len(labels) == 1:
        return _PREFIX[operation] + bracket(labels[0], _UNARY)
    if operation == "transpose" and len(labels) == 1:
        return bracket(labels[0], ATOM) + "ᵀ"
    if operation == "square" and len(labels) == 1:
        return bracket(labels[0], ATOM) + "²"
    if operation == "power" and len(labels) == 2:
        return bracket(labels[0], ATOM) + _exponent(labels[1])
    if operation == "getitem" and len(labels) == 2:
        return f"{bracket(labels[0], ATOM)}[{labels[1]}]"
    if operation == "setitem" and len(labels) == 3:
        return f"{labels[0]}[{labels[1]}] = {labels[2]}"
    if operation == "astype" and labels:
        return f"{labels[1] if len(labels) > 1 else 'astype'}({labels[0]})"
    named = [
        f"{name}={_literal(option)}" for name, option in options.items() if _telling(name, option)
    ]
    return f"{RENAMED.get(operation, operation)}({', '.join([*labels, *named])})"


def describe(
    operation: str,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    label_of: Callable[[int], str],
) -> str:
    """The formula of a call as it was recorded; `label_of` gives the label of a value's id."""
    return expression(operation, [argument_text(a, label_of) for a in arguments], options)


def event_formula(facts: Facts, event: Event) -> str:
    """The formula of an event, with the name of what it made: "z1 = x · W1 + b1"."""

    def label_of(id: int) -> str:
        return label(facts.value(id))

    text = describe(event.operation, event.arguments, event.options, label_of)
    output = facts.value(event.output)
    if event.operation == "setitem" or value_id(output.name) is not None:
        return text
    return f"{output.name} {'←' if rewrites(facts, event) else '='} {text}"


def rewrites(facts: Facts, event: Event) -> bool:
    """Whether the new version of an array is made from the old one under the same name.

    That is no equation, so it is written with an arrow: W1 ← W1 − 0.1 * dW1.
    """
    if event.target is None or event.target not in event.inputs:
        return False
    target = facts.value(event.target)
    old = target if target.view_of is None else facts.value(target.view_of)
    return old.name == facts.value(event.output).name


def label(value: Value) -> str:
    """How a value reads in a formula."""
    return value.label if value.label and len(value.label) <= _LONG else value.name


def argument_text(argument: Any, label_of: Callable[[int], str]) -> str:
    """One argument of a call, as text: a value's label, a slice, a number."""

    def text(part: Any) -> str:
        return argument_text(part, label_of)

    match argument:
        case Ref(id):
            return label_of(id)
        case slice():
            ends = [argument.start, argument.stop]
            if argument.step is not None:
                ends.append(argument.step)
            return ":".join("" if end is None else text(end) for end in ends)
        case tuple():
            return ", ".join(text(part) for part in argument)
        case list() if len(argument) <= 8:
            return f"[{', '.join(text(part) for part in argument)}]"
        case _:
            return _literal(argument)


def bracket(label: str, level: int) -> str:
    """The label, in brackets if it binds more loosely than `level`."""
    return label if _binding(label) >= level else f"({label})"


def _binding(label: str) -> int:
    """How tightly a formula holds together: the level of its loosest operator outside brackets."""
    loosest = _UNARY if label.startswith(("−", "-", "not ")) else ATOM
    depth = 0
    for word in label.split(" "):
        if depth == 0 and word in _LEVEL:
            loosest = min(loosest, _LEVEL[word])
        depth += word.count("(") + word.count("[") - word.count(")") - word.count("]")
    return _POWER if loosest == ATOM and label.endswith(_RAISED) else loosest


def _exponent(label: str) -> str:
    plain = all(c.isdigit() or c in "−-" for c in label)
    return label.translate(_SUPERSCRIPTS) if plain and label else f" ** {bracket(label, ATOM)}"


def _telling(name: str, option: Any) -> bool:
    """Whether an option says something about the mathematics, and not about memory or types."""
    if isinstance(option, (Ref, np.ndarray)):
        return False
    return option is not None and option is not False and name not in {
        "keepdims", "dtype", "out", "where", "casting", "order", "subok", "copy", "optimize"
    }  # fmt: skip


def _literal(argument: Any) -> str:
    match argument:
        case None | bool() | np.bool_() | str():
            return str(argument)
        case int() | float() | np.number():
            whole = isinstance(argument, (int, np.integer))
            return (str(argument) if whole else f"{argument:.6g}").replace("-", "−")
        case type():
            return argument.__name__
        case np.dtype():
            return str(argument)
        case np.ndarray() if argument.size <= 1:
            return _literal(argument.item()) if argument.size else "[]"
        case np.ndarray():
            return f"array{list(argument.shape)}"
        case tuple() | list():
            return f"({', '.join(_literal(part) for part in argument)})"
        case _ if argument is Ellipsis:
            return "..."
        case _:
            return type(argument).__name__
