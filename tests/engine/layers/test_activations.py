"""The layers that work on every number alone; a new one is a line in FUNCTIONS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cosh, erfc, exp, expm1, inf, log1p, nan, pi, sqrt, tanh

import numpy as np
import pytest
import torch
from torch.nn import functional

from backprop_explorer.engine import (
    Elu,
    Gelu,
    InvalidSetting,
    Layer,
    LeakyRelu,
    Relu,
    Sigmoid,
    Silu,
    Softplus,
    Tanh,
)


@dataclass(frozen=True)
class Function:
    """A layer, the same in PyTorch, and its value and slope written for one Python number."""

    make: Callable[[], Layer]
    torch: Callable[[torch.Tensor], torch.Tensor]
    value: Callable[[float], float]
    slope: Callable[[float], float]
    ends: tuple[float, float]
    """The values at −1000 and 1000."""


def bell(z: float) -> float:
    """The inside of Gelu's tanh."""
    return sqrt(2 / pi) * (z + 0.044715 * z**3)


FUNCTIONS = {
    "relu": Function(
        Relu,
        functional.relu,
        lambda z: z if z > 0 else 0,
        lambda z: 1 if z > 0 else 0,
        (0, 1000),
    ),
    "leaky relu": Function(
        LeakyRelu,
        functional.leaky_relu,
        lambda z: z if z > 0 else z / 100,
        lambda z: 1 if z > 0 else 0.01,
        (-10, 1000),
    ),
    "leaky relu 0.3": Function(
        lambda: LeakyRelu(0.3),
        lambda z: functional.leaky_relu(z, 0.3),
        lambda z: max(z, 0.3 * z),
        lambda z: 1 if z > 0 else 0.3,
        (-300, 1000),
    ),
    "elu": Function(
        Elu,
        functional.elu,
        lambda z: z if z > 0 else expm1(z),
        lambda z: 1 if z > 0 else exp(z),
        (-1, 1000),
    ),
    "elu 0.5": Function(
        lambda: Elu(0.5),
        lambda z: functional.elu(z, 0.5),
        lambda z: z if z > 0 else expm1(z) / 2,
        lambda z: 1 if z > 0 else exp(z) / 2,
        (-0.5, 1000),
    ),
    "gelu": Function(
        Gelu,
        lambda z: functional.gelu(z, approximate="tanh"),
        # (1 + tanh(u)) / 2 is the sigmoid of 2u, and 1 − tanh² is 1 / cosh².
        lambda z: z / (1 + exp(-2 * bell(z))),
        lambda z: (
            1 / (1 + exp(-2 * bell(z)))
            + z / 2 / cosh(bell(z)) ** 2 * sqrt(2 / pi) * (1 + 0.134145 * z**2)
        ),
        (0, 1000),
    ),
    "sigmoid": Function(
        Sigmoid,
        torch.sigmoid,
        lambda z: 1 / (1 + exp(-z)),
        lambda z: 1 / (exp(z / 2) + exp(-z / 2)) ** 2,
        (0, 1),
    ),
    "silu": Function(
        Silu,
        functional.silu,
        lambda z: z / (1 + exp(-z)),
        lambda z: (1 + exp(-z) + z * exp(-z)) / (1 + exp(-z)) ** 2,
        (0, 1000),
    ),
    "softplus": Function(
        Softplus,
        lambda z: functional.softplus(z, threshold=100),
        lambda z: log1p(exp(z)),
        lambda z: exp(z) / (1 + exp(z)),
        (0, 1000),
    ),
    "tanh": Function(
        Tanh,
        torch.tanh,
        tanh,
        lambda z: 1 / cosh(z) ** 2,
        (-1, 1),
    ),
}


@pytest.fixture(params=FUNCTIONS.values(), ids=FUNCTIONS)
def function(request):
    return request.param


@pytest.fixture
def layer(function):
    return function.make()


def away_from_the_kink(z):
    return z + 0.1 * np.sign(z)


def test_backward_is_the_gradient(layer, rng, check_gradients):
    check_gradients(layer, away_from_the_kink(rng.normal(size=(4, 5))))


