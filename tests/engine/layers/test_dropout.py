from math import nan

import numpy as np
import pytest
import torch

from backprop_explorer.engine import Dropout, InvalidSetting


def test_backward_is_the_gradient(rng, check_gradients):
    check_gradients(Dropout(), rng.normal(size=(4, 5)))


def test_agrees_with_pytorch(rng):
    """PyTorch draws other numbers, so what is compared is a product with our mask."""
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    layer = Dropout(0.3)
    a = layer.forward(z)
    tensor = torch.tensor(z, requires_grad=True)
    theirs = tensor * torch.tensor(layer.mask != 0) / (1 - 0.3)
    theirs.backward(torch.tensor(da))
    np.testing.assert_allclose(a, theirs.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(layer.backward(da), tensor.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize("rate", [0, 0.1, 0.5, 0.9])
def test_leaves_out_its_share_and_makes_up_for_it(rate):
    a = Dropout(rate).forward(np.ones((500, 400)))
    left_out = a == 0
    assert left_out.mean() == pytest.approx(rate, abs=0.005)
    np.testing.assert_allclose(a[~left_out], 1 / (1 - rate))
    assert a.mean() == pytest.approx(1, abs=0.02)


def test_the_gradient_passes_where_the_number_passed(rng):
    layer = Dropout()
    a = layer.forward(np.ones((4, 5)))
    np.testing.assert_array_equal(layer.backward(np.full((4, 5), 3.0)), 3 * a)


def test_the_mask_follows_from_the_seed_and_the_shape():
    z, layer = np.ones((20, 30)), Dropout()
    first = layer.forward(z)
    np.testing.assert_array_equal(layer.forward(z), first)
    np.testing.assert_array_equal(Dropout().forward(z.astype(np.float32)), first)
    layer.seed = (0, 1)
    assert 0.4 < (layer.forward(z) != first).mean() < 0.6
    layer.seed = (0,)
    np.testing.assert_array_equal(layer.forward(z), first)


def test_lets_everything_pass_in_evaluation(rng):
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    layer = Dropout(0.9)
    layer.training = False
    np.testing.assert_array_equal(layer.forward(z), z)
    np.testing.assert_array_equal(layer.backward(da), da)


def test_leaves_its_arguments_alone(rng):
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = z.copy(), da.copy()
    layer = Dropout()
    layer.forward(z)
    layer.backward(da)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(da, before[1])


def test_stays_in_float32_and_keeps_its_shape():
    layer = Dropout()
    assert layer.forward(np.ones((2, 3), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((2, 3), np.float32)).dtype == np.float32
    assert layer.output_shape((3, 5)) == (3, 5)


@pytest.mark.parametrize("rate", [1, -0.1, 1.5, nan])
def test_refuses_a_rate_that_is_no_share(rate):
    with pytest.raises(InvalidSetting, match=f"rate of {rate} is not possible: .* less than 1"):
        Dropout(rate)
