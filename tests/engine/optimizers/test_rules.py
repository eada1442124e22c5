"""Each rule against PyTorch, against its textbook form, and by hand."""

from functools import partial
from math import inf, nan, sqrt

import numpy as np
import pytest
import torch

from backprop_explorer.engine import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    InvalidSetting,
    Momentum,
    Nesterov,
    RMSProp,
)

Peer = torch.optim
PAIRS = [
    (partial(SGD, 0.1), partial(Peer.SGD, lr=0.1)),
    (partial(Momentum, 0.1, 0.8), partial(Peer.SGD, lr=0.1, momentum=0.8)),
    (partial(Nesterov, 0.1, 0.8), partial(Peer.SGD, lr=0.1, momentum=0.8, nesterov=True)),
    (partial(AdaGrad, 0.1), partial(Peer.Adagrad, lr=0.1)),
    (partial(AdaGrad, 0.1, 1e-3), partial(Peer.Adagrad, lr=0.1, eps=1e-3)),
    (partial(RMSProp, 0.1), partial(Peer.RMSprop, lr=0.1)),
    (partial(RMSProp, 0.1, 0.7, 1e-3), partial(Peer.RMSprop, lr=0.1, alpha=0.7, eps=1e-3)),
    (partial(Adam, 0.1), partial(Peer.Adam, lr=0.1)),
    (partial(Adam, 0.1, 0.7, 0.8, 1e-3), partial(Peer.Adam, lr=0.1, betas=(0.7, 0.8), eps=1e-3)),
    (partial(AdamW, 0.1), partial(Peer.AdamW, lr=0.1)),
    (partial(AdamW, 0.1, weight_decay=0.3), partial(Peer.AdamW, lr=0.1, weight_decay=0.3)),
]
RULES = [SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_agrees_with_pytorch_after_100_updates(ours, theirs, rng):
    params = {"W1": rng.normal(size=(3, 2)), "b1": rng.normal(size=2)}
    tensors = {name: torch.nn.Parameter(torch.tensor(array)) for name, array in params.items()}
    ours, theirs = ours(), theirs(tensors.values())
    for scale in np.exp(rng.normal(size=100)):
        grads = {name: scale * rng.normal(size=array.shape) for name, array in params.items()}
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[name])
        theirs.step()
        ours.update(params, grads)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(params[name], tensor.detach().numpy(), rtol=1e-9)


class TextbookMomentum:
    def __init__(self, lr, momentum):
        self.lr, self.momentum, self.v = lr, momentum, 0

    def step(self, W, dW):
        self.v = self.momentum * self.v - self.lr * dW
        W += self.v


class TextbookNesterov(TextbookMomentum):
    def step(self, W, dW):
        W += self.momentum * self.momentum * self.v
        W -= (1 + self.momentum) * self.lr * dW
        self.v = self.momentum * self.v - self.lr * dW


class TextbookAdaGrad:
    def __init__(self, lr):
        self.lr, self.h = lr, 0

    def step(self, W, dW):
        self.h = self.h + dW**2
        W -= self.lr * dW / (np.sqrt(self.h) + 1e-7)


class TextbookRMSProp(TextbookAdaGrad):
    def step(self, W, dW):
        self.h = 0.99 * self.h + 0.01 * dW**2
        W -= self.lr * dW / (np.sqrt(self.h) + 1e-7)


class TextbookAdam:
    def __init__(self, lr):
        self.lr, self.t, self.m, self.v = lr, 0, 0, 0

    def step(self, W, dW):
        self.t += 1
        rate = self.lr * sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        self.m = self.m + 0.1 * (dW - self.m)
        self.v = self.v + 0.001 * (dW**2 - self.v)
        W -= rate * self.m / (np.sqrt(self.v) + 1e-7)


