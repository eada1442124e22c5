"""A layer that has no twin, among those that have one."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step, alike
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.places import Place
from backprop_explorer.engine.types import Array, Parameters


class PlainLayer(FastLayer):
    """Runs a layer as it is, and copies its results to where the others expect them.

    How its results lie in memory shows in a dry run, on zeros and with a copy of the layer.
    """

    wants_dy = True

    def __init__(self, layer: Layer, x: Array, places: Sequence[Place], grads: Parameters) -> None:
        """`places`: of its parameters, those of inner layers too; `grads`: where gradients go."""
        self.layer = layer
        self.x = x
        self.places = places
        self.grads = grads
        self.dry = copy.deepcopy(layer)
        with np.errstate(all="ignore"):
            self.y = alike(self.dry.forward(alike(x)))

    def forward(self) -> Sequence[Step]:
        def run() -> None:
            np.copyto(self.y, self.layer.forward(self.x))

        return [run]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        if wanted:
            with np.errstate(all="ignore"):
                self.dx = alike(np.asarray(self.dry.backward(alike(dy))))

        def run() -> None:
            dx = self.layer.backward(dy)
            if wanted:
                np.copyto(self.dx, np.asarray(dx))
            for name, holder, _, gradient in self.places:
                np.copyto(self.grads[name], getattr(holder, gradient))
                setattr(holder, gradient, self.grads[name])

        return [run]
