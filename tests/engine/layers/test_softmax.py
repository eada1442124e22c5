import numpy as np
import pytest
import torch

from backprop_explorer.engine import Softmax


@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 5)])
def test_backward_is_the_gradient(shape, rng, check_gradients):
    check_gradients(Softmax(), rng.normal(size=shape))


@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 5), (2, 3, 4, 5)])
def test_agrees_with_pytorch(shape, rng):
    x, dy = 5 * rng.normal(size=shape), rng.normal(size=shape)
    tensor = torch.tensor(x, requires_grad=True)
    y = torch.softmax(tensor, dim=-1)
    y.backward(torch.tensor(dy))

    layer = Softmax()
    np.testing.assert_allclose(layer.forward(x), y.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(layer.backward(dy), tensor.grad.numpy(), rtol=1e-9, atol=1e-14)


def test_its_gradient_is_that_of_the_jacobian_written_out(rng):
    """dyᵢ/dxⱼ = yᵢ·(1 − yᵢ) where i is j, and −yᵢ·yⱼ elsewhere."""
    dy = rng.normal(size=(3, 4))
    layer = Softmax()
    y = layer.forward(rng.normal(size=(3, 4)))
    dx = layer.backward(dy)
    for n in range(3):
        jacobian = np.diag(y[n]) - np.outer(y[n], y[n])
        np.testing.assert_allclose(dx[n], dy[n] @ jacobian, rtol=1e-9, atol=1e-15)


def test_each_row_sums_to_one_and_its_gradient_to_zero(rng):
    layer = Softmax()
    y = layer.forward(100 * rng.normal(size=(2, 3, 5)))
    np.testing.assert_allclose(y.sum(axis=-1), np.ones((2, 3)))
    dx = layer.backward(rng.normal(size=(2, 3, 5)))
    np.testing.assert_allclose(dx.sum(axis=-1), np.zeros((2, 3)), atol=1e-14)


def test_leaves_its_arguments_alone(rng):
    x, dy = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = x.copy(), dy.copy()
    layer = Softmax()
    layer.forward(x)
    layer.backward(dy)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(dy, before[1])


def test_stays_in_float32_and_keeps_its_shape():
    layer = Softmax()
    assert layer.forward(np.ones((2, 3), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((2, 3), np.float32)).dtype == np.float32
    assert layer.output_shape((3, 5)) == (3, 5)