@pytest.mark.parametrize(
    ("ours", "textbook", "rtol"),
    [
        (Momentum(0.1, 0.8), TextbookMomentum(0.1, 0.8), 1e-12),
        (Nesterov(0.1, 0.8), TextbookNesterov(0.1, 0.8), 1e-12),
        (AdaGrad(0.1, eps=1e-7), TextbookAdaGrad(0.1), 1e-12),
        (RMSProp(0.1, eps=1e-7), TextbookRMSProp(0.1), 1e-12),
        (Adam(0.1), TextbookAdam(0.1), 1e-4),  # eps stands elsewhere
    ],
)
def test_agrees_with_the_textbook(ours, textbook, rtol, rng):
    W = rng.normal(size=(3, 2))
    theirs = W.copy()
    for gradient in rng.normal(size=(50, 3, 2)):
        ours.update({"W1": W}, {"W1": gradient})
        textbook.step(theirs, gradient)
    np.testing.assert_allclose(W, theirs, rtol=rtol)


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        (SGD(0.5), -2, -3),
        (Momentum(0.5, 0.5), -2, -2 - (4 / 2 + 2) / 2),
        (Nesterov(0.5, 0.5), -(4 + 4 / 2) / 2, -3 - (2 + (4 / 2 + 2) / 2) / 2),
        (AdaGrad(0.5), -0.5, -0.5 - 2 / sqrt(16 + 4) / 2),
        (RMSProp(0.5, 0.5), -sqrt(2) / 2, -sqrt(2) / 2 - 2 / sqrt(16 / 4 + 4 / 2) / 2),
        (Adam(0.5, 0.5, 0.5), -0.5, -0.5 - (2 / 0.75) / sqrt(6 / 0.75) / 2),
        (AdamW(0.5, 0.5, 0.5, weight_decay=1), -0.5, -0.25 - (2 / 0.75) / sqrt(6 / 0.75) / 2),
    ],
)
def test_two_steps_by_hand(rule, first, second):
    """From 0, with the gradients 4 and 2."""
    W = np.zeros(1)
    rule.update({"b1": W}, {"b1": np.array([4.0])})
    assert pytest.approx(first, rel=1e-6) == W
    rule.update({"b1": W}, {"b1": np.array([2.0])})
    assert pytest.approx(second, rel=1e-6) == W


@pytest.mark.parametrize("rule", RULES)
def test_goes_to_the_bottom_of_a_valley(rule):
    W = np.array([3.0, -2.0])
    optimizer = rule(1.0 if rule is AdaGrad else 0.05)
    for _ in range(500):
        optimizer.update({"W1": W}, {"W1": W * [1, 5]})
    np.testing.assert_allclose(W, 0, atol=0.05)


@pytest.mark.parametrize("rule", [AdaGrad, RMSProp, Adam, AdamW])
def test_a_gradient_of_0_moves_nothing(rule):
    W = np.zeros(2, np.float32)
    with np.errstate(all="raise"):
        rule(0.1).update({"W1": W}, {"W1": np.zeros(2, np.float32)})
    np.testing.assert_array_equal(W, 0)


@pytest.mark.parametrize(
    "rule", [SGD(0), Momentum(0.1, 0), RMSProp(0.1, 0), Adam(0, 0, 0), AdamW(weight_decay=0)]
)
def test_0_is_a_rate_and_a_share(rule):
    """Nothing is learned, nothing is remembered, nothing decays."""
    W = np.ones(1)
    rule.update({"b1": W}, {"b1": np.array([0.5])})
    assert W[0] == pytest.approx(1 - rule.rate * (0.5 if type(rule) is Momentum else 1))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rate", [-0.1, nan, inf])
def test_refuses_a_rate_that_is_no_rate(rule, rate):
    with pytest.raises(InvalidSetting, match=f"{rate} is not possible: take 0 or more"):
        rule(rate)


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        (Momentum, "momentum"),
        (Nesterov, "momentum"),
        (RMSProp, "decay"),
        (Adam, "beta1"),
        (Adam, "beta2"),
        (AdamW, "beta2"),
    ],
)
@pytest.mark.parametrize("share", [1, 1.5, -0.1, nan])
def test_refuses_a_share_that_keeps_everything(rule, setting, share):
    with pytest.raises(InvalidSetting, match=f"A {setting} of {share} is not .* 0 or more and les"):
        rule(**{setting: share})


@pytest.mark.parametrize("rule", [AdaGrad, RMSProp, Adam, AdamW])
@pytest.mark.parametrize("eps", [0, -1e-8, nan, inf])
def test_refuses_an_eps_that_does_not_help(rule, eps):
    with pytest.raises(InvalidSetting, match=f"An eps of {eps} is not possible: .* such as 1e-8"):
        rule(eps=eps)


@pytest.mark.parametrize("decay", [-0.1, nan, inf])
def test_refuses_a_decay_that_makes_weights_grow(decay):
    with pytest.raises(InvalidSetting, match=f"A weight decay of {decay} is not possible"):
        AdamW(weight_decay=decay)
