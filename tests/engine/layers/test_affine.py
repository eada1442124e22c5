import numpy as np
import pytest
import torch

from backprop_explorer.engine import Affine, ShapeMismatch


@pytest.fixture
def layer(rng):
    return Affine(rng.normal(size=(12, 5)), rng.normal(size=5))


def test_backward_is_the_gradient(layer, rng, check_gradients):
    check_gradients(layer, rng.normal(size=(4, 12)))


def test_backward_is_the_gradient_for_images(layer, rng, check_gradients):
    check_gradients(layer, rng.normal(size=(4, 1, 3, 4)))


def test_agrees_with_pytorch(layer, rng):
    x, dz = rng.normal(size=(4, 12)), rng.normal(size=(4, 5))
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, layer.W, layer.b)]
    z = torch.nn.functional.linear(tensors[0], tensors[1].T, tensors[2])
    z.backward(torch.tensor(dz))

    np.testing.assert_allclose(layer.forward(x), z.detach().numpy(), rtol=1e-9)
    gradients = layer.backward(dz), layer.dW, layer.db
    for ours, theirs in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9)


def test_is_the_weighted_sum_written_out(layer, rng):
    x, dz = rng.normal(size=(4, 12)), rng.normal(size=(4, 5))
    weighted_sums = [
        [sum(x[n, d] * layer.W[d, m] for d in range(12)) + layer.b[m] for m in range(5)]
        for n in range(4)
    ]
    np.testing.assert_allclose(layer.forward(x), weighted_sums, rtol=1e-12)
    np.testing.assert_allclose(layer.backward(dz), np.einsum("nm,dm->nd", dz, layer.W), rtol=1e-12)
    np.testing.assert_allclose(layer.dW, np.einsum("nd,nm->dm", x, dz), rtol=1e-12)
    np.testing.assert_allclose(layer.db, np.einsum("nm->m", dz), rtol=1e-12)


@pytest.mark.parametrize("shape", [(3, 12), (1, 12), (3, 3, 4), (3, 1, 3, 4)])
def test_restores_the_shape_of_its_input(layer, rng, shape):
    assert layer.forward(rng.normal(size=shape)).shape == (shape[0], 5)
    assert layer.backward(rng.normal(size=(shape[0], 5))).shape == shape
    assert layer.dW.shape == layer.W.shape
    assert layer.db.shape == layer.b.shape


def test_leaves_its_arguments_alone(layer, rng):
    x, dz = rng.normal(size=(4, 12)), rng.normal(size=(4, 5))
    before = x.copy(), dz.copy(), layer.W.copy(), layer.b.copy()
    layer.forward(x)
    layer.backward(dz)
    for array, copy in zip((x, dz, layer.W, layer.b), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_stays_in_float32(rng):
    layer = Affine(np.ones((3, 2), np.float32), np.zeros(2, np.float32))
    assert layer.forward(np.ones((4, 3), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((4, 2), np.float32)).dtype == np.float32
    assert layer.dW.dtype == layer.db.dtype == np.float32


def test_computes_no_gradient_to_its_input_where_nobody_looks(layer, rng):
    layer.needs_dx = False
    layer.forward(rng.normal(size=(4, 12)))
    assert layer.backward(rng.normal(size=(4, 5))) is None
    assert layer.dW.any()


def test_computes_with_the_very_arrays_it_was_given(rng):
    W, b = np.zeros((3, 2)), np.zeros(2)
    layer = Affine(W, b)
    b += 1
    np.testing.assert_array_equal(layer.forward(np.zeros((1, 3))), [[1, 1]])


@pytest.mark.parametrize(
    ("W_shape", "b_shape"), [((3, 2), (3,)), ((3, 2), (1, 2)), ((3,), (3,)), ((2, 3, 4), (4,))]
)
def test_refuses_a_bias_that_does_not_fit(W_shape, b_shape):
    with pytest.raises(ShapeMismatch) as refusal:
        Affine(np.zeros(W_shape), np.zeros(b_shape))
    assert str(W_shape) in str(refusal.value)
    assert str(b_shape) in str(refusal.value)


def test_refuses_a_width_it_was_not_made_for(layer):
    with pytest.raises(ShapeMismatch, match=r"\(7,\) has 7 features, but W of shape \(12, 5\)"):
        layer.output_shape((7,))
    assert layer.output_shape((3, 4)) == (5,)
