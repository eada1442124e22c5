"""When the slopes of a small net's activations are computed together."""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, numbers

from backprop_explorer.engine import MeanSquaredError, Network, Relu, Sigmoid, Tanh
from backprop_explorer.engine.fast import shortcuts
from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import FastTanh, FoldedAffine, Shelf
from backprop_explorer.engine.fast.steps import Batch
from backprop_explorer.engine.fast.twins import twins


@pytest.fixture(autouse=True)
def unrehearsed(monkeypatch):
    """Folded, whatever this processor's BLAS does."""
    monkeypatch.setattr(shortcuts, "folding_keeps_the_bits", lambda *case: True)


def made(rng, *activations):
    """The twins of a net with these between and behind its three Affine layers."""
    layers = [affine(rng, 2, 4), affine(rng, 4, 3), affine(rng, 3, 1)]
    row = [layer for pair in zip(layers, activations, strict=False) for layer in pair]
    network = Network([*row, *layers[len(activations) :]], MeanSquaredError())
    return twins(network, Block(network), Batch(*next(numbers(rng, (10, 2), 1))))


@pytest.mark.parametrize("kind", [Tanh, Sigmoid])
@pytest.mark.parametrize("count", [2, 3])
def test_outputs_stand_on_the_shelf_and_slopes_beside_them(rng, kind, count):
    row = made(rng, *(kind() for _ in range(count)))
    shelf = row[-1]
    activations = [twin for twin in row if isinstance(twin, shelf.kind)]
    assert len(activations) == count
    for twin in activations:
        twin.y[...] = rng.normal(size=twin.y.shape)
    for step in shelf.backward(np.ones((10, 1), np.float32), wanted=True):
        step()
    for twin in activations:
        y = twin.y.copy()
        slope = 1 - y * y if kind is Tanh else y * (1 - y)
        np.testing.assert_array_equal(twin.slope, slope)
    assert all((twin.x_and_ones[-1] == 1).all() for twin in row if isinstance(twin, FoldedAffine))
    assert shelf.dx.shape == (10, 1)


@pytest.mark.parametrize("activations", [(Tanh(), Sigmoid()), (Relu(), Relu())])
def test_is_not_for_others(rng, activations):
    row = made(rng, *activations)
    assert not any(isinstance(twin, Shelf) for twin in row)
    assert all(twin.slope is None for twin in row if isinstance(twin, FastTanh))
