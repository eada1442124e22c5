from math import inf, nan

import numpy as np
import pytest
import torch

from backprop_explorer.engine import SGD, InvalidSetting
from backprop_explorer.engine.numerical_gradient import numerical_gradient
from backprop_explorer.engine.penalties import L1, L2

PENALTIES = [L1(0.3), L2(0.3), L1(0.3, weights_only=False), L2(0.3, weights_only=False)]


@pytest.fixture
def params(rng):
    return {
        "W1": rng.normal(size=(3, 2)),
        "b1": rng.normal(size=2),
        "gamma2": rng.normal(size=2),
        "W3": rng.normal(size=(2, 1, 2, 2)),
    }


@pytest.mark.parametrize("penalty", PENALTIES)
def test_adds_the_gradient_of_its_loss(penalty, params, rng):
    grads = {name: rng.normal(size=array.shape) for name, array in params.items()}
    before = {name: array.copy() for name, array in (params | grads).items()}
    added = penalty.added(params, grads)
    for name, array in params.items():
        numeric = numerical_gradient(lambda: penalty.loss(params), array)
        np.testing.assert_allclose(added[name], grads[name] + numeric, rtol=1e-6, atol=1e-9)
    assert all((before[name] == array).all() for name, array in (params | grads).items())


def test_is_what_its_formula_says():
    params = {"W1": np.array([[1.0, -2.0]]), "b1": np.array([10.0]), "W2": np.array([[-3.0]])}
    assert L1(0.5).loss(params) == 0.5 * (1 + 2 + 3)
    assert L1(0.5, weights_only=False).loss(params) == 0.5 * (1 + 2 + 3 + 10)
    assert L2(0.5).loss(params) == 0.5 / 2 * (1 + 4 + 9)
    assert L2(0.5, weights_only=False).loss(params) == 0.5 / 2 * (1 + 4 + 9 + 100)
    assert L2(0.5).loss({"b1": np.ones(3)}) == 0


@pytest.mark.parametrize("penalty", [L1(0.3), L2(0.3)])
def test_only_weights_and_filters_pay_unless_asked(penalty, params):
    grads = {name: np.zeros_like(array) for name, array in params.items()}
    added = penalty.added(params, grads)
    assert {name for name, array in added.items() if array.any()} == {"W1", "W3"}


def test_agrees_with_the_weight_decay_of_pytorch(params, rng):
    tensors = {name: torch.nn.Parameter(torch.tensor(array)) for name, array in params.items()}
    weights = [tensors["W1"], tensors["W3"]]
    others = {"params": [tensors["b1"], tensors["gamma2"]], "weight_decay": 0}
    theirs = torch.optim.SGD([{"params": weights}, others], lr=0.1, weight_decay=0.3)
    ours = SGD(0.1, penalties=[L2(0.3)])
    for _ in range(100):
        grads = {name: rng.normal(size=array.shape) for name, array in params.items()}
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[name])
        theirs.step()
        ours.update(params, grads)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(params[name], tensor.detach().numpy(), rtol=1e-9)


def test_agrees_with_autograd(params):
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in params.items()}
    loss = 0.2 * sum(tensor.abs().sum() for tensor in tensors.values())
    loss = loss + 0.4 * sum((tensor**2).sum() for tensor in tensors.values())
    loss.backward()
    grads = {name: np.zeros_like(array) for name, array in params.items()}
    penalties = L1(0.2, weights_only=False), L2(0.8, weights_only=False)
    assert sum(p.loss(params) for p in penalties) == pytest.approx(loss.item(), rel=1e-9)
    for penalty in penalties:
        grads = penalty.added(params, grads)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(grads[name], tensor.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_stays_in_float32(penalty):
    params = {"W1": np.ones((2, 2), np.float32), "b1": np.ones(2, np.float32)}
    assert penalty.loss(params).dtype == np.float32
    assert {array.dtype for array in penalty.added(params, params).values()} == {np.dtype("f4")}


def test_a_weight_of_0_is_pulled_nowhere_and_no_strength_pulls_nothing():
    W = np.array([[0.0, -2.0]])
    np.testing.assert_array_equal(L1(0.5).gradient_of(W), [[0, -0.5]])
    np.testing.assert_array_equal(L2(0.5).gradient_of(W), [[0, -1]])
    np.testing.assert_array_equal(L2(0).gradient_of(W), [[0, 0]])


@pytest.mark.parametrize("penalty", [L1, L2])
@pytest.mark.parametrize("strength", [-0.1, nan, inf])
def test_refuses_a_strength_that_rewards_large_weights(penalty, strength):
    with pytest.raises(InvalidSetting, match=f"A strength of {strength} is .* such as 0.001"):
        penalty(strength)
