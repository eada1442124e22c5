from math import exp, sqrt

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer import record
from backprop_explorer.engine import Affine, Network, SelfAttention, ShapeMismatch

# Shape of x, then d, the width of a query, and M, that of a value.
CASES = {
    "narrow": ((2, 5, 4), 3, 4),
    "wide": ((2, 3, 2), 6, 5),
    "one place": ((3, 1, 4), 3, 2),
    "one number to compare": ((1, 4, 3), 1, 1),
}
cases = pytest.mark.parametrize(("x_shape", "d", "m"), CASES.values(), ids=CASES)


def attention(rng, features, d, m):
    shapes = (features, d), (features, d), (features, m)
    return SelfAttention(*(rng.normal(size=shape) for shape in shapes))


@pytest.fixture
def layer(rng):
    return attention(rng, 4, 3, 5)


def assert_agrees_with_pytorch(rng, layer, x):
    arrays = x, layer.Wq, layer.Wk, layer.Wv
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    q, k, v = (tensors[0] @ matrix for matrix in tensors[1:])
    y = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    dy = rng.normal(size=y.shape)
    y.backward(torch.tensor(dy))

    np.testing.assert_allclose(layer.forward(x), y.detach().numpy(), rtol=1e-9, atol=1e-13)
    gradients = layer.backward(dy), layer.dWq, layer.dWk, layer.dWv
    for ours, theirs in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9, atol=1e-12)


@cases
def test_backward_is_the_gradient(x_shape, d, m, rng, check_gradients):
    check_gradients(attention(rng, x_shape[-1], d, m), rng.normal(size=x_shape))


@cases
def test_agrees_with_pytorch(x_shape, d, m, rng):
    assert_agrees_with_pytorch(rng, attention(rng, x_shape[-1], d, m), rng.normal(size=x_shape))


@given(
    x_shape=st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 5)),
    d=st.integers(1, 5),
    m=st.integers(1, 5),
    seed=st.integers(0, 99),
)
def test_agrees_with_pytorch_in_any_size(x_shape, d, m, seed):
    rng = np.random.default_rng(seed)
    assert_agrees_with_pytorch(rng, attention(rng, x_shape[-1], d, m), rng.normal(size=x_shape))


def test_is_what_its_formula_says(layer, rng):
    x = rng.normal(size=(2, 3, 4))
    y = layer.forward(x)
    for n in range(2):
        q, k, v = ([place @ W for place in x[n]] for W in (layer.Wq, layer.Wk, layer.Wv))
        for i in range(3):
            matches = [exp(sum(q[i] * k[j]) / sqrt(3)) for j in range(3)]
            weights = [match / sum(matches) for match in matches]
            np.testing.assert_allclose(layer.weights[n, i], weights, rtol=1e-9)
            expected = sum(weight * value for weight, value in zip(weights, v, strict=True))
            np.testing.assert_allclose(y[n, i], expected, rtol=1e-9, atol=1e-13)


def test_what_each_place_takes_sums_to_one(layer, rng):
    layer.forward(10 * rng.normal(size=(2, 6, 4)))
    assert layer.weights.shape == (2, 6, 6)
    np.testing.assert_allclose(layer.weights.sum(axis=-1), np.ones((2, 6)))


def test_does_not_know_the_order_of_places(layer, rng):
    """Places that are moved move their outputs along: where a place stands must be in x itself."""
    x = rng.normal(size=(2, 5, 4))
    order = [3, 0, 4, 1, 2]
    y = layer.forward(x)
    np.testing.assert_allclose(layer.forward(x[:, order]), y[:, order], rtol=1e-9)


def test_a_sequence_depends_on_no_other_of_its_batch(layer, rng):
    x = rng.normal(size=(3, 5, 4))
    np.testing.assert_allclose(layer.forward(x)[:1], layer.forward(x[:1]), rtol=1e-12)
    assert not layer.mixes_examples


