"""What a NumPy call is called in a trace: one name per operation, however it was written."""

from __future__ import annotations

from functools import cache
from inspect import Parameter, signature
from typing import Any

import numpy as np

SAME_AS = {
    "absolute": "abs",
    "add.accumulate": "cumsum",
    "add.reduce": "sum",
    "amax": "max",
    "amin": "min",
    "around": "round",
    "conj": "conjugate",
    "logical_and.reduce": "all",
    "logical_or.reduce": "any",
    "maximum.reduce": "max",
    "minimum.reduce": "min",
    "multiply.accumulate": "cumprod",
    "multiply.reduce": "prod",
    "true_divide": "divide",
}

# Told by the function, not by the name: `x.sort()` writes, `np.sort(x)` does not.
WRITES_FIRST_ARGUMENT = frozenset(
    [
        *(getattr(np.ndarray, name) for name in "__setitem__ fill partition put sort".split()),
        *(np.copyto, np.fill_diagonal, np.place, np.put, np.put_along_axis, np.putmask),
    ]
)


def writes_in_place(operation: str, options: dict[str, Any]) -> bool:
    return operation == "nan_to_num" and options.get("copy") is False


def out_by_name(
    operation: str, args: tuple[Any, ...], options: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """`np.clip(x, 0, 1, y)` writes into y, as `np.clip(x, 0, 1, out=y)` does."""
    position = _out_position(operation)
    if position is None or len(args) <= position or not isinstance(args[position], np.ndarray):
        return args, options
    return args[:position], {**options, "out": args[position]}


@cache
def _out_position(operation: str) -> int | None:
    try:
        parameters = list(signature(getattr(np, operation)).parameters.values())
    except (AttributeError, TypeError, ValueError):  # not NumPy's, or written in C
        return {"dot": 2, "concatenate": 2}.get(operation)
    by_place = Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD
    places = [p.name for p in parameters if p.kind in by_place]
    return places.index("out") if "out" in places else None


def ufunc_call(
    ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]
) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    """The name, arguments and options under which a ufunc's method is noted.

    `np.add.reduce(x)` reduces the first axis where `np.sum(x)` reduces all, so the axis is spelled
    out: one operation, one meaning.
    """
    if method == "__call__":
        return ufunc.__name__, inputs, options
    if method in ("reduce", "accumulate"):
        options = {"axis": 0, **options}
    return f"{ufunc.__name__}.{method}", inputs, options
