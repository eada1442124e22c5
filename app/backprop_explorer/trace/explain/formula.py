"""Operations in plain text, as one would write them by hand: "dW2 = a1ᵀ · dz2".

A formula is put together from the labels of its operands, which may be formulas themselves
("x · W1" + "b1"), so brackets go where the operands bind more loosely than the operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backprop_explorer.trace.explain.arguments import argument_text, key_text, literal, telling
from backprop_explorer.trace.model import Event, Value, value_id

if TYPE_CHECKING:
    from backprop_explorer.trace.explain.operand import Facts

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
    "bitwise_xor": ("⊕", 5),
    "bitwise_and": ("&", 6),
    "add": ("+", 7),
    "subtract": ("−", 7),
    "multiply": ("·", 8),
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
        f"{name}={literal(option)}" for name, option in options.items() if telling(name, option)
    ]
    return f"{RENAMED.get(operation, operation)}({', '.join([*labels, *named])})"


def describe(
    operation: str,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    label_of: Callable[[int], str],
) -> str:
    """The formula of a call as it was recorded; `label_of` gives the label of a value's id."""
    texts = [
        (key_text if is_key else argument_text)(argument, label_of)
        for place, argument in enumerate(arguments)
        for is_key in [place == 1 and operation in ("getitem", "setitem")]
    ]
    return expression(operation, texts, options)


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

    That is no equation, so it is written with an arrow: W1 ← W1 − 0.1 · dW1.
    """
    if event.target is None or event.target not in event.inputs:
        return False
    target = facts.value(event.target)
    old = target if target.view_of is None else facts.value(target.view_of)
    return old.name == facts.value(event.output).name


def label(value: Value) -> str:
    """How a value reads in a formula."""
    return value.label if value.label and len(value.label) <= _LONG else value.name


def bracket(label: str, level: int) -> str:
    """The label, in brackets if it binds more loosely than `level`."""
    return label if _binding(label) >= level else f"({label})"


def _binding(label: str) -> int:
    """How tightly a formula holds together: the level of its loosest operator outside brackets."""
    outside = _outside_brackets(label)
    signs = [_LEVEL[word] for word in outside.split(" ") if word in _LEVEL]
    if label.startswith(("−", "-", "not ")):
        signs.append(_UNARY)
    if label.endswith(_RAISED) or "^" in outside:
        signs.append(_POWER)
    return min(signs, default=ATOM)


def _outside_brackets(label: str) -> str:
    depth, kept = 0, ""
    for character in label:
        depth -= character in ")]"
        if depth == 0:
            kept += character
        depth += character in "(["
    return kept


def _exponent(label: str) -> str:
    plain = all(c.isdigit() or c in "−-" for c in label)
    return label.translate(_SUPERSCRIPTS) if plain and label else f"^{bracket(label, ATOM)}"