def test_large_scores_do_not_overflow(layer, rng):
    with np.errstate(over="raise", invalid="raise"):
        y = layer.forward(1e4 * rng.normal(size=(2, 5, 4)))
        dx = layer.backward(np.ones_like(y))
    assert np.isfinite(y).all()
    assert np.isfinite(dx).all()


def test_leaves_its_arguments_alone(layer, rng):
    x, dy = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 5))
    held = layer.Wq, layer.Wk, layer.Wv
    before = [array.copy() for array in (x, dy, *held)]
    layer.forward(x)
    layer.backward(dy)
    for array, copy in zip((x, dy, *held), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_stays_in_float32():
    layer = SelfAttention(*(np.ones((4, 3), np.float32) for _ in range(3)))
    y = layer.forward(np.ones((2, 5, 4), np.float32))
    assert y.dtype == layer.backward(y).dtype == np.float32
    assert layer.dWq.dtype == layer.dWk.dtype == layer.dWv.dtype == np.float32


def test_computes_no_gradient_to_its_input_where_nobody_looks(layer, rng):
    layer.needs_dx = False
    y = layer.forward(rng.normal(size=(2, 3, 4)))
    assert layer.backward(y) is None
    assert layer.dWq.any()


def test_computes_with_the_very_arrays_it_was_given(layer, rng):
    x = rng.normal(size=(2, 3, 4))
    layer.Wv *= 0
    assert not layer.forward(x).any()
    assert layer.parameters == ("Wq", "Wk", "Wv")


def test_every_step_of_its_backward_has_its_name_and_explains(rng):
    net = Network(
        [attention(rng, 4, 3, 4), attention(rng, 4, 3, 2), Affine(np.ones((10, 3)), np.zeros(3))],
        input_shape=(5, 4),
    )
    trace = record(net, rng.normal(size=(3, 5, 4)), np.array([0, 1, 2]))
    shapes = {
        **{"q2": (3, 5, 3), "k2": (3, 5, 3), "weights2": (3, 5, 5)},
        **{"dv2": (3, 5, 2), "dweights2": (3, 5, 5), "dscores2": (3, 5, 5)},
        **{"dq2": (3, 5, 3), "dk2": (3, 5, 3), "dWq2": (4, 3), "dWk1": (4, 3), "dWv2": (4, 2)},
    }
    for name, shape in shapes.items():
        value = trace.find(name)
        assert value.array.shape == shape
        middle = tuple(length // 2 for length in shape)
        explanation = trace.explain(name, middle, limit=None)
        assert explanation.number == value.array[middle]
        assert explanation.combine in ("sum", "product", "quotient")
    places = trace.explain("dWq2", (1, 1), limit=None)
    assert len(places.terms) == 3 * 5
    assert sum(term.number for term in places.terms) == pytest.approx(places.number)


@pytest.mark.parametrize(
    "shapes",
    [
        [(4, 3), (4, 2), (4, 5)],
        [(4, 3), (5, 3), (4, 5)],
        [(4, 3), (4, 3), (5, 5)],
        [(4, 3), (4, 3), (4,)],
        [(4,), (4,), (4, 5)],
    ],
)
def test_refuses_matrices_that_do_not_fit(shapes):
    with pytest.raises(ShapeMismatch) as refusal:
        SelfAttention(*map(np.zeros, shapes))
    for shape in shapes:
        assert str(shape) in str(refusal.value)


def test_refuses_a_width_it_was_not_made_for(layer):
    with pytest.raises(ShapeMismatch, match=r"\(7, 3\) has 3 features .* \(4, 3\) takes 4"):
        layer.output_shape((7, 3))
    with pytest.raises(ShapeMismatch, match=r"\(28,\) is no sequence: .* \(places, 4\)"):
        layer.output_shape((28,))
    assert layer.output_shape((7, 4)) == (7, 5)
    assert layer.input_shape is None
