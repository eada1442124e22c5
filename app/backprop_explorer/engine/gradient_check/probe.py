"""By how much does the loss change when one number of an array does?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from backprop_explorer.engine.types import Array, Scalar


class Probe(ABC):
    """Tries small steps of the numbers of one array, each on its own."""

    at_once: int = 1
    """How many elements are worked on together."""

    @abstractmethod
    def some_changes(self, elements: Array, step: complex) -> Array:
        """`changes` for at most `at_once` elements."""

    def changes(self, elements: Array, step: complex) -> Array:
        """For each element, the loss with `step` added to it, minus the loss as it is.

        elements: (K,) places in the array, counted row by row    returns (K,)
        """
        changes = np.empty(len(elements), type(step))
        for k in range(0, len(elements), self.at_once):
            part = slice(k, k + self.at_once)
            changes[part] = self.some_changes(elements[part], step)
        return changes

    def mean_slopes(self, elements: Array, steps: Sequence[complex]) -> Array:
        """The slope that a step shows at each element, (K,); the mean where there are more."""
        return np.mean([self.changes(elements, step) / step for step in steps], axis=0)

    def slopes(self, elements: Array, h: float) -> Array:
        """The central difference at each element, (K,)."""
        return self.mean_slopes(elements, (h, -h))

    def two_slopes(self, elements: Array, h: float) -> tuple[Array, Array]:
        """The slopes to the right and to the left, (K,) each.

        They are about h times the second derivative apart, and more only at a kink.
        """
        return self.mean_slopes(elements, (h,)), self.mean_slopes(elements, (-h,))

    def complex_slopes(self, elements: Array, h: float) -> Array:
        """The slope that a step of i·h shows, (K,): for a network of complex numbers."""
        return self.mean_slopes(elements, (1j * h,)).real


class OneAtATime(Probe):
    """Makes the step, asks for the loss, takes the step back. Right for any network, and slow."""

    def __init__(self, array: Array, loss: Callable[[], Scalar]) -> None:
        """`loss` depends on `array`, which is changed in place for the time of a question."""
        self.array = array
        self.loss = loss
        self.before = loss()

    def some_changes(self, elements: Array, step: complex) -> Array:
        with stepped(self.array, elements[0], step):
            return np.array([self.loss() - self.before])


@contextmanager
def stepped(array: Array, element: int, step: complex) -> Iterator[None]:
    """Inside the block one element is larger by `step`; after it, it is as it was, to the bit."""
    index = np.unravel_index(element, array.shape)
    number = array[index]
    array[index] = number + step
    try:
        yield
    finally:
        array[index] = number
