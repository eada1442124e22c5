import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer import record
from backprop_explorer.engine import (
    Affine,
    AveragePooling,
    Convolution,
    InvalidSetting,
    MaxPooling,
    Network,
    ShapeMismatch,
)

TWINS = {
    MaxPooling: torch.nn.functional.max_pool2d,
    AveragePooling: torch.nn.functional.avg_pool2d,
}

# Shape of x, size, stride, padding.
CASES = {
    "halves": ((2, 3, 4, 6), 2, None, 0),
    "does not divide": ((2, 1, 5, 7), 2, None, 0),
    "overlaps": ((2, 2, 5, 6), 3, 1, 0),
    "overlaps with padding": ((1, 2, 7, 6), 3, 2, 1),
    "leaves pixels out": ((1, 2, 8, 7), 2, 3, 1),
    "the whole picture": ((2, 3, 4, 4), 4, None, 0),
    "nothing": ((2, 1, 3, 3), 1, None, 0),
}

cases = pytest.mark.parametrize(("x_shape", "size", "stride", "padding"), CASES.values(), ids=CASES)
kinds = pytest.mark.parametrize("kind", TWINS)


def assert_agrees_with_pytorch(kind, x, da_seed, *settings):
    layer = kind(*settings)
    tensor = torch.tensor(x, requires_grad=True)
    a = TWINS[kind](tensor, *settings)
    da = np.random.default_rng(da_seed).normal(size=a.shape)
    a.backward(torch.tensor(da))
    np.testing.assert_allclose(layer.forward(x), a.detach().numpy(), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(layer.backward(da), tensor.grad.numpy(), rtol=1e-9, atol=1e-14)


@kinds
@cases
def test_backward_is_the_gradient(kind, x_shape, size, stride, padding, rng, check_gradients):
    check_gradients(kind(size, stride, padding), rng.normal(size=x_shape))


@kinds
@cases
def test_agrees_with_pytorch(kind, x_shape, size, stride, padding, rng):
    assert_agrees_with_pytorch(kind, rng.normal(size=x_shape), 1, size, stride, padding)


@kinds
@cases
def test_agrees_with_pytorch_where_numbers_are_equal(kind, x_shape, size, stride, padding, rng):
    """After a ReLU most windows have several zeros: the first largest number gets the gradient."""
    x = np.maximum(rng.integers(-4, 3, size=x_shape), 0).astype(float)
    assert_agrees_with_pytorch(kind, x, 1, size, stride, padding)


@kinds
@given(
    batch=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    size=st.integers(1, 4),
    beyond=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    stride=st.none() | st.integers(1, 5),
    data=st.data(),
)
def test_agrees_with_pytorch_in_any_size(kind, batch, size, beyond, stride, data):
    padding = data.draw(st.integers(0, size // 2))
    shape = (*batch, size + beyond[0], size + beyond[1])
    x = np.random.default_rng(data.draw(st.integers(0, 99))).normal(size=shape)
    assert_agrees_with_pytorch(kind, x, 1, size, stride, padding)


@kinds
@cases
def test_is_what_its_words_say(kind, x_shape, size, stride, padding, rng):
    x = rng.normal(size=x_shape)
    layer = kind(size, stride, padding)
    a = layer.forward(x)
    da = rng.normal(size=a.shape)
    expected = np.zeros_like(x)
    for n, c, row, column in np.ndindex(a.shape):
        pixels = [
            (n, c, layer.windows.stride * row + i, layer.windows.stride * column + j)
            for i in range(-padding, size - padding)
            for j in range(-padding, size - padding)
        ]
        inside = [p for p in pixels if 0 <= p[2] < x_shape[2] and 0 <= p[3] < x_shape[3]]
        numbers = [x[pixel] for pixel in inside]
        gradient = da[n, c, row, column]
        if kind is MaxPooling:
            assert a[n, c, row, column] == max(numbers)
            expected[inside[numbers.index(max(numbers))]] += gradient
        else:
            assert a[n, c, row, column] == pytest.approx(sum(numbers) / size**2)
            for pixel in inside:
                expected[pixel] += gradient / size**2
    np.testing.assert_allclose(layer.backward(da), expected, rtol=1e-9, atol=1e-14)


@kinds
@cases
def test_says_what_shape_it_gives(kind, x_shape, size, stride, padding, rng):
    layer = kind(size, stride, padding)
    a = layer.forward(rng.normal(size=x_shape))
    assert layer.output_shape(x_shape[1:]) == a.shape[1:]
    assert layer.backward(a).shape == x_shape
    assert layer.input_shape is None


@kinds
def test_leaves_its_arguments_alone(kind, rng):
    x, da = rng.normal(size=(2, 3, 4, 6)), rng.normal(size=(2, 3, 2, 3))
    before = x.copy(), da.copy()
    layer = kind()
    layer.forward(x)
    layer.backward(da)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(da, before[1])


@kinds
def test_the_layout_of_pictures_in_memory_does_not_matter(kind, rng):
    x, da = rng.normal(size=(2, 3, 4, 6)), rng.normal(size=(2, 3, 2, 3))
    layer = kind()
    a, dx = layer.forward(x), layer.backward(da)
    np.testing.assert_array_equal(layer.forward(np.asfortranarray(x)), a)
    np.testing.assert_array_equal(layer.backward(np.asfortranarray(da)), dx)


@kinds
@pytest.mark.parametrize("padding", [0, 1])
def test_stays_in_float32(kind, padding):
    layer = kind(3, 2, padding)
    a = layer.forward(np.ones((1, 2, 5, 5), np.float32))
    assert a.dtype == layer.backward(a).dtype == np.float32


def test_says_which_place_of_its_window_won():
    layer = MaxPooling()
    layer.forward(np.array([[[[1.0, 5, 7, 7], [2, 3, 0, 7]]]]))
    np.testing.assert_array_equal(layer.place, [[[[1, 0]]]])


def test_what_is_not_a_number_is_the_largest_and_gets_the_gradient():
    """So that a NaN is seen further on, and its way back too."""
    layer = MaxPooling()
    assert np.isnan(layer.forward(np.array([[[[1.0, 2], [np.nan, 3]]]]))).all()
    np.testing.assert_array_equal(layer.backward(np.ones((1, 1, 1, 1))), [[[[0, 0], [1, 0]]]])


@kinds
def test_a_number_of_its_gradient_explains_into_terms_that_add_up(kind, rng):
    """Windows of 3 at a stride of 2 share pixels: such a pixel's gradient is a sum."""
    net = Network(
        [
            Convolution(rng.normal(size=(2, 1, 2, 2)), np.zeros(2)),
            kind(3, 2),
            Affine(rng.normal(size=(8, 3)), np.zeros(3)),
        ],
        input_shape=(1, 6, 6),
    )
    trace = record(net, rng.normal(size=(3, 1, 6, 6)), np.array([0, 1, 2]))
    dx = trace.find(trace.layers[1].input_gradient)
    da = trace.find(trace.layers[1].output_gradient)
    middle = (1, 1, 2, 2)
    explanation = trace.explain(dx.name, middle, limit=None)
    assert explanation.number == dx.array[middle]
    assert sum(term.number for term in explanation.terms) == pytest.approx(explanation.number)
    if kind is AveragePooling:
        assert explanation.number == pytest.approx(da.array[1, 1].sum() / 9)


@kinds
def test_refuses_pictures_smaller_than_a_window(kind):
    with pytest.raises(ShapeMismatch, match=r"\(2, 1, 8\) .* window of 2 × 2"):
        kind().output_shape((2, 1, 8))
    with pytest.raises(ShapeMismatch, match=r"\(64,\) is no picture"):
        kind().output_shape((64,))


@kinds
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ((0,), "0 × 0 pixels is not possible"),
        ((2, 0), "stride of 0 is not possible"),
        ((2, 2, -1), "padding of -1 is not possible"),
        ((3, 1, 2), "padding of 2 around windows of 3 × 3 is not possible: .* half a window, 1"),
    ],
)
def test_refuses_windows_that_cannot_be(kind, settings, sentence):
    with pytest.raises(InvalidSetting, match=sentence):
        kind(*settings)
