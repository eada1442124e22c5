"""Steps of many weights of an affine layer that come to the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.gradient_check.affine_probe import AffineProbe
from backprop_explorer.engine.gradient_check.affine_way import AffineWay
from backprop_explorer.engine.types import Array

MOST_MOVES = 2**21
"""How many slopes are kept at once: 16 MB of float64 for each direction."""


class SharedMovesProbe(AffineProbe):
    """A step of W[i, j] moves z[n, j] by step · x[n, i], whichever weight i it was that made it.

    Weights that see the same number in an example move its z alike, and pixels are often of the
    same brightness: in a digit, 784 pixels have about 75 different ones. So every different move of
    each example is tried once, and the slope of a weight is the sum of those of its moves, one in
    each example. What comes after has to treat examples apart.

    Where that saves nothing, since few elements are asked for or no two numbers are the same, steps
    are tried as an AffineProbe does.
    """

    def __init__(self, inputs: Array, way: AffineWay) -> None:
        super().__init__(inputs, way)
        different = [np.unique(x, return_inverse=True) for x in inputs.T]
        counts = [len(numbers) for numbers, _ in different]
        self.numbers = np.concatenate([numbers for numbers, _ in different])
        """The different numbers of the first example, then those of the second, …"""
        self.examples = np.repeat(np.arange(len(counts)), counts)
        """Which example each of them is of."""
        first = np.cumsum([0, *counts])
        self.places = [first[n] + inverse for n, (_, inverse) in enumerate(different)]
        """For each example, where in `numbers` the x of each row of W is."""

    def mean_slopes(self, elements: Array, steps: Sequence[complex]) -> Array:
        if not self.saves_work(elements):
            return super().mean_slopes(elements, steps)
        slopes = np.mean([self.slopes_of_moves(step) for step in steps], axis=0)
        return self.of_weights(slopes).take(elements)

    def saves_work(self, elements: Array) -> bool:
        """Whether there are fewer moves than examples for all of these elements."""
        moves = len(self.numbers) * self.units
        return moves < min(len(elements) * len(self.places), MOST_MOVES)

    def of_weights(self, slopes: Array) -> Array:
        """From the slopes of all moves, (V, M), to those of W, (D, M)."""
        total = slopes.take(self.places[0], axis=0)
        for places in self.places[1:]:
            total += slopes.take(places, axis=0)
        return total

    def slopes_of_moves(self, step: complex) -> Array:
        """For each of the V different numbers and each column of W, (V, M)."""
        at_once = max(1, self.at_once * len(self.places) // self.units)
        changes = np.empty((len(self.numbers), self.units), type(step))
        for k in range(0, len(changes), at_once):
            some = slice(k, k + at_once)
            changes[some] = self.changes_of_moves(self.examples[some], self.numbers[some], step)
        return changes / step

    def changes_of_moves(self, examples: Array, numbers: Array, step: complex) -> Array:
        """For each of these numbers, (K,), and each column, (K, M)."""
        way = self.way
        z = way.z.take(examples, axis=0) + step * numbers[:, None]
        da = way.activated(z) - way.a.take(examples, axis=0)
        moved = (da != 0).reshape(-1).nonzero()[0]
        number, column = np.divmod(moved, self.units)
        example = examples.take(number)
        rows = way.rows(example, column, da.reshape(-1).take(moved))
        return way.tail.changes(rows, moved, example, da.size).reshape(da.shape)
