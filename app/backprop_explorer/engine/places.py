"""What the layers of a network and the arrays in them are called, and where they live.

Layers are called by class and count: Affine1, Relu1, Affine2. An array is called by its letter and
the number of its layer among those that hold any: W1, b1, gamma2, beta2, running_mean2, W3. Both
counts go through blocks: the block, then the layers it is made of, then what comes after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from backprop_explorer.engine.errors import InvalidNetwork
from backprop_explorer.engine.layers import Layer


class Place(NamedTuple):
    """Where a parameter lives: "W1" is the attribute "W" of a layer, its gradient "dW"."""

    name: str
    layer: Layer
    value: str
    gradient: str


class StatisticPlace(NamedTuple):
    """Where a statistic lives: "running_mean2" is the attribute "running_mean" of a layer."""

    name: str
    layer: Layer
    value: str


def named(
    layers: Mapping[str, Layer] | Sequence[Layer],
) -> tuple[dict[str, Layer], dict[str, Layer]]:
    """The layers by name: those in the row, and all of them, with those inside blocks.

    The names of a mapping are kept. Raises InvalidNetwork if that makes two layers share a name.
    """
    row = layers.items() if isinstance(layers, Mapping) else [(None, layer) for layer in layers]
    count: Counter[str] = Counter()
    everything: dict[str, Layer] = {}

    def enter(layer: Layer, name: str | None = None) -> str:
        kind = type(layer).__name__
        count[kind] += 1
        name = f"{kind}{count[kind]}" if name is None else name
        if name in everything:
            raise InvalidNetwork(
                f"Two layers would be called {name}, one of them inside a block, where layers are "
                "called by class and count. Choose another name for the other one."
            )
        everything[name] = layer
        for inner in getattr(layer, "inner", ()):  # what is no layer is refused later, by name
            enter(inner)
        return name

    return {enter(layer, name): layer for name, layer in row}, everything


def places(layers: Iterable[Layer]) -> list[Place]:
    """Every parameter, in the order of the layers: W1, b1, W2, b2."""
    return [
        Place(f"{value}{number}", layer, value, f"d{value}")
        for number, layer in numbered(layers)
        for value in layer.parameters
    ]


def statistic_places(layers: Iterable[Layer]) -> list[StatisticPlace]:
    """Every statistic, in the order of the layers: running_mean2, running_var2."""
    return [
        StatisticPlace(f"{value}{number}", layer, value)
        for number, layer in numbered(layers)
        for value in layer.statistics
    ]


def numbered(layers: Iterable[Layer]) -> Iterator[tuple[int, Layer]]:
    """The layers that hold arrays, counted from 1."""
    return enumerate((layer for layer in layers if layer.parameters or layer.statistics), start=1)
