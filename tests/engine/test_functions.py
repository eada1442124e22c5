import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from backprop_explorer.engine import LabelMismatch, cross_entropy_error, sigmoid, softmax


def numbers(limit, dimensions=(1, 2)):
    shapes = array_shapes(min_dims=dimensions[0], max_dims=dimensions[1], max_side=6)
    return arrays(np.float64, shapes, elements=st.floats(-limit, limit))


@pytest.fixture
def strict():
    """Every floating-point trouble is an error. A result too small to write is rightly 0."""
    with np.errstate(all="raise", under="ignore"):
        yield


@given(numbers(1000))
def test_sigmoid_of_the_opposite_is_the_complement(x):
    np.testing.assert_allclose(sigmoid(-x), 1 - sigmoid(x), rtol=0, atol=1e-15)


@given(numbers(30))
def test_sigmoid_is_its_formula(x):
    np.testing.assert_allclose(sigmoid(x), 1 / (1 + np.exp(-x)), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_does_not_overflow(strict, dtype):
    y = sigmoid(np.array([-1000, 0, 1000], dtype=dtype))
    np.testing.assert_array_equal(y, [0, 0.5, 1])
    assert y.dtype == dtype


def test_sigmoid_agrees_with_pytorch():
    x = np.linspace(-700, 700, 281)
    np.testing.assert_allclose(sigmoid(x), torch.sigmoid(torch.tensor(x)).numpy(), rtol=1e-9)


@given(numbers(1e4))
def test_softmax_is_positive_and_sums_to_one(x):
    y = softmax(x)
    assert y.shape == x.shape
    assert (y >= 0).all()
    np.testing.assert_allclose(y.sum(axis=-1), 1, rtol=1e-12)


@given(numbers(100), st.floats(-100, 100))
def test_softmax_does_not_see_a_shift(x, shift):
    np.testing.assert_allclose(softmax(x + shift), softmax(x), rtol=1e-10)


@given(numbers(100, dimensions=(2, 2)))
def test_softmax_of_a_batch_is_that_of_each_example(x):
    np.testing.assert_allclose(softmax(x), [softmax(row) for row in x], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_does_not_overflow(strict, dtype):
    y = softmax(np.array([[1e4, -1e4, 1e4], [-1e4, -1e4, -1e4]], dtype=dtype))
    np.testing.assert_allclose(y, [[0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3]], rtol=1e-6)
    assert y.dtype == dtype


@pytest.mark.parametrize("shape", [(6,), (4, 6), (2, 4, 6)])
def test_softmax_agrees_with_pytorch(rng, shape):
    x = 10 * rng.normal(size=shape)
    theirs = torch.softmax(torch.tensor(x), dim=-1).numpy()
    np.testing.assert_allclose(softmax(x), theirs, rtol=1e-9)


def test_functions_leave_their_arguments_alone(rng):
    x, t = rng.random((4, 3)), np.eye(3)[[0, 1, 2, 0]]
    before = x.copy(), t.copy()
    sigmoid(x), softmax(x), cross_entropy_error(x, t)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(t, before[1])


Y = np.array([[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]])


@pytest.mark.parametrize(
    "t", [np.array([1, 2]), [1, 2], np.array([[0, 1, 0], [0, 0, 1]]), [[0.0, 1, 0], [0, 0, 1]]]
)
def test_cross_entropy_of_a_batch(t):
    assert cross_entropy_error(Y, t) == pytest.approx(-(np.log(0.6) + np.log(0.25)) / 2, rel=1e-14)


@pytest.mark.parametrize("t", [1, np.int64(1), np.array(1), np.array([1]), np.array([0, 1, 0])])
def test_cross_entropy_of_one_example(t):
    assert cross_entropy_error(Y[0], t) == pytest.approx(-np.log(0.6), rel=1e-14)


def test_cross_entropy_agrees_with_pytorch(rng):
    y, t = softmax(rng.normal(size=(8, 5))), rng.integers(0, 5, size=8)
    theirs = torch.nn.functional.nll_loss(torch.tensor(y).log(), torch.tensor(t))
    np.testing.assert_allclose(cross_entropy_error(y, t), theirs.item(), rtol=1e-9)


@pytest.mark.parametrize("t", [np.array([0]), np.array([[1, 0]])], ids=["index", "one-hot"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_is_finite_at_probability_zero(strict, dtype, t):
    error = cross_entropy_error(np.array([[0, 1]], dtype=dtype), t)
    assert error == pytest.approx(87.34, abs=0.01)
    assert error.dtype == dtype


def test_cross_entropy_is_exact_for_small_probabilities():
    y = np.array([[1e-30, 1 - 1e-30]])
    assert cross_entropy_error(y, np.array([0])) == pytest.approx(30 * np.log(10), rel=1e-14)


@pytest.mark.parametrize("t", [np.array([1, 2, 0]), np.array([[1], [2]]), np.eye(2), 1])
def test_cross_entropy_refuses_labels_that_do_not_fit(t):
    with pytest.raises(LabelMismatch, match=r"\(2, 3\).*one-hot rows of shape \(2, 3\)"):
        cross_entropy_error(Y, t)


@pytest.mark.parametrize("label", [-1, 3])
def test_cross_entropy_refuses_classes_that_are_not_there(label):
    with pytest.raises(LabelMismatch, match=f"label {label} .*take 0 to 2.*example 1"):
        cross_entropy_error(Y, np.array([0, label]))


def test_cross_entropy_refuses_indices_that_are_not_whole_numbers():
    with pytest.raises(LabelMismatch, match=r"float64: convert them with t\.astype\(int\)"):
        cross_entropy_error(Y, np.array([1.0, 2.0]))
