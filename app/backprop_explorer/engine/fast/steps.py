"""What a program is made of: steps, the twins that provide them, and arrays for results."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np

from backprop_explorer.engine.types import Array

Step = Callable[[], object]
"""A call that is ready to be made: `partial(np.add, z, b, z)` adds b to z, every time."""


class Batch:
    """What an iteration is given: the only arrays that are others every time."""

    def __init__(self, x: Array, t: Array) -> None:
        self.x = x
        self.t = t


class FastLayer(ABC):
    """The twin of a layer: steps that do what the layer does, from and to arrays made once.

    It is made with the array that its input will be in. Gradients of parameters go to the arrays
    that the layer has for them: `layer.dW`.
    """

    wants_dy: bool = False
    """Whether it has parameters, or any other use for the gradient to its output."""

    y: Array
    """The output, written by the steps of `forward`."""

    dx: Array
    """The gradient to the input, written by those of `backward`; it exists if it is wanted."""

    @abstractmethod
    def forward(self) -> Sequence[Step]:
        """From the input to `y`."""

    @abstractmethod
    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        """From the array `dy` to the gradients of parameters and, if that is wanted, to `dx`."""


class FastLoss(ABC):
    """The twin of a loss. Its steps leave `y`, `t` and `loss` in the loss itself, too."""

    dx: Array
    """The gradient to the scores."""

    @abstractmethod
    def steps(self) -> Sequence[Step]:
        """Forward and backward: from the scores to `dx`."""


def alike(array: Array) -> Array:
    """Zeros of the same shape and type, that lie in memory in the same way.

    In which order numbers lie decides in which order they are summed up, and so the last bits.
    """
    reaches = [
        (length - 1) * stride for length, stride in zip(array.shape, array.strides, strict=True)
    ]
    before = -sum(reach for reach in reaches if reach < 0)
    behind = sum(reach for reach in reaches if reach > 0)
    memory = np.zeros(before + behind + array.itemsize, np.uint8)
    return np.ndarray(array.shape, array.dtype, memory, before, array.strides)


def product_of(a: Array, b: Array) -> Array:
    """An array for a · b that lies in memory as NumPy would lay a new one."""
    with np.errstate(all="ignore"):
        return a * b
