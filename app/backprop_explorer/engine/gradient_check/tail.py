"""The layers after some place and the loss, run for many changed examples at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.gradient_check.copies import need_whole_copies, tell_examples
from backprop_explorer.engine.gradient_check.per_example import per_example
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.types import Array

NUMBERS_AT_ONCE = 2**14
"""How many float64 numbers of a layer are worked on together: 128 KB fit a core's cache."""


class Tail:
    """What a batch of N examples passes through from some place on, up to the loss.

    A row is one example as it arrives there, changed in some way or not. Rows stand in one batch
    in any number and order; only where BatchNorm is among the layers, whole copies of the batch do.
    """

    def __init__(
        self, layers: Sequence[Layer], loss: Loss, passing: Sequence[Array], t: Array
    ) -> None:
        """`layers`: fit for copies    t: the targets of the N examples

        `passing`: the N examples as they arrive, and after each layer.
        """
        self.layers = layers
        self.whole_copies = need_whole_copies(layers)
        self.loss = loss
        self.t = t
        self.arriving = passing[0]
        width = max(array[0].size for array in passing)
        self.copies_at_once = max(1, NUMBERS_AT_ONCE // (width * len(t)))
        self.before = self.losses(self.arriving, np.arange(len(t)))

    def rows_to_run(self, changed: Array) -> tuple[Array, Array]:
        """For each row that has to be run, which element changes it and which example it is.

        changed: (K, N), whether an element changes an example    returns (R,), (R,)
        """
        if self.whole_copies:
            changed = np.repeat(changed.any(axis=1, keepdims=True), len(self.t), axis=1)
        # Of a flat array NumPy finds the places in a fraction of the time.
        return np.divmod(changed.reshape(-1).nonzero()[0], len(self.t))

    def rows_of(self, examples: Array) -> tuple[Array, Array]:
        """The same, where element k changes `examples[k]` and no other."""
        if self.whole_copies:
            return self.rows_to_run(examples[:, None] == np.arange(len(self.t)))
        return np.arange(len(examples)), examples

    def changes(self, rows: Array, elements: Array, examples: Array, count: int) -> Array:
        """By how much each of `count` elements changes the mean loss, (count,).

        Row r is the example `examples[r]` as the element `elements[r]` changes it.
        """
        if len(rows) == 0:  # which is no batch
            return np.zeros(count)
        changes = self.losses(rows, examples) - self.before[examples]
        if np.iscomplexobj(changes):  # which bincount does not add; the real parts stay as they are
            return 1j * np.bincount(elements, changes.imag, minlength=count) / len(self.t)
        return np.bincount(elements, changes, minlength=count) / len(self.t)

    def losses(self, rows: Array, examples: Array) -> Array:
        """The loss of each row, (R,)."""
        tell_examples(self.layers, examples)
        for layer in self.layers:
            rows = layer.forward(rows)
        return per_example(self.loss, rows, self.t[examples])
