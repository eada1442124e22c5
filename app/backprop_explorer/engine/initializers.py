"""What parameters are before anything was learned.

An initializer is a function of a shape and a random generator. It draws in float64 whatever the
network's dtype, so that a float32 and a float64 network with one seed start alike.

Some need to know how many inputs an output has, `fan_in`, and how many outputs an input reaches,
`fan_out`: D and M for weights (D, M), C·FH·FW and F·FH·FW for filters (F, C, FH, FW), as PyTorch
counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, prod, sqrt

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.types import Array, Shape

Initializer = Callable[[Shape, np.random.Generator], Array]


def normal(std: float = 0.01) -> Initializer:
    """Numbers from the bell curve with mean 0 and this standard deviation."""
    if not (isfinite(std) and std >= 0):
        raise InvalidSetting(f"A standard deviation of {std} is not possible: take 0 or more.")
    return lambda shape, rng: rng.normal(0.0, std, size=shape)


def uniform(limit: float = 0.1) -> Initializer:
    """Numbers between −limit and limit, every one as likely as any other."""
    if not (isfinite(limit) and limit >= 0):
        raise InvalidSetting(f"A limit of {limit} is not possible: take 0 or more, such as 0.1.")
    return lambda shape, rng: rng.uniform(-limit, limit, size=shape)


def xavier_normal() -> Initializer:
    """The bell curve with variance 2 / (fan_in + fan_out): for sigmoid and tanh.

    As many numbers are summed up forward as fan_in, and as many gradients backward as fan_out; this
    keeps both about as large as they were. The textbook's has 1 / fan_in. Source: Glorot and
    Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    """
    return lambda shape, rng: rng.normal(0.0, sqrt(2 / sum(fans(shape))), size=shape)


def xavier_uniform() -> Initializer:
    """Evenly spread numbers of the same variance: the limit is √(6 / (fan_in + fan_out))."""

    def draw(shape: Shape, rng: np.random.Generator) -> Array:
        limit = sqrt(6 / sum(fans(shape)))
        return rng.uniform(-limit, limit, size=shape)

    return draw


def he_normal() -> Initializer:
    """The bell curve with variance 2 / fan_in: for ReLU, which stops half of what comes in.

    Source: He, Zhang, Ren and Sun, "Delving Deep into Rectifiers", 2015.
    """
    return lambda shape, rng: rng.normal(0.0, sqrt(2 / fans(shape)[0]), size=shape)


def he_uniform() -> Initializer:
    """Evenly spread numbers of the same variance: the limit is √(6 / fan_in)."""

    def draw(shape: Shape, rng: np.random.Generator) -> Array:
        limit = sqrt(6 / fans(shape)[0])
        return rng.uniform(-limit, limit, size=shape)

    return draw


def orthogonal() -> Initializer:
    """Rows or columns, whichever are fewer, of length 1 and at right angles to each other.

    So nothing grows or fades on its way through. Filters (F, C, FH, FW) are F rows of C·FH·FW.
    Source: Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in
    deep linear neural networks", 2013.
    """

    def draw(shape: Shape, rng: np.random.Generator) -> Array:
        refuse_no_weights(shape)
        rows, columns = shape[0], prod(shape[1:])
        q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
        # The signs of q follow from the algorithm; with r's diagonal positive, chance decides.
        q *= np.sign(np.diag(r))
        return (q if rows >= columns else q.T).reshape(shape)

    return draw


def constant(value: float) -> Initializer:
    """The same number everywhere."""
    if not isfinite(value):
        raise InvalidSetting(f"{value} is no number to start from: take a finite one.")
    return lambda shape, rng: np.full(shape, value, dtype=np.float64)


def zeros() -> Initializer:
    """Zero everywhere: right for a bias; in a weight matrix it makes all units learn the same."""
    return constant(0.0)


def fans(shape: Shape) -> tuple[int, int]:
    """fan_in and fan_out of weights (D, M) or filters (F, C, FH, FW).

    Raises ShapeMismatch for a shape that is neither.
    """
    refuse_no_weights(shape)
    if len(shape) == 2:
        return shape[0], shape[1]
    places = prod(shape[2:])
    return shape[1] * places, shape[0] * places


def refuse_no_weights(shape: Shape) -> None:
    """Raise ShapeMismatch unless there are two axes or more, and something in each."""
    if len(shape) < 2 or 0 in shape:
        raise ShapeMismatch(
            f"An array of shape {shape} has no inputs and outputs to go by: that takes weights of "
            "shape (inputs, outputs) or filters (filters, channels, rows, columns). For a bias "
            "take zeros()."
        )
