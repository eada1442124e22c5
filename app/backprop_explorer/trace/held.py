"""What a layer holds, under the words its author chose, and which of it is whose gradient.

The textbook holds `W` and, after backward, `dW`. Others have `grads["W"]`, lists `Ws` and `dWs`,
lists `params` and `grads` (attributes or properties), `w_gradient`, or weights in the class.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import numpy as np

from backprop_explorer.trace.arrays import slots
from backprop_explorer.trace.model import Array

_LISTS = (list, dict)
_GROUPS = ("params", "grads")  # looked for as properties too


@cache
def gradient_words(word: str) -> tuple[str, ...]:
    """What people call the gradient of an attribute."""
    before = [f"{prefix}{word}" for prefix in ("d", "grad_", "g", "d_", "grad", "nabla_", "dL_d")]
    after = [f"{word}{suffix}" for suffix in ("_grad", "_gradient", "_grads", "_gradients")]
    return (*before, *after, *(("grads", "gradients") if word == "params" else ()))


def gradient_among(held: dict[str, Array], word: str) -> Array | None:
    shape = held[word].shape
    found = (held[name] for name in gradient_words(word) if name in held)
    return next((array for array in found if array.shape == shape), None)


def held_arrays(layer: Any) -> dict[str, Array]:
    """A layer's arrays by word; those in a list or dict that has its gradients beside it as well.

    `_W` counts as W, and what the lists `params` and `grads` hold as W, b and dW, db.
    """
    arrays: dict[str, Array] = {}
    groups: dict[str, Any] = {}
    held = _held(layer)
    for word, item in held.items():
        if isinstance(item, np.ndarray):
            bare = word.lstrip("_") if word[0] == "_" else word
            arrays[word if bare in held else bare] = item
        elif isinstance(item, _LISTS):
            groups[word] = item
    if not groups:
        return arrays
    for word, group in groups.items():
        for gradients in (groups[name] for name in gradient_words(word) if name in groups):
            _pair(arrays, word, group, gradients)
    for word in ("grads", "gradients"):  # beside `self.W`
        if isinstance(groups.get(word), dict):
            for key, gradient in groups[word].items():
                if key in arrays:
                    arrays.setdefault(f"d{key}", gradient)
    return {word: array for word, array in arrays.items() if isinstance(array, np.ndarray)}


def members(layer: Any) -> Iterator[Array]:
    """The arrays in a layer's own lists and dicts."""
    for item in _held(layer).values():
        if isinstance(item, _LISTS):
            for member in item.values() if isinstance(item, dict) else item:
                if isinstance(member, np.ndarray):
                    yield member


def _held(layer: Any) -> dict[str, Any]:
    held: dict[str, Any] = getattr(layer, "__dict__", {})
    elsewhere = (*slots(layer), *_of_the_class(layer.__class__))
    if not elsewhere:
        return held
    return {**{word: getattr(layer, word, None) for word in elsewhere}, **held}


@lru_cache(maxsize=256)  # not more: a notebook makes its classes anew again and again
def _of_the_class(kind: type) -> tuple[str, ...]:
    """What is held by the class: arrays that all its layers share, and properties of a list."""
    return tuple(
        word
        for base in kind.__mro__
        for word, item in vars(base).items()
        if isinstance(item, np.ndarray) or (word in _GROUPS and isinstance(item, property))
    )


def _pair(arrays: dict[str, Array], word: str, group: Any, gradients: Any) -> None:
    """Add the arrays of a list or dict, and their gradients, under words that tell the pairs."""
    if isinstance(group, dict) and isinstance(gradients, dict):
        arrays.update(group)
        arrays.update({f"d{key}": gradient for key, gradient in gradients.items()})
    if not isinstance(group, list) or not isinstance(gradients, list):
        return
    for array, gradient in zip(group, gradients, strict=False):
        own = next((known for known, held in arrays.items() if held is array), None)
        if own is None:
            own = word.rstrip("s") if word != "params" else "W" if np.ndim(array) > 1 else "b"
            while own in arrays:
                own += "_"
            arrays[own] = array
        arrays[f"d{own}"] = gradient
