import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer import record
from backprop_explorer.engine import (
    Affine,
    Convolution,
    InvalidSetting,
    MaxPooling,
    Network,
    Relu,
    ShapeMismatch,
)

# Shape of x, shape of W, stride, padding.
CASES = {
    "plain": ((2, 2, 5, 6), (3, 2, 3, 3), 1, 0),
    "padded": ((2, 2, 4, 4), (3, 2, 3, 3), 1, 1),
    "padded by more than a window": ((1, 1, 3, 3), (2, 1, 2, 2), 1, 3),
    "stride": ((2, 1, 7, 7), (2, 1, 3, 3), 2, 0),
    "stride and padding": ((1, 2, 7, 5), (2, 2, 3, 3), 2, 1),
    "stride that does not divide": ((1, 2, 6, 8), (2, 2, 3, 2), 3, 0),
    "stride larger than the window": ((1, 1, 8, 7), (2, 1, 2, 2), 3, 1),
    "one pixel": ((2, 3, 4, 3), (2, 3, 1, 1), 1, 0),
    "the whole picture": ((3, 2, 4, 3), (5, 2, 4, 3), 1, 0),
    "not square": ((2, 1, 4, 7), (2, 1, 2, 5), 2, 2),
}

cases = pytest.mark.parametrize(
    ("x_shape", "W_shape", "stride", "padding"), CASES.values(), ids=CASES
)


def convolution(rng, W_shape, stride=1, padding=0):
    return Convolution(rng.normal(size=W_shape), rng.normal(size=W_shape[0]), stride, padding)


@pytest.fixture
def layer(rng):
    return convolution(rng, (3, 2, 3, 3), padding=1)


def assert_agrees_with_pytorch(rng, layer, x):
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, layer.W, layer.b)]
    z = torch.nn.functional.conv2d(
        *tensors, stride=layer.windows.stride, padding=layer.windows.padding
    )
    dz = rng.normal(size=z.shape)
    z.backward(torch.tensor(dz))

    np.testing.assert_allclose(layer.forward(x), z.detach().numpy(), rtol=1e-9, atol=1e-13)
    gradients = layer.backward(dz), layer.dW, layer.db
    for ours, theirs in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9, atol=1e-12)


@cases
def test_backward_is_the_gradient(x_shape, W_shape, stride, padding, rng, check_gradients):
    check_gradients(convolution(rng, W_shape, stride, padding), rng.normal(size=x_shape))


@cases
def test_agrees_with_pytorch(x_shape, W_shape, stride, padding, rng):
    assert_agrees_with_pytorch(
        rng, convolution(rng, W_shape, stride, padding), rng.normal(size=x_shape)
    )


@given(
    batch=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    filters=st.integers(1, 3),
    window=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    beyond=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    stride=st.integers(1, 3),
    padding=st.integers(0, 3),
    seed=st.integers(0, 99),
)
def test_agrees_with_pytorch_in_any_size(batch, filters, window, beyond, stride, padding, seed):
    rng = np.random.default_rng(seed)
    sides = [max(1, size - 2 * padding) + more for size, more in zip(window, beyond, strict=True)]
    layer = convolution(rng, (filters, batch[1], *window), stride, padding)
    assert_agrees_with_pytorch(rng, layer, rng.normal(size=(*batch, *sides)))


@cases
def test_is_the_weighted_sum_written_out(x_shape, W_shape, stride, padding, rng):
    layer = convolution(rng, W_shape, stride, padding)
    x = rng.normal(size=x_shape)
    z = layer.forward(x)
    dz = rng.normal(size=z.shape)
    dx = layer.backward(dz)

    around = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded, d_padded = np.pad(x, around), np.zeros_like(np.pad(x, around))
    dW, db = np.zeros_like(layer.W), np.zeros_like(layer.b)
    for n, f, row, column in np.ndindex(z.shape):
        top, left = stride * row, stride * column
        number = layer.b[f]
        db[f] += dz[n, f, row, column]
        for c, i, j in np.ndindex(W_shape[1:]):
            number += padded[n, c, top + i, left + j] * layer.W[f, c, i, j]
            dW[f, c, i, j] += padded[n, c, top + i, left + j] * dz[n, f, row, column]
            d_padded[n, c, top + i, left + j] += layer.W[f, c, i, j] * dz[n, f, row, column]
        assert z[n, f, row, column] == pytest.approx(number, rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(layer.dW, dW, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.db, db, rtol=1e-9, atol=1e-12)
    height, width = x_shape[2:]
    inside = d_padded[:, :, padding : padding + height, padding : padding + width]
    np.testing.assert_allclose(dx, inside, rtol=1e-9, atol=1e-12)


@cases
def test_says_what_shape_it_gives(x_shape, W_shape, stride, padding, rng):
    layer = convolution(rng, W_shape, stride, padding)
    z = layer.forward(rng.normal(size=x_shape))
    assert layer.output_shape(x_shape[1:]) == z.shape[1:]
    assert layer.backward(z).shape == x_shape
    assert layer.dW.shape == layer.W.shape
    assert layer.db.shape == layer.b.shape
    assert layer.input_shape is None


def test_leaves_its_arguments_alone(layer, rng):
    x, dz = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(2, 3, 4, 5))
    before = x.copy(), dz.copy(), layer.W.copy(), layer.b.copy()
    layer.forward(x)
    layer.backward(dz)
    for array, copy in zip((x, dz, layer.W, layer.b), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_the_layout_of_pictures_in_memory_does_not_matter(layer, rng):
    x, dz = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(2, 3, 4, 5))
    z, dx, dW = layer.forward(x), layer.backward(dz), layer.dW
    np.testing.assert_array_equal(layer.forward(np.asfortranarray(x)), z)
    np.testing.assert_array_equal(layer.backward(np.asfortranarray(dz)), dx)
    np.testing.assert_array_equal(layer.dW, dW)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1)])
