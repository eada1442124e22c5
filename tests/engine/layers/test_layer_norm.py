from math import inf, nan, sqrt

import numpy as np
import pytest
import torch

from backprop_explorer.engine import InvalidSetting, LayerNorm, ShapeMismatch


@pytest.fixture
def layer(rng):
    return LayerNorm(gamma=rng.normal(size=5), beta=rng.normal(size=5))


@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 5)])
def test_backward_is_the_gradient(shape, layer, rng, check_gradients):
    check_gradients(layer, rng.normal(size=shape))


@pytest.mark.parametrize("shape", [(4, 5), (1, 5), (2, 3, 5)])
def test_agrees_with_pytorch(shape, layer, rng):
    x, dy = 3 + 2 * rng.normal(size=shape), rng.normal(size=shape)
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, layer.gamma, layer.beta)]
    y = torch.nn.functional.layer_norm(tensors[0], (5,), *tensors[1:], eps=1e-5)
    y.backward(torch.tensor(dy))

    np.testing.assert_allclose(layer.forward(x), y.detach().numpy(), rtol=1e-9)
    gradients = layer.backward(dy), layer.dgamma, layer.dbeta
    for ours, theirs in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9, atol=1e-14)


def test_is_what_its_formula_says(layer, rng):
    x = rng.normal(size=(3, 5))
    y = layer.forward(x)
    for n in range(3):
        mean = sum(x[n]) / 5
        variance = sum((number - mean) ** 2 for number in x[n]) / 5
        for d in range(5):
            x_hat = (x[n, d] - mean) / sqrt(variance + 1e-5)
            assert y[n, d] == pytest.approx(layer.gamma[d] * x_hat + layer.beta[d])


def test_an_example_alone_gives_what_it_gives_in_a_batch(layer, rng):
    x = rng.normal(size=(4, 5))
    np.testing.assert_array_equal(layer.forward(x[:1]), layer.forward(x)[:1])
    assert not layer.mixes_examples


def test_numbers_that_are_all_alike_become_beta(layer):
    y = layer.forward(np.full((2, 5), 7.0))
    np.testing.assert_array_equal(y, [layer.beta] * 2)
    assert np.isfinite(layer.backward(np.ones((2, 5)))).all()


def test_leaves_its_arguments_alone(layer, rng):
    x, dy = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = x.copy(), dy.copy(), layer.gamma.copy(), layer.beta.copy()
    layer.forward(x)
    layer.backward(dy)
    for array, copy in zip((x, dy, layer.gamma, layer.beta), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_stays_in_float32(rng):
    layer = LayerNorm(np.ones(3, np.float32), np.zeros(3, np.float32))
    assert layer.forward(rng.random((4, 3), np.float32)).dtype == np.float32
    assert layer.backward(rng.random((4, 3), np.float32)).dtype == np.float32
    assert layer.dgamma.dtype == layer.dbeta.dtype == np.float32


def test_refuses_features_it_was_not_made_for(layer):
    with pytest.raises(ShapeMismatch, match=r"\(5, 4\) does not end in the 5 features .*\(5,\)"):
        layer.output_shape((5, 4))
    assert layer.output_shape((4, 5)) == (4, 5)
    assert layer.input_shape is None


@pytest.mark.parametrize("beta_shape", [(4,), (5, 1), ()])
def test_refuses_gamma_and_beta_that_do_not_fit(beta_shape):
    with pytest.raises(ShapeMismatch) as refusal:
        LayerNorm(np.ones(5), np.zeros(beta_shape))
    assert "(5,)" in str(refusal.value)
    assert str(beta_shape) in str(refusal.value)


def test_refuses_a_gamma_with_more_axes():
    with pytest.raises(ShapeMismatch, match=r"gamma of shape \(2, 5\)"):
        LayerNorm(np.ones((2, 5)), np.ones((2, 5)))


@pytest.mark.parametrize("eps", [0, -1e-5, inf, nan])
def test_refuses_an_eps_that_does_not_help(eps):
    with pytest.raises(InvalidSetting, match=f"An eps of {eps} is not possible: .* 1e-5"):
        LayerNorm(np.ones(5), np.zeros(5), eps=eps)
