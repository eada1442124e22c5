"""A gradient without calculus: take a small step each way and look at the loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.engine.types import Array, Scalar

STEP = 1e-6


def numerical_gradient(loss: Callable[[], Scalar], array: Array, h: float = STEP) -> Array:
    """(loss(w + h) − loss(w − h)) / 2h for every element w of `array`."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        gradient[index] = slope(loss, array, index, h)
    return gradient


def slope(loss: Callable[[], Scalar], array: Array, index: tuple[int, ...], h: float) -> Scalar:
    """The central difference at one element, which is then as it was, to the bit."""
    number = array[index]
    try:
        array[index] = number + h
        above = loss()
        array[index] = number - h
        below = loss()
    finally:
        array[index] = number
    return (above - below) / (2 * h)