def test_stays_in_float32(stride, padding):
    layer = Convolution(np.ones((3, 2, 3, 3), np.float32), np.zeros(3, np.float32), stride, padding)
    z = layer.forward(np.ones((2, 2, 5, 5), np.float32))
    assert z.dtype == layer.backward(z).dtype == np.float32
    assert layer.dW.dtype == layer.db.dtype == np.float32


def test_computes_no_gradient_to_its_input_where_nobody_looks(layer, rng):
    layer.needs_dx = False
    z = layer.forward(rng.normal(size=(2, 2, 4, 5)))
    assert layer.backward(z) is None
    assert layer.dW.any()


def test_computes_with_the_very_arrays_it_was_given():
    W, b = np.zeros((1, 1, 2, 2)), np.zeros(1)
    layer = Convolution(W, b)
    W += 1
    b += 2
    np.testing.assert_array_equal(layer.forward(np.ones((1, 1, 2, 2))), [[[[6]]]])


@pytest.fixture
def trace(rng):
    net = Network(
        [
            convolution(rng, (3, 2, 3, 3), padding=1),
            Relu(),
            MaxPooling(),
            convolution(rng, (2, 3, 2, 2), stride=2, padding=1),
            Affine(rng.normal(size=(8, 3)), np.zeros(3)),
        ],
        input_shape=(2, 6, 5),
    )
    return record(net, rng.normal(size=(4, 2, 6, 5)), np.array([0, 1, 2, 1]))


@pytest.mark.parametrize(
    ("name", "index", "terms"),
    [
        ("dW1", (1, 0, 2, 2), 6 * 5),
        ("dW2", (1, 2, 0, 1), 2 * 2),
        ("db1", (1,), 4 * 6 * 5),
    ],
)
def test_a_number_of_its_gradients_explains_into_terms_that_add_up(trace, name, index, terms):
    explanation = trace.explain(name, index, limit=None)
    assert explanation.combine == "sum"
    assert len(explanation.terms) == terms
    assert explanation.number == trace.find(name).array[index]
    assert sum(term.number for term in explanation.terms) == pytest.approx(explanation.number)


def test_a_gradient_of_a_position_sums_up_the_pictures_and_leads_back_to_their_pixels(trace):
    """dW1 is a sum over positions, and each of its terms the sum of dz1 · x over 4 pictures."""
    [position] = trace.explain("dW1", (1, 0, 0, 2), limit=1).terms[0].factors
    explanation = trace.explain(position.value, position.index)
    assert sum(term.number for term in explanation.terms) == pytest.approx(position.number)
    pictures = []
    for dz_row, column in (term.factors for term in explanation.terms):
        assert follow(trace, dz_row)[0] == "dz1"
        name, (n, c, row, across) = follow(trace, column)
        assert (name, c) == ("x", 0)
        assert trace.find("x").array[n, c, row, across] == column.number
        pictures.append(n)
    assert sorted(pictures) == [0, 1, 2, 3]


def test_a_number_of_dx_leads_back_to_dz(trace):
    """It is made by flipped filters from dz, spread out."""
    dx = trace.find(trace.layers[3].input_gradient)
    explanation = trace.explain(dx.name, (0, 1, 1, 1), limit=None)
    assert explanation.number == dx.array[0, 1, 1, 1]
    assert sum(term.number for term in explanation.terms) == pytest.approx(explanation.number)
    sources = {follow(trace, f)[0] for term in explanation.terms for f in term.factors if f.number}
    assert sources == {"W2", "dz2"}


def follow(trace, factor):
    """Where a number was taken from, through copies and padding."""
    while True:
        explanation = trace.explain(factor.value, factor.index)
        if explanation.combine != "select":
            return explanation.name, explanation.index
        factor = explanation.terms[0].factors[0]


@pytest.mark.parametrize(
    ("W_shape", "b_shape"),
    [((3, 2, 3, 3), (2,)), ((3, 2, 3, 3), (3, 1)), ((3, 3), (3,)), ((2, 3, 3), (2,))],
)
def test_refuses_a_bias_that_does_not_fit(W_shape, b_shape):
    with pytest.raises(ShapeMismatch) as refusal:
        Convolution(np.zeros(W_shape), np.zeros(b_shape))
    assert str(W_shape) in str(refusal.value)
    assert str(b_shape) in str(refusal.value)


def test_refuses_channels_it_was_not_made_for(layer):
    with pytest.raises(
        ShapeMismatch, match=r"\(1, 8, 8\) has 1 channels, .* \(3, 2, 3, 3\), take 2"
    ):
        layer.output_shape((1, 8, 8))


def test_refuses_pictures_smaller_than_its_filters(rng):
    with pytest.raises(ShapeMismatch, match=r"\(2, 4, 8\) .* window of 5 × 5"):
        convolution(rng, (3, 2, 5, 5)).output_shape((2, 4, 8))


def test_refuses_a_stride_of_zero_and_a_negative_padding(rng):
    with pytest.raises(InvalidSetting, match="stride of 0"):
        convolution(rng, (3, 2, 3, 3), stride=0)
    with pytest.raises(InvalidSetting, match="padding of -1"):
        convolution(rng, (3, 2, 3, 3), padding=-1)
