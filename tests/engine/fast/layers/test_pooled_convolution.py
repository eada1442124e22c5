"""Convolution, Relu and MaxPooling in one: for all windows, the plain layers' numbers.

Here to rounding, on any processor; to the bit is what a rehearsal finds out.
"""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, indices

from backprop_explorer.engine import Convolution, MaxPooling, Network, Relu, Tanh
from backprop_explorer.engine.fast import shortcuts
from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import pooled_convolution as twin_module
from backprop_explorer.engine.fast.layers.few_windows import how_many
from backprop_explorer.engine.fast.program import Program
from backprop_explorer.engine.fast.rehearsal import pooling_keeps_the_bits
from backprop_explorer.engine.fast.shortcuts import pooled_convolution
from backprop_explorer.engine.layers.windows import Windows

N, CLASSES = 7, 4


@pytest.fixture(autouse=True)
def unrehearsed_and_two_windows_at_a_time(monkeypatch):
    """So that 3 are not a multiple."""
    monkeypatch.setattr(shortcuts, "pooling_keeps_the_bits", lambda *shapes: True)
    monkeypatch.setattr(twin_module, "how_many", lambda W_and_b, size, n: 2)


def is_pooled(network, shape):
    row = list(network.layers.values())
    return pooled_convolution(row, (N, *shape)) is not None


def built(rng, shape, W_shape, pooling, stride=1, padding=0):
    convolution = Convolution(
        rng.normal(size=W_shape), rng.normal(size=W_shape[0]), stride, padding
    )
    layers = [convolution, Relu(), MaxPooling(pooling)]
    after = shape
    for layer in layers:
        after = layer.output_shape(after)
    return Network([*layers, affine(rng, int(np.prod(after)), CLASSES, np.float64)], None, shape)


def assert_like_plain(network, batches):
    assert is_pooled(network, network.input_shape)
    twin, program = network.copy(), None
    for x, t in batches:
        if program is None:
            program = Program(twin, Block(twin), x, t)
        network.gradient(x, t)
        program.run(x, t)
        np.testing.assert_allclose(twin.last_layer.y, network.last_layer.y, rtol=1e-12)
        for name, gradient in network.grads.items():
            np.testing.assert_allclose(twin.grads[name], gradient, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("shape", "W_shape", "pooling", "stride", "padding"),
    [
        ((1, 8, 8), (3, 1, 3, 3), 2, 1, 0),
        ((2, 8, 10), (3, 2, 3, 2), 2, 1, 0),
        ((1, 9, 8), (2, 1, 3, 3), 3, 1, 1),
        ((3, 11, 12), (4, 3, 2, 2), 2, 2, 1),
        ((1, 8, 9), (1, 1, 2, 2), 4, 1, 0),  # the last pixels are in no window
    ],
)
def test_all_kinds_of_windows(rng, shape, W_shape, pooling, stride, padding):
    network = built(rng, shape, W_shape, pooling, stride, padding)
    assert_like_plain(network, indices(rng, (N, *shape), CLASSES, np.float64))


def test_of_several_that_are_largest_the_first_gets_the_gradient(rng):
    """Pictures of 0, 1 and 2 have many; in dark ones, nothing is above 0."""
    network = built(rng, (1, 8, 8), (3, 1, 2, 2), 2)
    network.params["W1"][...] = rng.integers(-1, 2, (3, 1, 2, 2))
    network.params["b1"][...] = [0, -2, -9]
    x = rng.integers(0, 3, (N, 1, 8, 8)).astype(float)
    assert_like_plain(network, [(x, np.arange(N) % CLASSES)])


@pytest.mark.parametrize(
    "layers",
    [
        [MaxPooling(2, stride=1)],
        [MaxPooling(2, stride=3)],
        [MaxPooling(2, padding=1)],
        [MaxPooling(1)],
        [Tanh()],
        [],
    ],
)
def test_is_not_for_other_rows_of_layers(rng, layers):
    convolution = Convolution(rng.normal(size=(2, 1, 3, 3)), np.zeros(2))
    assert not is_pooled(Network([convolution, Relu(), *layers]), (1, 8, 8))
    assert not is_pooled(Network([Relu(), convolution, Relu(), MaxPooling(2)]), (1, 8, 8))


def test_the_rehearsal_sees_the_sums_of_every_part(rng, monkeypatch):
    """All but the largest are seen only there. To rounding, they are the plain layer's."""
    seen = []

    def equal(ours, expected):
        seen.append(expected.size)
        return np.allclose(ours, expected)

    monkeypatch.setattr(np, "array_equal", equal)
    W_shape, x_shape = (3, 2, 2, 2), (N, 2, 8, 8)
    assert pooling_keeps_the_bits(W_shape, Windows(2, 2), 2, x_shape, np.dtype(np.float64))
    a, dW, db, sums = N * 3 * 3 * 3, 3 * 2 * 2 * 2, 3, N * 3 * 6 * 6
    passes = len(seen) // (3 + 3 * 2)
    assert sum(seen) == passes * (a + dW + db + sums)


def test_takes_as_many_windows_at_a_time_as_stay_in_the_cache():
    assert how_many(np.empty((30, 26), np.float32), size=2, n=100) == 5
    assert how_many(np.empty((30, 26), np.float64), size=2, n=100) == 2
    assert how_many(np.empty((100, 1001), np.float32), size=4, n=100) == 1
