"""Which probe suits a parameter: the quickest that is sound for its network."""

from __future__ import annotations

from functools import partial
from typing import TypeGuard

import numpy as np

from backprop_explorer.engine.gradient_check.affine_probe import AffineProbe
from backprop_explorer.engine.gradient_check.affine_way import AffineWay
from backprop_explorer.engine.gradient_check.copies import for_copies, with_inner
from backprop_explorer.engine.gradient_check.input_probe import AffineInputProbe, InputProbe
from backprop_explorer.engine.gradient_check.layer_probe import LayerProbe
from backprop_explorer.engine.gradient_check.probe import OneAtATime, Probe
from backprop_explorer.engine.gradient_check.shared_moves import SharedMovesProbe
from backprop_explorer.engine.gradient_check.shortcuts import (
    means_examples,
    treats_examples_apart,
    works_element_by_element,
)
from backprop_explorer.engine.gradient_check.tail import Tail
from backprop_explorer.engine.layers import Affine, Layer
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Scalar


class Choice:
    """The probes for one network and one batch x with targets t."""

    def __init__(self, network: Network, x: Array, t: Array) -> None:
        self.network = network
        self.layers = list(network.layers.values())
        self.loss = network.last_layer
        self.t = t
        self.passing = [x]
        """The batch as it arrives at each layer, and the scores."""
        for layer in self.layers:
            self.passing.append(layer.forward(self.passing[-1]))
        # Now, while every Dropout still holds its mask of this very batch.
        self.for_copies = [for_copies(layer, len(x)) for layer in self.layers]
        self.apart_from = self.where_examples_part()
        self.ways: dict[int, AffineWay] = {}

    def where_examples_part(self) -> int:
        """From this layer on, whatever comes treats the examples of a batch one by one."""
        place = len(self.layers)
        if not means_examples(self.loss, self.passing[-1], self.t):
            return place + 1
        while place and self.treats_apart(place - 1):
            place -= 1
        return place

    def treats_apart(self, place: int) -> bool:
        """Whether the layer at this place treats examples one by one, or its stand-in does."""
        layer = self.layers[place]
        return is_affine(layer) or treats_examples_apart(
            layer, self.for_copies[place], self.passing[place]
        )

    def of_parameter(self, holder: Layer, word: str) -> Probe:
        """For the attribute `word` of a layer of the network, or of one inside its blocks."""
        array = getattr(holder, word)
        place = next(k for k, layer in enumerate(self.layers) if holder in with_inner([layer]))
        layer, x = self.layers[place], self.passing[place]
        if place + 1 < self.apart_from:
            return OneAtATime(array, partial(self.loss_from, place))
        if not is_affine(layer):
            return LayerProbe(array, layer, x, self.tail(place + 1))
        way = self.after_affine(place)
        if word == "b":
            return AffineProbe(np.ones((1, len(x))), way)
        kind = AffineProbe if way.tail.whole_copies else SharedMovesProbe
        return kind(x.reshape(len(x), -1).T, way)

    def after_affine(self, place: int) -> AffineWay:
        """From the affine layer at this place on: W and b have it in common."""
        if place in self.ways:
            return self.ways[place]
        end = place + 1
        while end < len(self.layers) and works_element_by_element(
            self.layers[end], self.passing[end]
        ):
            end += 1
        activations, z, a = self.layers[place + 1 : end], self.passing[place + 1], self.passing[end]
        following = self.layers[end] if end < len(self.layers) else None
        after = following if following is not None and is_affine(following) else None
        tail = self.tail(end if after is None else end + 1)
        self.ways[place] = AffineWay(z, activations, a, after, tail)
        return self.ways[place]

    def of_input(self) -> Probe:
        """For x."""
        if self.apart_from > 0:
            return OneAtATime(self.passing[0], partial(self.loss_from, 0))
        first = self.layers[0]
        if is_affine(first):
            return AffineInputProbe(self.tail(1), first.W)
        features = self.passing[0][0].size
        return InputProbe(self.tail(0), features)

    def loss_from(self, place: int) -> Scalar:
        """The loss of the batch, from where it arrives at this layer."""
        a = self.passing[place]
        for layer in self.layers[place:]:
            a = layer.forward(a)
        return self.loss.forward(a, self.t)

    def tail(self, place: int) -> Tail:
        """All from this layer on."""
        return Tail(self.for_copies[place:], self.loss, self.passing[place:], self.t)


def is_affine(layer: Layer) -> TypeGuard[Affine]:
    """Whether it computes as Affine does, whatever its backward may be."""
    return isinstance(layer, Affine) and type(layer).forward is Affine.forward
