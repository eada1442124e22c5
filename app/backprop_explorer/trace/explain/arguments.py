"""The arguments of a recorded call as text: labels of values, slices, shapes, numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.text import constant_text
from backprop_explorer.trace.model import Ref

# These say something about memory or types, and nothing about the mathematics.
_SILENT = frozenset("keepdims dtype out where casting order subok copy optimize".split())


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
            return f"({', '.join(text(part) for part in argument)})"
        case list() if len(argument) <= 8:
            return f"[{', '.join(text(part) for part in argument)}]"
        case _:
            return literal(argument)


def key_text(key: Any, label_of: Callable[[int], str]) -> str:
    """What stands between the square brackets of an index: "0, 1:3", without its parentheses."""
    parts = key if isinstance(key, tuple) else (key,)
    return ", ".join(argument_text(part, label_of) for part in parts)


def telling(name: str, option: Any) -> bool:
    """Whether an option says something about the mathematics."""
    if isinstance(option, (Ref, np.ndarray)):
        return False
    return option is not None and option is not False and name not in _SILENT


def literal(argument: Any) -> str:
    """What stood in the code, as text."""
    match argument:
        case None | str():
            return str(argument)
        case bool() | float() | complex() | np.number() | np.bool_():
            return constant_text(argument)
        case int():
            return str(argument).replace("-", "−")
        case type():
            return argument.__name__
        case np.dtype():
            return str(argument)
        case np.ndarray() if argument.size <= 1:
            return literal(argument.item()) if argument.size else "[]"
        case np.ndarray():
            return f"array{list(argument.shape)}"
        case tuple() if len(argument) == 1:
            return f"({literal(argument[0])},)"
        case tuple():
            return f"({', '.join(map(literal, argument))})"
        case list():
            return f"[{', '.join(map(literal, argument))}]"
        case _ if argument is Ellipsis:
            return "..."
        case _:
            return type(argument).__name__
