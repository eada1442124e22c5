"""Steps of a parameter of any layer."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.probe import Probe, stepped
from backprop_explorer.engine.gradient_check.tail import Tail
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.types import Array


class LayerProbe(Probe):
    """Runs the parameter's own layer once for each step, and what comes after for many at once."""

    def __init__(self, array: Array, layer: Layer, x: Array, tail: Tail) -> None:
        """`array`: the parameter, of `layer` or of a layer inside that block; x: what it receives.

        `tail`: what comes after the layer.
        """
        self.array = array
        self.layer = layer
        self.x = x
        self.tail = tail
        self.at_once = tail.copies_at_once
        self.before = layer.forward(x).copy()

    def some_changes(self, elements: Array, step: complex) -> Array:
        after = np.empty((len(elements), *self.before.shape), self.before.dtype)
        for k, element in enumerate(elements):
            with stepped(self.array, element, step):
                after[k] = self.layer.forward(self.x)
        changed = (after != self.before).reshape(*after.shape[:2], -1).any(axis=2)
        element, example = self.tail.rows_to_run(changed)
        return self.tail.changes(after[element, example], element, example, len(elements))
