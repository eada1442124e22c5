"""What is asked of every loss alike: gradient, scale, type, and clean hands."""

import copy
import inspect

import numpy as np
import pytest

from backprop_explorer import engine
from backprop_explorer.engine import (
    Hinge,
    Huber,
    Loss,
    MeanAbsoluteError,
    MeanSquaredError,
    SigmoidWithLoss,
    SoftmaxWithLoss,
)
from backprop_explorer.engine.numerical_gradient import numerical_gradient

CLASSES = np.array([2, 0, 2, 1, 1])
YES_OR_NO = np.array([[1], [0], [0], [1], [1]])
ROWS = np.array([[1, 0, 1], [0, 0, 1], [1, 1, 1], [0, 0, 0], [0, 1, 0]])
NUMBERS = np.random.default_rng(1).normal(size=(5, 3))

CASES = [
    (SoftmaxWithLoss(), CLASSES, 3),
    (SoftmaxWithLoss(label_smoothing=0.1), CLASSES, 3),
    (SoftmaxWithLoss(label_smoothing=0.1), np.eye(3, dtype=int)[CLASSES], 3),
    (SigmoidWithLoss(), YES_OR_NO, 1),
    (SigmoidWithLoss(), ROWS, 3),
    (MeanSquaredError(), NUMBERS, 3),
    (MeanAbsoluteError(), NUMBERS, 3),
    (Huber(), NUMBERS, 3),
    (Huber(delta=0.3), NUMBERS[:, :1], 1),
    (Hinge(), 2 * YES_OR_NO - 1, 1),
    (Hinge(), CLASSES, 3),
]
NAMES = [f"{type(loss).__name__}-{outputs}" for loss, _, outputs in CASES]


@pytest.fixture(params=CASES, ids=NAMES)
def case(request, rng):
    loss, t, outputs = request.param
    return copy.copy(loss), rng.normal(size=(5, outputs)), t.copy()


def test_no_loss_is_left_out():
    every = {kind for kind in vars(engine).values() if inspect.isclass(kind)}
    losses = {kind for kind in every if issubclass(kind, Loss)} - {Loss}
    assert {type(loss) for loss, _, _ in CASES} == losses


@pytest.mark.parametrize("dout", [1, -2.5])
def test_backward_is_the_gradient(case, dout):
    loss, x, t = case
    loss.forward(x, t)
    gradient = loss.backward(dout)
    numeric = numerical_gradient(lambda: dout * loss.forward(x, t), x)
    np.testing.assert_allclose(gradient, numeric, rtol=1e-6, atol=1e-9)


def test_dout_is_1_unless_given(case):
    loss, x, t = case
    loss.forward(x, t)
    np.testing.assert_array_equal(loss.backward(), loss.backward(1))
    assert np.abs(loss.backward()).sum() > 0


def test_a_batch_three_times_over_has_the_same_loss(case):
    loss, x, t = case
    once = loss.forward(x, t)
    thrice = loss.forward(np.concatenate([x] * 3), np.concatenate([t] * 3))
    assert thrice == pytest.approx(once, rel=1e-12)


def test_keeps_what_a_learner_looks_at(case):
    loss, x, t = case
    assert loss.forward(x, t) == loss.loss > 0
    assert loss.y.shape == x.shape
    assert len(loss.t) == len(t)


def test_leaves_its_arguments_alone_and_can_go_back_twice(case):
    loss, x, t = case
    before = x.copy(), t.copy()
    loss.forward(x, t)
    y, targets, first = loss.y.copy(), loss.t.copy(), loss.backward()
    np.testing.assert_array_equal(loss.backward(), first)
    first[...] = 7
    assert not (loss.backward() == 7).any()
    np.testing.assert_array_equal(loss.y, y)
    np.testing.assert_array_equal(loss.t, targets)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(t, before[1])


@pytest.mark.parametrize("given", ["as they are", "float64", "float32"])
def test_stays_in_float32(case, given):
    loss, x, t = case
    if t.ndim > 1 and given != "as they are":
        t = t.astype(given)
    assert loss.forward(x.astype(np.float32), t).dtype == np.float32
    assert loss.y.dtype == np.float32
    assert loss.backward().dtype == np.float32
    assert loss.backward(np.float64(2)).dtype == np.float32


@pytest.mark.parametrize("sign", [1, -1])
def test_nothing_overflows(case, sign):
    loss, x, t = case
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(loss.forward(sign * 1e4 * x, t))
        assert np.isfinite(loss.backward()).all()


def test_has_no_axes(case):
    loss, x, _ = case
    assert loss.output_shape(x.shape[1:]) == ()
