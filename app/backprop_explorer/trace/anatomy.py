"""Finds the layers of any network that is written the way the field writes them.

A network is an object with layers in order, each with `forward` and `backward`, and a last layer
whose `forward` takes the labels too. A layer may be a block of layers. What the parts are called
differs from notebook to notebook.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_explorer.trace.array import RecordedArray
from backprop_explorer.trace.errors import NotANetwork

CONTAINERS = ("layers", "_layers", "layer_list", "layers_list")
LAST_LAYERS = (
    "last_layer lastLayer loss_layer lossLayer loss_function loss_fn loss_func criterion "
    "output_layer outputLayer final_layer softmax_with_loss loss last"
).split()
_SIMPLE = frozenset((np.ndarray, RecordedArray, int, float, bool, str, type(None)))


@dataclass(frozen=True)
class Part:
    """A layer of the recorded network, under the name the trace gives it."""

    name: str
    layer: Any
    block: str | None = None  # the part that it is inside of


def anatomy(network: Any) -> tuple[list[Part], Part]:
    """The layers in order, each block followed by what is inside it, and the last one.

    Raises NotANetwork, with what was looked for, if there are none.
    """
    named = _layers(network)
    last = _last_layer(network, [layer for _, layer in named])
    named = [(name, layer) for name, layer in named if layer is not last[1]]
    if not named:
        raise NotANetwork(f"{_kind(network)} has a last layer but no layers before it.")
    return _named_parts(named, [layer for _, layer in named] + [last[1]]), Part(*last)


def is_layer(thing: Any) -> bool:
    return (
        not isinstance(thing, type)
        and callable(getattr(thing, "forward", None))
        and callable(getattr(thing, "backward", None))
    )


def _named_parts(named: list[tuple[str | None, Any]], outer: list[Any]) -> list[Part]:
    """Layers without a name are called by class and count, through blocks: Affine1, Relu1."""
    counts: Counter[str] = Counter()
    seen = {id(layer) for layer in outer}
    parts: list[Part] = []

    def add(name: str | None, layer: Any, block: str | None) -> None:
        kind = type(layer).__name__
        counts[kind] += 1
        part = Part(name or f"{kind}{counts[kind]}", layer, block)
        parts.append(part)
        for inner in _inside(layer):
            if id(inner) not in seen:
                seen.add(id(inner))
                add(None, inner, part.name)

    for name, layer in named:
        add(name, layer, None)
    return parts


def _inside(layer: Any) -> Iterator[Any]:
    """The layers that a layer holds: as attributes, or in its lists, tuples and dicts."""
    for thing in getattr(layer, "__dict__", {}).values():
        if type(thing) in _SIMPLE:
            continue
        if isinstance(thing, Mapping):
            thing = list(thing.values())
        if isinstance(thing, list | tuple):
            if thing and all(map(is_layer, thing)):
                yield from thing
        elif is_layer(thing):
            yield thing


def _layers(network: Any) -> list[tuple[str | None, Any]]:
    held = _held(network)
    for name in (*CONTAINERS, *held):
        found = held.get(name)
        if isinstance(found, Mapping) and found and all(map(is_layer, found.values())):
            return [(str(key), layer) for key, layer in found.items()]
        if isinstance(found, list | tuple) and found and all(map(is_layer, found)):
            return [(None, layer) for layer in found]
    attributes: list[tuple[str | None, Any]] = [
        (name, thing) for name, thing in held.items() if is_layer(thing)
    ]
    if not attributes:
        raise NotANetwork(
            f"{_kind(network)} has no layers: looked for a list or dict called `layers` (or any "
            "other) of objects with `forward` and `backward`. Put yours into `self.layers`."
        )
    return attributes


def _last_layer(network: Any, layers: list[Any]) -> tuple[str, Any]:
    held = _held(network)
    apart = {
        name: thing
        for name, thing in held.items()
        if is_layer(thing) and not any(thing is layer for layer in layers)
    }
    for name in (*LAST_LAYERS, *apart):
        if name in apart:
            return type(apart[name]).__name__, apart[name]
    if takes_labels(layers[-1]):
        return type(layers[-1]).__name__, layers[-1]
    raise NotANetwork(
        f"{_kind(network)} has layers but no last layer: looked for an attribute such as "
        "`last_layer`, or a layer at the end whose forward(x, t) takes the labels. "
        "Put your loss layer into `self.last_layer`."
    )


def takes_labels(layer: Any) -> bool:
    """Whether forward needs a second argument, as a loss layer's does."""
    required = [
        parameter
        for parameter in inspect.signature(layer.forward).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    return len(required) >= 2


def _held(network: Any) -> dict[str, Any]:
    return dict(vars(network)) if hasattr(network, "__dict__") else {}


def _kind(thing: Any) -> str:
    return f"The {type(thing).__name__} given to record()"
