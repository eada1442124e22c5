import numpy as np
import pytest
import torch

from backprop_explorer.engine import Flatten


def test_backward_is_the_gradient(rng, check_gradients):
    check_gradients(Flatten(), rng.normal(size=(2, 3, 4)))


def test_agrees_with_pytorch(rng):
    x, dy = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 60))
    tensor = torch.tensor(x, requires_grad=True)
    y = torch.nn.Flatten()(tensor)
    y.backward(torch.tensor(dy))
    layer = Flatten()
    np.testing.assert_array_equal(layer.forward(x), y.detach().numpy())
    np.testing.assert_array_equal(layer.backward(dy), tensor.grad.numpy())


def test_puts_row_after_row():
    x = np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    layer = Flatten()
    np.testing.assert_array_equal(layer.forward(x), [[1, 2, 3, 4], [5, 6, 7, 8]])
    np.testing.assert_array_equal(layer.backward(np.array([[1, 2, 3, 4], [5, 6, 7, 8]])), x)


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4)])
def test_says_what_shape_it_gives(shape):
    y = Flatten().forward(np.ones((7, *shape), np.float32))
    assert y.shape[1:] == Flatten().output_shape(shape) == (np.prod(shape),)
    assert y.dtype == np.float32
