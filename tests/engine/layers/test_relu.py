import numpy as np
import torch

from backprop_explorer.engine import Relu


def away_from_the_kink(rng, shape):
    z = rng.normal(size=shape)
    return z + 0.1 * np.sign(z)


def test_backward_is_the_gradient(rng, check_gradients):
    check_gradients(Relu(), away_from_the_kink(rng, (4, 5)))


def test_agrees_with_pytorch(rng):
    z, da = rng.normal(size=(4, 3, 5)), rng.normal(size=(4, 3, 5))
    tensor = torch.tensor(z, requires_grad=True)
    a = torch.relu(tensor)
    a.backward(torch.tensor(da))

    layer = Relu()
    np.testing.assert_allclose(layer.forward(z), a.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(layer.backward(da), tensor.grad.numpy(), rtol=1e-9)


def test_is_what_its_formula_says():
    layer = Relu()
    a = layer.forward(np.array([[-2.0, 0.0, 3.0]]))
    np.testing.assert_array_equal(a, [[0, 0, 3]])
    np.testing.assert_array_equal(layer.backward(np.array([[5.0, 6.0, 7.0]])), [[0, 0, 7]])


def test_leaves_its_arguments_alone(rng):
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = z.copy(), da.copy()
    layer = Relu()
    layer.forward(z)
    layer.backward(da)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(da, before[1])


def test_gives_arrays_of_its_own(rng):
    z, da = np.ones((2, 2)), np.ones((2, 2))
    layer = Relu()
    assert not np.shares_memory(layer.forward(z), z)
    assert not np.shares_memory(layer.backward(da), da)


def test_infinity_is_cut_off_like_any_negative_number():
    np.testing.assert_array_equal(Relu().forward(np.array([[-np.inf, np.inf]])), [[0, np.inf]])


def test_stays_in_float32():
    layer = Relu()
    assert layer.forward(np.ones((2, 2), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((2, 2), np.float32)).dtype == np.float32


def test_keeps_any_shape():
    assert Relu().output_shape((3, 8, 8)) == (3, 8, 8)
    assert Relu().input_shape is None
