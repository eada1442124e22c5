"""Is a shortcut sound? Asked of the layers and the loss themselves, on a random batch.

A layer of one's own need not declare anything, and a wrong shortcut would accuse a right backward.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.copies import tell_examples
from backprop_explorer.engine.gradient_check.per_example import per_example
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.types import Array


def treats_examples_apart(layer: Layer, for_copies: Layer, x: Array) -> bool:
    """Whether two batches in one come out as the two do: then any number can stand in one.

    `for_copies`: what runs them in one batch, the layer or what stands in for it.
    """
    if for_copies.mixes_examples:
        return False
    other = nearby(x)
    apart = np.concatenate([layer.forward(x), layer.forward(other)])
    tell_examples([for_copies], np.tile(np.arange(len(x)), 2))
    return alike(for_copies.forward(np.concatenate([x, other])), apart)


def means_examples(loss: Loss, scores: Array, t: Array) -> bool:
    """Whether the loss of a batch is the mean of its examples' losses."""
    # Small scores: a loss may treat very large ones in a way of its own, to be finite.
    scores = np.random.default_rng(0).normal(size=scores.shape)
    return alike(per_example(loss, scores, t).mean(), loss.forward(scores, t))


def works_element_by_element(layer: Layer, z: Array) -> bool:
    """Whether each output follows from the input at its place alone, wherever that stands.

    z: (N, M). Then the outputs of shuffled inputs are the shuffled outputs, in any shape: in one
    column, where no number has another one beside it, and in one row.
    """
    if layer.parameters or layer.inner:
        return False
    z = nearby(z)
    order = np.random.default_rng(1).permutation(z.size)
    a, shuffled = layer.forward(z).reshape(-1), z.reshape(-1)[order]
    if len(a) != len(order):
        return False
    try:
        outputs = [layer.forward(shuffled.reshape(shape)) for shape in ((-1, 1), (1, -1))]
    except Exception:  # a layer that minds the shape may refuse another one in its own way
        return False
    return all(alike(output.reshape(-1), a[order]) for output in outputs)


def nearby(x: Array) -> Array:
    """Numbers like those of x, but without its regularities."""
    return x + np.random.default_rng(0).normal(size=x.shape)


def alike(one: Array, other: Array) -> bool:
    """Whether two arrays are the same but for rounding."""
    if one.shape != other.shape:
        return False
    largest = float(np.abs(other).max(initial=0))
    return np.allclose(one, other, rtol=1e-9, atol=1e-9 * largest, equal_nan=True)
