"""Finds the layers of any network that is written the way the field writes them.

A network is an object with layers in order, each with `forward` and `backward`, and a last layer
whose `forward` takes the labels too. A layer may be a block of layers. What the parts are called
differs from notebook to notebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backprop_explorer.trace.errors import NotANetwork
from backprop_explorer.trace.model import Array
from backprop_explorer.trace.order import observed_order
from backprop_explorer.trace.places import (
    SIMPLE,
    Named,
    Place,
    is_layer,
    kind,
    places,
    takes_labels,
)

LAST_LAYERS = (
    "last_layer lastLayer loss_layer lossLayer loss_function loss_fn loss_func criterion "
    "output_layer outputLayer final_layer softmax_with_loss loss last"
).split()


@dataclass(frozen=True)
class Part:
    """A layer of the recorded network, under the name the trace gives it."""

    name: str
    layer: Any
    block: str | None = None  # the part that it is inside of


def anatomy(network: Any, x: Array, t: Array) -> tuple[list[Part], Part]:
    """The layers in order, each block followed by what is inside it, and the last one.

    Where the order does not follow from how they are held, the network's own code is run on a copy
    with the batch. Raises NotANetwork if there are none, or they are no chain.
    """
    held = places(network)
    last = _last_layer(network, held)
    held = [rest for place in held if (rest := place.without(last)).layers or rest.odd]
    found = [layer for place in held for _, layer in place.layers]
    if not found:
        misfit = next((place.misfit for place in held), "")
        none = "It has a last layer but no layers before it."
        raise NotANetwork(f"{kind(network)} cannot be recorded: {misfit or none}")
    last_part = Part(type(last).__name__, last)
    for place in held:
        if not place.odd:
            parts = _named_parts(place.layers, last)
            known = {id(part.layer) for part in parts}
            if all(id(layer) in known for layer in found):
                return parts, last_part
    return _named_parts(_order_of(network, held, last, x, t), last), last_part


def _order_of(network: Any, held: list[Place], last: Any, x: Array, t: Array) -> list[Named]:
    try:
        return observed_order(network, held, last, x, t)
    except NotANetwork:
        for place in held:  # then that is the plainer thing to say
            if place.odd:
                raise NotANetwork(f"{kind(network)} cannot be recorded: {place.misfit}") from None
        raise


def _named_parts(named: list[Named], last: Any) -> list[Part]:
    """Layers without a name are called by class and count, through blocks: Affine1, Relu1."""
    counts: Counter[str] = Counter()
    seen = {id(last), *(id(layer) for _, layer in named)}
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
        if type(thing) in SIMPLE:
            continue
        if isinstance(thing, Mapping):
            thing = list(thing.values())
        if isinstance(thing, list | tuple):
            if thing and all(map(is_layer, thing)):
                yield from thing
        elif is_layer(thing):
            yield thing


def _last_layer(network: Any, held: list[Place]) -> Any:
    """The layer that gives the loss: apart from the others, or at the end of them."""
    if not any(place.layers for place in held):
        misfit = next((place.misfit for place in held), "")
        raise NotANetwork(
            f"{kind(network)} has no layers: "
            + (
                misfit
                or "looked for a list or dict called `layers` (or any other) of objects with "
                "`forward` and `backward`. Put yours into `self.layers`."
            )
        )
    lists = [place for place in held if place.is_list]
    single = {place.word: place.layers[0][1] for place in held if not place.is_list}
    apart = {w: one for w, one in single.items() if not any(place.holds(one) for place in lists)}
    for word in LAST_LAYERS:
        if word in apart:
            return apart[word]
    ends = [place.layers[-1][1] for place in lists if place.layers]
    for layer in (*apart.values(), *ends):
        if takes_labels(layer):
            return layer
    raise NotANetwork(
        f"{kind(network)} has layers but no last layer: looked for an attribute such as "
        "`last_layer`, or a layer at the end whose forward(x, t) takes the labels. "
        "Put your loss layer into `self.last_layer`."
    )
