"""What is measured in every iteration: losses, accuracies, gradient norms, update ratios.

One function measures recorded and plain iterations alike, so that both give the same bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from math import nan
from typing import Any, NamedTuple

import numpy as np

from backprop_explorer.sessions.state import Params
from backprop_explorer.trace.model import Array

BLOCK = 1_024


class Scores(NamedTuple):
    """How good the network is, before the update; NaN is what was not measured.

    `loss` and `accuracy` are those of the batch, `penalty` is what regularization adds to the loss,
    and `test_loss` and `test_accuracy` are over examples that are never learned from.
    """

    loss: Any
    accuracy: float
    penalty: float = 0.0
    test_loss: float = nan
    test_accuracy: float = nan


FIRST_NORM = len(Scores._fields)


def columns(names: Iterable[str]) -> tuple[str, ...]:
    """The columns of a row of metrics for parameters of these names."""
    names = tuple(names)
    norms = (f"gradient_norm.{name}" for name in names)
    ratios = (f"update_ratio.{name}" for name in names)
    return (*Scores._fields, *norms, *ratios)


def measure(scores: Scores, before: Params, grads: Params, after: Params) -> Array:
    """One row, float32: the scores, then ‖dW‖ for every parameter, then ‖ΔW‖ / ‖W‖.

    A parameter that was all zero has no ratio: NaN.
    """
    changes = {name: after[name] - W for name, W in before.items()}
    parts = {name: grads[name] for name in before}, changes, before
    return row(scores, [array.ravel() for part in parts for array in part.values()])


def row(scores: Scores, arrays: Sequence[Array]) -> Array:
    """The same of flat arrays: first every dW, then every ΔW, then every W as it was."""
    count = len(arrays) // 3
    norms = np.sqrt([array.dot(array) for array in arrays])
    sizes = norms[2 * count :]
    sizes[sizes == 0] = np.nan
    made = np.empty(FIRST_NORM + 2 * count, np.float32)
    made[:FIRST_NORM] = scores
    made[FIRST_NORM:] = norms[: 2 * count]
    made[FIRST_NORM + count :] /= sizes
    return made


def as_words(measured: Array, names: Iterable[str]) -> dict[str, Any]:
    """A row by its columns' names, with a dict by parameter for norms and for ratios."""
    names = tuple(names)
    norms, ratios = measured[FIRST_NORM:].reshape(2, -1)
    return {
        **dict(zip(Scores._fields, measured, strict=False)),
        "gradient_norms": dict(zip(names, norms, strict=True)),
        "update_ratios": dict(zip(names, ratios, strict=True)),
    }


def norm(array: Array) -> Any:
    """Its Euclidean length, in the array's own dtype."""
    flat = array.ravel()
    return np.sqrt(np.dot(flat, flat))


class MetricLog:
    """The rows of iterations 0, 1, 2, …, kept in blocks so that growing never copies."""

    def __init__(self, names: Iterable[str]) -> None:
        self.columns = columns(names)
        self._blocks: list[Array] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def nbytes(self) -> int:
        return sum(block.nbytes for block in self._blocks)

    def copy(self) -> MetricLog:
        """The same rows, kept on its own."""
        twin = copy(self)
        twin._blocks = [block.copy() for block in self._blocks]
        return twin

    def put(self, iteration: int, rows: Array) -> None:
        """Writes rows for `iteration` and those after it; there must be no gap before them."""
        if iteration > self._count:
            raise IndexError(f"iteration {iteration} follows {self._count - 1}")
        end = iteration + len(rows)
        while len(self._blocks) * BLOCK < end:
            self._blocks.append(np.empty((BLOCK, len(self.columns)), np.float32))
        while len(rows):
            block, at = divmod(iteration, BLOCK)
            fits = min(BLOCK - at, len(rows))
            self._blocks[block][at : at + fits] = rows[:fits]
            rows, iteration = rows[fits:], iteration + fits
        self._count = max(self._count, end)

    def rows(self, start: int, stop: int) -> Array:
        """The rows of iterations start … stop − 1, as far as they are known: (n, columns)."""
        stop = min(stop, self._count)
        parts = [
            block[max(0, start - first) : max(0, stop - first)]
            for first, block in zip(range(0, self._count, BLOCK), self._blocks, strict=False)
        ]
        empty = np.empty((0, len(self.columns)), np.float32)
        return np.concatenate([empty, *parts])
