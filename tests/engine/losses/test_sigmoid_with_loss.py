import numpy as np
import pytest
import torch

from backprop_explorer.engine import LabelMismatch, SigmoidWithLoss


@pytest.mark.parametrize("outputs", [1, 4])
def test_agrees_with_pytorch(outputs, rng):
    x, t = 5 * rng.normal(size=(6, outputs)), rng.random((6, outputs))
    tensor = torch.tensor(x, requires_grad=True)
    theirs = torch.nn.BCEWithLogitsLoss()(tensor, torch.tensor(t))
    theirs.backward()

    loss = SigmoidWithLoss()
    np.testing.assert_allclose(loss.forward(x, t), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9, atol=1e-15)


def test_is_what_its_formula_says(rng):
    x, t = rng.normal(size=(5, 2)), rng.integers(2, size=(5, 2))
    loss = SigmoidWithLoss()
    loss.forward(x, t)
    y = 1 / (1 + np.exp(-x))
    np.testing.assert_allclose(loss.y, y, rtol=1e-12)
    expected = np.where(t == 1, -np.log(y), -np.log(1 - y)).mean()
    np.testing.assert_allclose(loss.loss, expected, rtol=1e-12)
    np.testing.assert_allclose(loss.backward(), (y - t) / 10, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sure_and_wrong_costs_its_score_and_sure_and_right_nothing(dtype):
    loss = SigmoidWithLoss()
    with np.errstate(all="raise", under="ignore"):
        x = np.array([[1e4], [-1e4], [1e4], [-1e4]], dtype)
        assert loss.forward(x, np.array([[0], [1], [1], [0]])) == 5000
        np.testing.assert_array_equal(loss.backward(), [[0.25], [-0.25], [0], [0]])


def test_a_small_loss_keeps_its_digits():
    loss = SigmoidWithLoss().forward(np.array([[50.0]]), np.array([[1]]))
    assert loss == pytest.approx(np.exp(-50), rel=1e-12)


@pytest.mark.parametrize("shape", [(4,), (4, 2), (1, 4), (3, 1), ()])
def test_refuses_targets_of_another_shape(shape):
    with pytest.raises(LabelMismatch) as refusal:
        SigmoidWithLoss().forward(np.zeros((4, 1)), np.zeros(shape))
    assert f"Targets of shape {shape} do not fit outputs of shape (4, 1)" in str(refusal.value)


@pytest.mark.parametrize("stranger", [-1, 1.5])
def test_refuses_what_is_no_probability(stranger):
    t = np.array([[0], [1], [stranger]])
    with pytest.raises(LabelMismatch, match=f"Targets from .*{stranger}.* take 0 for no and 1"):
        SigmoidWithLoss().forward(np.zeros((3, 1)), t)


@pytest.mark.parametrize("labels", [np.array([0, 1, 1]), np.array([[0], [1], [1]]), [0.0, 1.0, 1]])
def test_targets_of_one_output_are_the_labels(labels):
    t = SigmoidWithLoss().targets(np.array(labels), 1, np.float32)
    np.testing.assert_array_equal(t, [[0], [1], [1]])
    assert t.dtype == np.float32


def test_targets_of_several_outputs_are_a_row_for_each_label():
    classes, rows = np.array([1, 0]), np.array([[0, 1, 1], [1, 0, 0]])
    loss = SigmoidWithLoss()
    np.testing.assert_array_equal(loss.targets(classes, 3, np.float64), [[0, 1, 0], [1, 0, 0]])
    np.testing.assert_array_equal(loss.targets(rows, 3, np.float64), rows)


def test_targets_refuse_ten_classes_for_one_output():
    with pytest.raises(LabelMismatch, match=r"from 0 to 9 .* an output for each"):
        SigmoidWithLoss().targets(np.arange(10), 1, np.float32)
