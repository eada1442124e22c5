from math import nan, sqrt

import numpy as np
import pytest
import torch

from backprop_explorer.engine import BatchNorm, InvalidSetting, ShapeMismatch

SHAPES = [(4, 3), (2, 3), (4, 3, 5), (2, 3, 4, 5), (1, 3, 2, 2)]


@pytest.fixture
def layer(rng):
    return BatchNorm(gamma=rng.normal(size=3), beta=rng.normal(size=3))


@pytest.fixture
def twin(layer):
    """The same in PyTorch, where its name depends on the axes."""

    def make(x):
        kind = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}[x.ndim]
        norm = kind(3, eps=layer.eps, momentum=layer.momentum).double()
        norm.load_state_dict(
            {
                "weight": torch.tensor(layer.gamma),
                "bias": torch.tensor(layer.beta),
                "running_mean": torch.tensor(layer.running_mean),
                "running_var": torch.tensor(layer.running_var),
                "num_batches_tracked": torch.tensor(0),
            }
        )
        return norm

    return make


def assert_agree(layer, norm, x, dy):
    tensor = torch.tensor(x, requires_grad=True)
    y = norm(tensor)
    norm.zero_grad()
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer.forward(x), y.detach().numpy(), rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(layer.backward(dy), tensor.grad.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.dgamma, norm.weight.grad.numpy(), rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(layer.dbeta, norm.bias.grad.numpy(), rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(layer.running_mean, norm.running_mean.numpy(), rtol=1e-9)
    np.testing.assert_allclose(layer.running_var, norm.running_var.numpy(), rtol=1e-9)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_backward_is_the_gradient(shape, training, layer, rng, check_gradients):
    layer.training = training
    check_gradients(layer, rng.normal(size=shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_agrees_with_pytorch(shape, layer, twin, rng):
    """Three batches in training, so that the running statistics move, then one in evaluation."""
    batches = [3 + 2 * rng.normal(size=shape) for _ in range(4)]
    norm = twin(batches[0])
    for x in batches[:3]:
        assert_agree(layer, norm, x, rng.normal(size=shape))
    layer.training = False
    norm.eval()
    before = layer.running_mean.copy(), layer.running_var.copy()
    assert_agree(layer, norm, batches[3], rng.normal(size=shape))
    np.testing.assert_array_equal(layer.running_mean, before[0])
    np.testing.assert_array_equal(layer.running_var, before[1])


@pytest.mark.parametrize(("momentum", "eps"), [(0.0, 1e-3), (0.5, 0.1), (1.0, 1e-5)])
def test_agrees_with_pytorch_in_its_settings(momentum, eps, twin, layer, rng):
    layer.momentum, layer.eps = momentum, eps
    x = rng.normal(size=(4, 3))
    norm = twin(x)
    made_so = BatchNorm(layer.gamma, layer.beta, momentum=momentum, eps=eps)
    assert_agree(made_so, norm, x, rng.normal(size=(4, 3)))


def test_is_what_its_formula_says(layer, rng):
    x = rng.normal(size=(2, 3, 2, 2))
    y = layer.forward(x)
    for c in range(3):
        numbers = [x[n, c, i, j] for n in range(2) for i in range(2) for j in range(2)]
        mean = sum(numbers) / 8
        squares = sum((number - mean) ** 2 for number in numbers)
        for n, i, j in np.ndindex(2, 2, 2):
            x_hat = (x[n, c, i, j] - mean) / sqrt(squares / 8 + 1e-5)
            assert y[n, c, i, j] == pytest.approx(layer.gamma[c] * x_hat + layer.beta[c])
        assert layer.running_mean[c] == pytest.approx(0.1 * mean)
        assert layer.running_var[c] == pytest.approx(0.9 + 0.1 * squares / 7)


def test_starts_with_statistics_that_change_nothing_in_evaluation(rng):
    layer = BatchNorm(np.ones(3), np.zeros(3), eps=1e-12)
    layer.training = False
    x = rng.normal(size=(4, 3))
    np.testing.assert_allclose(layer.forward(x), x)


def test_an_example_depends_on_its_batch_in_training_only(layer, rng):
    x = rng.normal(size=(4, 3))
    alone_with_one = layer.forward(x[:2])[0]
    assert not np.allclose(alone_with_one, layer.forward(x)[0])
    assert layer.mixes_examples
    layer.training = False
    np.testing.assert_array_equal(layer.forward(x[:1]), layer.forward(x)[:1])


def test_its_statistics_are_arrays_that_stay_the_same_objects(layer, rng):
    mean, var = layer.running_mean, layer.running_var
    layer.forward(rng.normal(size=(4, 3)))
    assert layer.running_mean is mean
    assert layer.running_var is var
    assert mean.any()


def test_leaves_its_arguments_alone(layer, rng):
    x, dy = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 4, 5))
    before = x.copy(), dy.copy(), layer.gamma.copy(), layer.beta.copy()
    layer.forward(x)
    layer.backward(dy)
    for array, copy in zip((x, dy, layer.gamma, layer.beta), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("training", [True, False])
def test_stays_in_float32(training, rng):
    layer = BatchNorm(np.ones(3, np.float32), np.zeros(3, np.float32))
    layer.training = training
    assert layer.forward(rng.random((4, 3), np.float32)).dtype == np.float32
    assert layer.backward(rng.random((4, 3), np.float32)).dtype == np.float32
    assert layer.dgamma.dtype == layer.dbeta.dtype == np.float32
    assert layer.running_mean.dtype == layer.running_var.dtype == np.float32


def test_images_keep_their_layout_in_memory(layer, rng):
    """Channels are moved to the end and back, and nothing is copied for it."""
    y = layer.forward(rng.normal(size=(2, 3, 4, 5)))
    assert y.flags.c_contiguous
    assert layer.backward(rng.normal(size=(2, 3, 4, 5))).flags.c_contiguous


def test_refuses_to_train_on_one_number_per_feature(layer):
    with pytest.raises(ShapeMismatch, match=r"\(1, 3\) .* 2 or more examples"):
        layer.forward(np.ones((1, 3)))
    with pytest.raises(ShapeMismatch, match=r"\(1, 3, 1, 1\)"):
        layer.forward(np.ones((1, 3, 1, 1)))
    assert not layer.running_mean.any()
    layer.training = False
    assert layer.forward(np.ones((1, 3))).shape == (1, 3)


def test_refuses_features_it_was_not_made_for(layer):
    with pytest.raises(ShapeMismatch, match=r"\(4, 3\) does not start with the 3 .*\(3,\)"):
        layer.output_shape((4, 3))
    assert layer.output_shape((3, 8, 8)) == (3, 8, 8)
    assert layer.output_shape((3,)) == (3,)
    assert layer.input_shape is None


@pytest.mark.parametrize("momentum", [1.5, -0.1, nan])
def test_refuses_a_momentum_that_is_no_share(momentum):
    with pytest.raises(InvalidSetting, match=f"momentum of {momentum} is not possible: .* 0 to 1"):
        BatchNorm(np.ones(3), np.zeros(3), momentum=momentum)


def test_refuses_an_eps_of_zero():
    with pytest.raises(InvalidSetting, match=r"An eps of 0 is not possible: .* 1e-5"):
        BatchNorm(np.ones(3), np.zeros(3), eps=0)
