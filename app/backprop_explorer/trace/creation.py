"""Makes `np.zeros`, `np.array` and the like tell the recorder too, while one is at work.

NumPy asks no array before it makes a new one, so `out = np.zeros(shape)` inside a layer would give
a plain array, and `out[i] = x.sum()` on it would go unseen. While a recording runs in this thread,
these functions of the `numpy` module therefore stand behind a thin cover that hands their result to
the recorder. Other threads, and NumPy's own code, get the plain functions as ever.

A random generator makes its array by `np.empty` too, so a draw is recorded as that; the plan of the
trace then names it after the call that stands in the code: `random`, `normal`. Setting up a
generator calls many of these functions for its own purposes, which is nobody's operation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import numpy as np

from backprop_explorer.trace.array import RecordedArray, active, plain

COVERED = (
    "arange array asarray ascontiguousarray asfortranarray empty eye full identity linspace "
    "ones zeros"
).split()

GENERATORS = ("default_rng", "seed")

_lock = threading.Lock()
_recordings = 0
_originals = {
    **{(np, name): getattr(np, name) for name in COVERED},
    **{(np.random, name): getattr(np.random, name) for name in GENERATORS},
}


@contextmanager
def creation_covered() -> Iterator[None]:
    """Cover the functions that make arrays; the last recording to end uncovers them."""
    global _recordings
    with _lock:
        _recordings += 1
        if _recordings == 1:
            _install(_covers)
    try:
        yield
    finally:
        with _lock:
            _recordings -= 1
            if _recordings == 0:
                _install(_originals)


def _install(functions: dict[tuple[Any, str], Callable[..., Any]]) -> None:
    for (module, name), function in functions.items():
        setattr(module, name, function)


def _quiet(original: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, with nobody listening while it runs."""

    @wraps(original)
    def covered(*args: Any, **kwargs: Any) -> Any:
        recorder = active.get()
        if recorder is None or not recorder.listening:
            return original(*args, **kwargs)
        recorder.listening = False
        try:
            return original(*plain(args), **plain(kwargs))
        finally:
            recorder.listening = True

    return covered


def _cover(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def covered(*args: Any, **kwargs: Any) -> Any:
        recorder = active.get()
        if recorder is None or not recorder.listening:
            return original(*args, **kwargs)
        if name.startswith("as") and len(args) == 1 and isinstance(args[0], RecordedArray):
            kept = kwargs.get("dtype") in (None, args[0].dtype)
            if kept and name == "asarray":
                return args[0]
        return recorder.function(name, original, args, kwargs)

    return covered


_covers = {
    (module, name): _quiet(original) if module is np.random else _cover(name, original)
    for (module, name), original in _originals.items()
}
