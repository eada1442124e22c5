"""The losses of regression: how far off, squared, as it is, or between the two."""

from math import inf, nan

import numpy as np
import pytest
import torch

from backprop_explorer.engine import (
    Huber,
    InvalidSetting,
    LabelMismatch,
    MeanAbsoluteError,
    MeanSquaredError,
)

PAIRS = [
    (MeanSquaredError(), torch.nn.MSELoss()),
    (MeanAbsoluteError(), torch.nn.L1Loss()),
    (Huber(), torch.nn.HuberLoss()),
    (Huber(delta=0.25), torch.nn.HuberLoss(delta=0.25)),
]


@pytest.mark.parametrize("shape", [(5, 1), (5, 3), (2, 3, 4)])
@pytest.mark.parametrize(("loss", "peer"), PAIRS)
def test_agrees_with_pytorch(loss, peer, shape, rng):
    x, t = rng.normal(size=shape), rng.normal(size=shape)
    x[0] = t[0]  # a hit
    tensor = torch.tensor(x, requires_grad=True)
    theirs = peer(tensor, torch.tensor(t))
    theirs.backward()
    np.testing.assert_allclose(loss.forward(x, t), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9)


X, T = np.array([[1.0, 5.0], [2.0, -2.0]]), np.array([[1.0, 2.0], [2.5, -1.0]])  # off by 0 3 −½ −1


@pytest.mark.parametrize(
    ("loss", "value", "gradient"),
    [
        (MeanSquaredError(), (9 + 0.25 + 1) / 4, [[0, 6 / 4], [-1 / 4, -2 / 4]]),
        (MeanAbsoluteError(), (3 + 0.5 + 1) / 4, [[0, 1 / 4], [-1 / 4, -1 / 4]]),
        (Huber(), (3 - 0.5 + 0.125 + 0.5) / 4, [[0, 1 / 4], [-0.5 / 4, -1 / 4]]),
        (Huber(delta=2), (4 + 0.125 + 0.5) / 4, [[0, 2 / 4], [-0.5 / 4, -1 / 4]]),
    ],
)
def test_is_what_its_formula_says(loss, value, gradient):
    assert loss.forward(X, T) == value
    np.testing.assert_array_equal(loss.backward(), gradient)
    np.testing.assert_array_equal(loss.y, X)


def test_huber_is_half_the_square_near_and_straight_far_away():
    miss = np.linspace(-3, 3, 61)
    losses = [Huber(delta=1.5).forward(np.array([[e]]), np.zeros((1, 1))) for e in miss]
    expected = np.where(abs(miss) <= 1.5, miss**2 / 2, 1.5 * (abs(miss) - 0.75))
    np.testing.assert_allclose(losses, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("delta", [0, -1, inf, nan])
def test_huber_refuses_a_delta_that_is_none(delta):
    with pytest.raises(InvalidSetting, match=f"A delta of {delta} is not possible: .*such as 1"):
        Huber(delta=delta)


@pytest.mark.parametrize("loss", [MeanSquaredError(), MeanAbsoluteError(), Huber()])
@pytest.mark.parametrize("shape", [(4,), (4, 2), (1, 1)])
def test_refuses_targets_that_numpy_would_stretch(loss, shape):
    with pytest.raises(LabelMismatch) as refusal:
        loss.forward(np.zeros((4, 1)), np.zeros(shape))
    assert f"Targets of shape {shape} do not fit outputs of shape (4, 1)" in str(refusal.value)
