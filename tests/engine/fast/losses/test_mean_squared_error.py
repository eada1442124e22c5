"""The loss of regression: its sum is NumPy's own, for any size and layout."""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, assert_same_bits, numbers

from backprop_explorer.engine import SGD, MeanSquaredError, Network, Relu, Softmax
from backprop_explorer.engine.fast.losses.mean_squared_error import FastMeanSquaredError
from backprop_explorer.engine.fast.steps import Batch


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1, 1), (7, 1), (8, 1), (9, 3), (100, 1), (130, 7), (999, 33)])
def test_has_the_bits_of_the_plain_loss(rng, dtype, shape):
    plain, loss = MeanSquaredError(), MeanSquaredError()
    y, t = rng.normal(size=(2, *shape)).astype(dtype)
    fast = FastMeanSquaredError(loss, y, Batch(y, t))
    for _ in range(5):
        y[...] = rng.normal(size=shape)
        plain.forward(y, t)
        for step in fast.steps():
            step()
        assert loss.loss == plain.loss
        assert type(loss.loss) is type(plain.loss)
        np.testing.assert_array_equal(fast.dx, plain.backward())


def test_a_loss_without_a_limit_has_the_plain_gradient():
    y, t = np.full((2, 1), 3e38, np.float32), np.zeros((2, 1), np.float32)
    plain, loss = MeanSquaredError(), MeanSquaredError()
    fast = FastMeanSquaredError(loss, y, Batch(y, t))
    with np.errstate(all="ignore"):
        plain.forward(y, t)
        for step in fast.steps():
            step()
        np.testing.assert_array_equal(fast.dx, plain.backward())
    assert np.isinf(loss.loss)


def test_scores_that_lie_column_by_column(rng):
    layers = [affine(rng, 4, 6), Relu(), affine(rng, 6, 5), Softmax()]
    assert_same_bits(Network(layers, MeanSquaredError()), SGD(0.1), numbers(rng, (30, 4), 5))
