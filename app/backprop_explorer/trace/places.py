"""Where a network holds its layers: in lists and dicts, and as attributes of its own."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from backprop_explorer.trace.array import RecordedArray
from backprop_explorer.trace.arrays import slots
from backprop_explorer.trace.errors import NotANetwork

CONTAINERS = ("layers", "_layers", "layer_list", "layers_list")
LABELS = frozenset("t y label labels target targets y_true".split())
_LISTS = (list, tuple, dict, Mapping)
# Told quickly to be no layers; `layers = [784, 50, 10]` are sizes.
SIMPLE = frozenset((np.ndarray, RecordedArray, int, float, bool, str, type(None)))

Named = tuple[str | None, Any]  # a layer, and its name where the network gives it one


class Place(NamedTuple):
    """A list, a dict or an attribute with layers in it; `odd` is the first thing that is none."""

    word: str
    layers: list[Named]
    is_list: bool = True
    odd: tuple[Any, Any] | None = None  # its key or place, and itself

    @property
    def misfit(self) -> str:
        """A sentence about what is no layer."""
        return _misfit(self.word, *self.odd) if self.odd else ""

    def holds(self, layer: Any) -> bool:
        return any(layer is held for _, held in self.layers)

    def without(self, layer: Any) -> Place:
        rest = [(name, held) for name, held in self.layers if held is not layer]
        return Place(self.word, rest, self.is_list, self.odd)


def places(network: Any) -> list[Place]:
    """Every place with layers, those called `layers` first. Raises NotANetwork for a class."""
    if isinstance(network, type):
        name = network.__name__
        raise NotANetwork(f"record() was given the class {name}; give it a network: {name}(…).")
    found = [place for word, thing in _held(network) if (place := _place(word, thing))]
    return sorted(found, key=lambda place: not (place.is_list and place.word in CONTAINERS))


def is_layer(thing: Any) -> bool:
    return (
        type(thing) not in SIMPLE
        and not isinstance(thing, type)
        and callable(getattr(thing, "forward", None))
        and callable(getattr(thing, "backward", None))
    )


def takes_labels(layer: Any) -> bool:
    """Whether forward has a second argument that it needs, or that is called as labels are."""
    by_place = inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD
    known = inspect.signature(layer.forward).parameters.values()
    taken = [parameter for parameter in known if parameter.kind in by_place]
    return len(taken) >= 2 and (taken[1].default is taken[1].empty or taken[1].name in LABELS)


def kind(thing: Any) -> str:
    return f"The {type(thing).__name__} given to record()"


def _held(network: Any) -> list[tuple[str, Any]]:
    if isinstance(network, _LISTS):
        return [("layers", network)]
    in_slots = [(word, getattr(network, word)) for word in slots(network)]
    return [*getattr(network, "__dict__", {}).items(), *in_slots]


def _place(word: str, thing: Any) -> Place | None:
    if type(thing) in SIMPLE:
        return None
    if is_layer(thing):
        return Place(word, [(word, thing)], is_list=False)
    if not isinstance(thing, _LISTS):
        return None
    named = isinstance(thing, Mapping)
    layers: list[Named] = []
    others = []
    for key, item in thing.items() if isinstance(thing, Mapping) else enumerate(thing):
        if is_layer(item):
            layers.append((str(key) if named else None, item))
            continue
        others.append((key, item))
        if type(item) not in SIMPLE and isinstance(item, _LISTS) and item is not thing:
            layers += [(None, layer) for layer in _directly_in(item)]
    if not layers and (word not in CONTAINERS or all(type(i) in SIMPLE for _, i in others)):
        return None
    return Place(word, layers, odd=others[0] if others else None)


def _directly_in(thing: Any) -> list[Any]:
    return [i for i in (thing.values() if isinstance(thing, Mapping) else thing) if is_layer(i)]


def _misfit(word: str, key: Any, item: Any) -> str:
    if isinstance(item, _LISTS):
        remedy = "List all layers one after the other, or make a layer that runs these."
    else:
        remedy = "Make it a layer of its own, an object with `forward` and `backward`."
    if inspect.isroutine(item) or type(item).__name__ == "ufunc":
        what = f"the function {item.__name__}"
    else:
        what = f"of the type {type(item).__name__}"
    return f"{word}[{key!r}] is {what} and no layer. {remedy}"
