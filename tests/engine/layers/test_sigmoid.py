import numpy as np
import torch

from backprop_explorer.engine import Sigmoid


def test_backward_is_the_gradient(rng, check_gradients):
    check_gradients(Sigmoid(), rng.normal(size=(4, 5)))


def test_agrees_with_pytorch(rng):
    z, da = 5 * rng.normal(size=(4, 3, 5)), rng.normal(size=(4, 3, 5))
    tensor = torch.tensor(z, requires_grad=True)
    a = torch.sigmoid(tensor)
    a.backward(torch.tensor(da))

    layer = Sigmoid()
    np.testing.assert_allclose(layer.forward(z), a.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(layer.backward(da), tensor.grad.numpy(), rtol=1e-9)


def test_its_slope_is_that_of_the_formula(rng):
    z = rng.normal(size=(4, 5))
    layer = Sigmoid()
    layer.forward(z)
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    np.testing.assert_allclose(layer.backward(np.ones_like(z)), slope, rtol=1e-12)


def test_leaves_its_arguments_alone(rng):
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = z.copy(), da.copy()
    layer = Sigmoid()
    layer.forward(z)
    layer.backward(da)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(da, before[1])


def test_stays_in_float32():
    layer = Sigmoid()
    assert layer.forward(np.ones((2, 2), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((2, 2), np.float32)).dtype == np.float32
