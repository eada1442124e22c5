import numpy as np
import pytest
import torch

from backprop_explorer.engine import InvalidSetting, LabelMismatch, ShapeMismatch, SoftmaxWithLoss
from backprop_explorer.engine.numerical_gradient import numerical_gradient

INDEX = np.array([2, 0, 2, 1])
ONE_HOT = np.eye(3)[INDEX]
SOFT = 0.8 * ONE_HOT + 0.2 / 3


@pytest.fixture
def scores(rng):
    return rng.normal(size=(4, 3))


@pytest.mark.parametrize("t", [INDEX, ONE_HOT, SOFT], ids=["index", "one-hot", "soft"])
def test_backward_is_the_gradient(scores, t):
    loss = SoftmaxWithLoss()
    loss.forward(scores, t)
    dz = loss.backward()
    numeric = numerical_gradient(lambda: SoftmaxWithLoss().forward(scores, t), scores)
    np.testing.assert_allclose(dz, numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("t", [INDEX, ONE_HOT, SOFT], ids=["index", "one-hot", "soft"])
def test_agrees_with_pytorch(scores, t):
    tensor = torch.tensor(scores, requires_grad=True)
    theirs = torch.nn.CrossEntropyLoss()(tensor, torch.tensor(t))
    theirs.backward()

    loss = SoftmaxWithLoss()
    np.testing.assert_allclose(loss.forward(scores, t), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9)


def test_is_what_its_formulas_say(scores):
    loss = SoftmaxWithLoss()
    loss.forward(scores, INDEX)
    y = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(loss.y, y, rtol=1e-12)
    np.testing.assert_allclose(loss.loss, -np.log((y * ONE_HOT).sum(axis=1)).mean(), rtol=1e-12)
    np.testing.assert_allclose(loss.backward(), (y - ONE_HOT) / 4, rtol=1e-12, atol=1e-17)


def test_index_and_one_hot_labels_are_the_same_question(scores):
    by_index, by_row = SoftmaxWithLoss(), SoftmaxWithLoss()
    assert by_index.forward(scores, INDEX) == pytest.approx(by_row.forward(scores, ONE_HOT))
    np.testing.assert_allclose(by_index.backward(), by_row.backward(), rtol=1e-15)


def test_is_scaled_by_dout(scores):
    loss = SoftmaxWithLoss()
    loss.forward(scores, INDEX)
    np.testing.assert_allclose(loss.backward(-2.5), -2.5 * loss.backward(), rtol=1e-15)


@pytest.mark.parametrize("t", [INDEX, ONE_HOT], ids=["index", "one-hot"])
def test_leaves_its_arguments_alone_and_can_go_back_twice(scores, t):
    before = scores.copy(), t.copy()
    loss = SoftmaxWithLoss()
    loss.forward(scores, t)
    y = loss.y.copy()
    np.testing.assert_array_equal(loss.backward(), loss.backward())
    np.testing.assert_array_equal(loss.y, y)
    np.testing.assert_array_equal(scores, before[0])
    np.testing.assert_array_equal(t, before[1])


@pytest.mark.parametrize("t", [INDEX, ONE_HOT, ONE_HOT.astype(int)], ids=["index", "1.0", "1"])
def test_stays_in_float32(scores, t):
    loss = SoftmaxWithLoss()
    assert loss.forward(scores.astype(np.float32), t).dtype == np.float32
    assert loss.backward().dtype == np.float32
    assert loss.backward(np.float64(2)).dtype == np.float32


def test_a_hopeless_score_costs_a_finite_loss_and_keeps_its_gradient():
    loss = SoftmaxWithLoss()
    assert loss.forward(np.array([[0.0, 1e4]]), np.array([0])) == pytest.approx(87.3, abs=0.1)
    np.testing.assert_array_equal(loss.backward(), [[-1, 1]])


@pytest.mark.parametrize("t", [np.zeros(3, int), np.zeros((4, 2)), np.zeros((4, 1), int)])
def test_refuses_labels_that_do_not_fit(scores, t):
    with pytest.raises(LabelMismatch) as refusal:
        SoftmaxWithLoss().forward(scores, t)
    assert str(t.shape) in str(refusal.value)
    assert "(4, 3)" in str(refusal.value)


def test_refuses_examples_that_are_no_row_of_scores():
    with pytest.raises(ShapeMismatch, match=r"\(3, 4\)"):
        SoftmaxWithLoss().output_shape((3, 4))
    assert SoftmaxWithLoss().output_shape((3,)) == ()


@pytest.mark.parametrize("t", [INDEX, ONE_HOT, ONE_HOT.astype(int)], ids=["index", "1.0", "1"])
def test_label_smoothing_agrees_with_pytorch(scores, t):
    tensor = torch.tensor(scores, requires_grad=True)
    theirs = torch.nn.CrossEntropyLoss(label_smoothing=0.2)(tensor, torch.tensor(INDEX))
    theirs.backward()

    loss = SoftmaxWithLoss(label_smoothing=0.2)
    np.testing.assert_allclose(loss.forward(scores, t), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9)
    np.testing.assert_allclose(loss.t, SOFT, rtol=1e-12)


def test_smoothed_labels_stay_in_float32(scores):
    loss = SoftmaxWithLoss(label_smoothing=0.2)
    loss.forward(scores.astype(np.float32), ONE_HOT.astype(int))
    assert loss.t.dtype == np.float32


@pytest.mark.parametrize(
    "t", [np.zeros(3, int), np.zeros((4, 2)), np.zeros((4, 1), int), np.zeros(4), np.full(4, 3)]
)
def test_label_smoothing_refuses_labels_that_do_not_fit(scores, t):
    with pytest.raises(LabelMismatch):
        SoftmaxWithLoss(label_smoothing=0.2).forward(scores, t)


@pytest.mark.parametrize("share", [1, -0.1, 1.5, float("nan")])
def test_refuses_a_share_to_spread_that_is_none(share):
    with pytest.raises(InvalidSetting, match=f"A label smoothing of {share} is .* such as 0.1"):
        SoftmaxWithLoss(label_smoothing=share)


def test_targets_are_the_classes_or_the_rows():
    loss = SoftmaxWithLoss()
    assert loss.targets(INDEX, 3, np.float32) is INDEX
    rows = loss.targets(ONE_HOT, 3, np.float32)
    np.testing.assert_array_equal(rows, ONE_HOT)
    assert rows.dtype == np.float32


@pytest.mark.parametrize("labels", [np.array([0, 3]), np.array([0.0, 1.0]), np.eye(2)])
def test_targets_refuse_labels_that_are_no_classes(labels):
    with pytest.raises(LabelMismatch):
        SoftmaxWithLoss().targets(labels, 3, np.float32)