def test_agrees_with_pytorch(function, layer, rng):
    z, da = 5 * rng.normal(size=(4, 3, 5)), rng.normal(size=(4, 3, 5))
    tensor = torch.tensor(z, requires_grad=True)
    a = function.torch(tensor)
    a.backward(torch.tensor(da))

    np.testing.assert_allclose(layer.forward(z), a.detach().numpy(), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(layer.backward(da), tensor.grad.numpy(), rtol=1e-9, atol=1e-14)


def test_is_what_its_formula_says(function, layer):
    z = np.linspace(-6, 6, 40).reshape(4, 10)  # not through 0, where some have a kink
    a, dz = layer.forward(z), layer.backward(np.full_like(z, 3))
    for index, number in np.ndenumerate(z):
        assert a[index] == pytest.approx(function.value(number), rel=1e-9, abs=1e-14)
        assert dz[index] == pytest.approx(3 * function.slope(number), rel=1e-9, abs=1e-14)


def test_agrees_with_pytorch_at_zero(function, layer):
    tensor = torch.zeros(1, 1, requires_grad=True)
    a = function.torch(tensor)
    a.sum().backward()
    assert layer.forward(np.zeros((1, 1))).item() == pytest.approx(a.item())
    assert layer.backward(np.ones((1, 1))).item() == pytest.approx(tensor.grad.item())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_overflows(function, layer, dtype):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = layer.forward(np.array([[-1000, 1000]], dtype))
        dz = layer.backward(np.ones((1, 2), dtype))
    np.testing.assert_allclose(a, [function.ends])
    assert np.isfinite(dz).all()


def test_leaves_its_arguments_alone_and_gives_arrays_of_its_own(layer, rng):
    z, da = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    before = z.copy(), da.copy()
    a, dz = layer.forward(z), layer.backward(da)
    a_before = a.copy()
    dz += 1
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(da, before[1])
    np.testing.assert_array_equal(a, a_before)
    assert not np.shares_memory(a, z)


def test_stays_in_float32(layer):
    assert layer.forward(np.ones((2, 2), np.float32)).dtype == np.float32
    assert layer.backward(np.ones((2, 2), np.float32)).dtype == np.float32


def test_keeps_any_shape(layer, rng):
    assert layer.output_shape((3, 8, 8)) == (3, 8, 8)
    assert layer.input_shape is None
    assert layer.forward(rng.normal(size=(2, 3, 8, 8))).shape == (2, 3, 8, 8)
    assert layer.backward(rng.normal(size=(2, 3, 8, 8))).shape == (2, 3, 8, 8)


@pytest.mark.parametrize(
    ("layer", "z", "a"), [(Softplus(), -30, exp(-30)), (Elu(), -1e-12, expm1(-1e-12))]
)
def test_small_values_keep_their_digits(layer, z, a):
    """In 1 + e⁻³⁰, and in e to a power near 0, most digits that count are lost."""
    assert layer.forward(np.array([[z]])).item() == pytest.approx(a, rel=1e-9, abs=0)


def test_relu_cuts_infinity_off_like_any_negative_number():
    np.testing.assert_array_equal(Relu().forward(np.array([[-np.inf, np.inf]])), [[0, np.inf]])


def test_the_tanh_form_of_gelu_is_as_near_the_exact_one_as_it_says():
    z = np.linspace(-10, 10, 2001)
    exact = [number / 2 * erfc(-number / sqrt(2)) for number in z]
    assert 0.0004 < np.abs(Gelu().forward(z) - exact).max() < 0.0005


@pytest.mark.parametrize("slope", [inf, nan])
def test_refuses_a_slope_that_is_no_number(slope):
    with pytest.raises(InvalidSetting, match=f"A slope of {slope} is not possible: .* 0.01"):
        LeakyRelu(slope)


@pytest.mark.parametrize("alpha", [-1, inf, nan])
def test_refuses_an_alpha_that_is_no_height(alpha):
    with pytest.raises(InvalidSetting, match=f"An alpha of {alpha} is not possible: .* 0 or more"):
        Elu(alpha)
