import numpy as np
import pytest

from backprop_explorer.engine import LabelMismatch, MeanSquaredError
from backprop_explorer.engine.losses.targets import rows


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_classes_become_one_hot_rows(dtype):
    t = rows(np.array([2, 0]), 3, dtype)
    np.testing.assert_array_equal(t, [[0, 0, 1], [1, 0, 0]])
    assert t.dtype == dtype


@pytest.mark.parametrize("labels", [np.array([2, 0]), np.array([[2], [0]]), np.array([2.0, 0.0])])
def test_one_output_aims_at_the_label_itself(labels):
    np.testing.assert_array_equal(rows(labels, 1, np.float32), [[2], [0]])


def test_rows_stay_as_they_are(rng):
    numbers = rng.normal(size=(4, 3))
    assert rows(numbers, 3, np.float64) is numbers
    assert rows(numbers, 3, np.float32).dtype == np.float32


def test_are_what_a_loss_of_regression_compares_with():
    loss = MeanSquaredError()
    t = loss.targets(np.array([1, 0]), 2, np.float32)
    assert loss.forward(np.zeros((2, 2), np.float32), t) == 0.5


@pytest.mark.parametrize(
    ("labels", "outputs", "message"),
    [
        (np.array([0, 3]), 3, "The label 3 is not the index of one of 3 classes: take 0 to 2"),
        (np.array([0, -1]), 3, "The label -1 is not the index of one of 3 classes"),
        (np.array([0.5, 1]), 3, r"shape \(2,\) and type float64 are no class indices"),
        (np.eye(2), 3, r"\(2, 2\) do not fit 3 outputs .* rows of shape \(2, 3\)"),
        (np.zeros((2, 3, 3)), 3, r"\(2, 3, 3\) do not fit 3 outputs"),
    ],
)
def test_refuse_labels_that_the_outputs_cannot_answer(labels, outputs, message):
    with pytest.raises(LabelMismatch, match=message):
        rows(labels, outputs, np.float32)
