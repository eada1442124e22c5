import numpy as np
import pytest
import torch

from backprop_explorer.engine import Hinge, LabelMismatch, ShapeMismatch

SIGNS = np.array([[1], [-1], [-1], [1]])
CLASSES = np.array([2, 0, 2, 1])


def test_of_many_scores_agrees_with_pytorch(rng):
    x = 2 * rng.normal(size=(4, 3))
    tensor = torch.tensor(x, requires_grad=True)
    theirs = torch.nn.MultiMarginLoss()(tensor, torch.tensor(CLASSES))
    theirs.backward()
    loss = Hinge()
    np.testing.assert_allclose(loss.forward(x, CLASSES), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9)


def test_of_one_score_agrees_with_pytorch(rng):
    x = 2 * rng.normal(size=(4, 1))
    tensor = torch.tensor(x, requires_grad=True)
    theirs = (1 - torch.tensor(SIGNS) * tensor).clamp(min=0).mean()
    theirs.backward()
    loss = Hinge()
    np.testing.assert_allclose(loss.forward(x, SIGNS), theirs.item(), rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy(), rtol=1e-9)


def test_one_score_by_hand():
    x = np.array([[3.0], [-0.5], [2.0], [0.25]])  # right, right but close, wrong, close
    loss = Hinge()
    assert loss.forward(x, SIGNS) == (0 + 0.5 + 3 + 0.75) / 4
    np.testing.assert_array_equal(loss.backward(), [[0], [0.25], [0.25], [-0.25]])


def test_many_scores_by_hand():
    x = np.array([[0.0, 2.5, 3.0], [5.0, 1.0, 1.0]])  # 2.5 is within 1 of 3, the rest is far away
    loss = Hinge()
    assert loss.forward(x, np.array([2, 0])) == 0.5 / 3 / 2
    np.testing.assert_allclose(loss.backward(), np.array([[0, 1, -1], [0, 0, 0]]) / 6)


def test_who_is_right_by_the_margin_has_nothing_to_learn():
    loss = Hinge()
    assert loss.forward(np.array([[1.0], [-1.0]]), np.array([[1], [-1]])) == 0
    np.testing.assert_array_equal(loss.backward(), 0)


def test_refuses_labels_where_signs_are_asked_for():
    with pytest.raises(LabelMismatch, match=r"A target of 0 is neither −1 nor \+1.* 2 \* t - 1"):
        Hinge().forward(np.zeros((2, 1)), np.array([[1], [0]]))


@pytest.mark.parametrize("t", [np.array([1, -1]), np.array([[1, -1]])])
def test_refuses_signs_of_another_shape(t):
    with pytest.raises(LabelMismatch, match=r"do not fit outputs of shape \(2, 1\)"):
        Hinge().forward(np.zeros((2, 1)), t)


@pytest.mark.parametrize(
    ("t", "message"),
    [
        (np.array([0, 1, 2]), r"Labels of shape \(3,\) do not fit scores of shape \(2, 3\)"),
        (np.eye(3)[:2], r"shape \(2, 3\) do not fit scores of shape \(2, 3\): give class indices"),
        (np.array([0.0, 1.0]), "float64 are no class indices: give a whole number, 0 to 2"),
        (np.array([0, 3]), "The label 3 is not the index of one of 3 classes: take 0 to 2"),
        (np.array([-1, 0]), "The label -1 is not the index"),
    ],
)
def test_refuses_what_are_no_classes(t, message):
    with pytest.raises(LabelMismatch, match=message):
        Hinge().forward(np.zeros((2, 3)), t)


def test_refuses_examples_that_are_no_row_of_scores():
    with pytest.raises(ShapeMismatch, match=r"\(3, 4\)"):
        Hinge().output_shape((3, 4))


def test_targets_are_signs_for_one_score_and_classes_for_many():
    loss = Hinge()
    signs = loss.targets(np.array([1, 0, 0]), 1, np.float32)
    np.testing.assert_array_equal(signs, [[1], [-1], [-1]])
    assert signs.dtype == np.float32
    np.testing.assert_array_equal(loss.targets(CLASSES, 3, np.float32), CLASSES)


@pytest.mark.parametrize(
    ("outputs", "labels", "message"),
    [
        (1, np.arange(10), "The label 2 is neither 0 nor 1, .* an output for each class"),
        (3, np.arange(10), "The label 3 is not the index of one of 3 classes"),
        (3, np.eye(3), "are no class indices"),
    ],
)
def test_targets_refuse_labels_that_the_outputs_cannot_answer(outputs, labels, message):
    with pytest.raises(LabelMismatch, match=message):
        Hinge().targets(labels, outputs, np.float32)
