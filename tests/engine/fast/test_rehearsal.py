"""Shortcuts are only taken where they were seen to keep the bits."""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, assert_same_bits, indices, numbers

from backprop_explorer.engine import (
    SGD,
    Convolution,
    MaxPooling,
    MeanSquaredError,
    Network,
    Relu,
    Tanh,
)
from backprop_explorer.engine.fast import rehearsal, shortcuts
from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import (
    FastAffine,
    FewWindows,
    FoldedAffine,
    PooledConvolution,
)
from backprop_explorer.engine.fast.steps import Batch
from backprop_explorer.engine.fast.twins import twins

FOLDING, POOLING = rehearsal.folding_keeps_the_bits, rehearsal.pooling_keeps_the_bits
TURNING = rehearsal.turning_keeps_the_bits


@pytest.fixture(autouse=True)
def nothing_known():
    for rehearsed in (FOLDING, POOLING, TURNING):
        rehearsed.cache_clear()
    yield
    for rehearsed in (FOLDING, POOLING, TURNING):
        rehearsed.cache_clear()


@pytest.fixture
def small(rng):
    layers = [affine(rng, 2, 4), Tanh(), affine(rng, 4, 2), Tanh(), affine(rng, 2, 1)]
    return Network(layers, MeanSquaredError())


@pytest.fixture
def pictures(rng):
    W, b = rng.normal(size=(3, 1, 3, 3)).astype(np.float32), np.ones(3, np.float32)
    row = [Convolution(W, b), Relu(), MaxPooling(2), affine(rng, 27, 4)]
    return Network(row, input_shape=(1, 8, 8))


def kinds(network, x, t):
    return [type(twin) for twin in twins(network, Block(network), Batch(x, t))]


def with_b_first(self):
    """As FoldedAffine.forward, in an order that another BLAS might have."""

    def add_up():
        self.y[...] = self.W_and_b[-1]
        for feature, weights in enumerate(self.W):
            self.y[...] += self.x[:, feature : feature + 1] * weights

    return [add_up]


def test_another_order_of_sums_is_noticed_and_not_used(rng, small, monkeypatch):
    monkeypatch.setattr(FoldedAffine, "forward", with_b_first)
    assert not FOLDING((2, 4), 10, np.dtype(np.float32))
    assert FoldedAffine not in kinds(small, *next(numbers(rng, (10, 2), 1)))
    assert_same_bits(small, SGD(0.1), numbers(rng, (10, 2), 1))


def last_bit_is_off(method, array):
    """Adds to a method of FewWindows: the last bit of a single number of an array, the last."""

    def changed(self, *arguments):
        yield from method(self, *arguments)
        *axes, last = array(self).shape
        number = array(self)[(*(-1 for _ in axes), slice(last - 1, last))]
        yield lambda: np.nextafter(number, 9, number)

    return changed


@pytest.mark.parametrize(
    ("method", "array"),
    [
        ("sums", lambda windows: windows.room.z),
        ("gradients", lambda windows: windows.dW),
        ("gradients", lambda windows: windows.db),
    ],
)
def test_a_single_sum_that_is_off_is_noticed_and_not_used(
    rng, pictures, monkeypatch, method, array
):
    changed = last_bit_is_off(getattr(FewWindows, method), array)
    monkeypatch.setattr(FewWindows, method, changed)
    x, t = next(indices(rng, (5, 1, 8, 8), 4))
    assert PooledConvolution not in kinds(pictures, x, t)
    assert_same_bits(pictures, SGD(0.1), indices(rng, (5, 1, 8, 8), 4))


def test_another_order_of_sums_to_the_pictures_is_noticed_and_they_are_not_turned(
    rng, pictures, monkeypatch
):
    backward = FastAffine.backward

    def with_the_last_bit_off(self, dy, wanted):
        steps = backward(self, dy, wanted)
        if not (wanted and self.turned):
            return steps
        number = self.dx[..., -1:]
        return [*steps, lambda: np.nextafter(number, 9, number)]

    monkeypatch.setattr(FastAffine, "backward", with_the_last_bit_off)
    monkeypatch.setattr(shortcuts, "pooling_keeps_the_bits", lambda *shapes: True)
    x, t = next(indices(rng, (5, 1, 8, 8), 4))
    _, pooled, affine_twin = twins(pictures, Block(pictures), Batch(x, t))
    assert pooled.y.flags.c_contiguous
    assert not affine_twin.turned
    assert not TURNING((27, 4), 5, np.dtype(np.float32))


def test_what_was_found_out_is_remembered_by_shapes(rng, small, pictures):
    for _ in range(2):
        kinds(small, *next(numbers(rng, (10, 2), 1)))
        kinds(pictures, *next(indices(rng, (5, 1, 8, 8), 4)))
    assert POOLING.cache_info().misses == 1
    known = FOLDING.cache_info().misses
    kinds(small, *next(numbers(rng, (11, 2), 1)))
    kinds(pictures, *next(indices(rng, (6, 1, 8, 8), 4)))
    assert POOLING.cache_info().misses == 2
    assert FOLDING.cache_info().misses > known


def test_large_layers_are_not_folded(rng):
    network = Network([affine(rng, 200, 200), Tanh(), affine(rng, 200, 10)])
    kinds(network, *next(indices(rng, (100, 200), 10)))
    assert FOLDING.cache_info().misses == 0
