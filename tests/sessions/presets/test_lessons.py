"""The networks that fail do so, for the reason that is given, and no longer without it."""

from __future__ import annotations

import numpy as np
from tests.sessions.presets.trained import Trained, trained

from backprop_explorer.engine.functions import sigmoid
from backprop_explorer.sessions.spec.initializers import HeNormal, Normal
from backprop_explorer.sessions.spec.layers import Affine, Relu, Sigmoid
from backprop_explorer.sessions.spec.optimizers import SGD
from backprop_explorer.trace.model import Array


def test_the_first_of_ten_sigmoid_layers_has_next_to_no_gradient() -> None:
    net = trained("vanishing-gradients", 100)
    ratio = net.metrics["gradient_norm.W1"] / net.metrics["gradient_norm.W11"]
    assert (ratio < 2e-5).all()
    assert (ratio > 0).all()  # it is not that nothing was computed
    assert net.metrics["update_ratio.W1"].max() < 1e-5
    assert net.loss > 2.25  # log 10 is 2.303


def test_sigmoids_are_to_blame() -> None:
    layers = [*(Affine(units=20, init=HeNormal()), Relu()) * 10, Affine(units=10, init=HeNormal())]
    net = trained("vanishing-gradients", 100, layers=layers)
    assert (net.metrics["gradient_norm.W1"] > 0.1 * net.metrics["gradient_norm.W11"]).all()


def test_large_weights_explode() -> None:
    net = trained("exploding-gradients", 5)
    losses = net.metrics["loss"]
    assert losses[0] > 1_000
    assert not np.isfinite(losses).all()
    trace = trained("exploding-gradients").recording
    forward, backward = (
        [np.linalg.norm(trace.find(f"{letter}{layer}").array) for layer in range(1, 9)]
        for letter in ("a", "da")
    )
    assert forward[-1] > 100 * forward[0]
    assert backward[0] > 100 * backward[-1]


def test_smaller_weights_do_not_explode() -> None:
    layers = [*(Affine(units=16, init=HeNormal()), Relu()) * 8, Affine(units=1, init=HeNormal())]
    losses = trained("exploding-gradients", 100, layers=layers).metrics["loss"]
    assert losses.max() < 5


def test_a_high_rate_kills_relus() -> None:
    soon, later = (dead(trained("dying-relus", count)) for count in (10, 100))
    assert soon.mean() > 0.5
    assert later.mean() > 0.85
    assert later[soon].mean() > 0.9  # whoever died stays dead, but for a few


def test_dead_relus_have_no_gradient() -> None:
    net = trained("dying-relus", 100)
    batch = net.experiment.batch(100)
    gradients = net.network.gradient(batch.x, batch.t)
    assert not gradients["W1"][:, dead(net)].any()
    assert net.loss > 2.25


def test_the_textbooks_rate_kills_none() -> None:
    net = trained("dying-relus", 100, optimizer=SGD(learning_rate=0.1))
    assert not dead(net).any()


def dead(net: Trained) -> Array:
    """(M,): which units of the first ReLU give 0 for every training example."""
    activations = next(net.outputs("Relu", net.x("train")))
    return ~activations.any(axis=0)


def test_units_that_start_alike_stay_alike() -> None:
    net = trained("zero-weights", 200)
    W1, W2 = net.params["W1"], net.params["W2"]
    assert np.abs(W1).max() > 0.01
    assert np.ptp(W1, axis=1).max() < 1e-4 * np.abs(W1).max()
    assert np.ptp(W2, axis=0).max() < 1e-4 * np.abs(W2).max()


def test_fifty_units_that_are_alike_are_one() -> None:
    net = trained("zero-weights", 300)
    one = {name: net.params[name] for name in ("W1", "b1", "W2", "b2")}
    a1 = sigmoid(net.x() @ one["W1"][:, :1] + one["b1"][:1])
    scores = a1 @ (50 * one["W2"][:1]) + one["b2"]
    np.testing.assert_allclose(net.network.predict(net.x()), scores, atol=1e-3)
    assert net.accuracy < 0.5


def test_fifty_units_that_start_differently_learn_more() -> None:
    layers = [Affine(units=50, init=Normal(std=0.01)), Sigmoid(), Affine(units=10)]
    assert trained("zero-weights", 300, layers=layers).accuracy > 0.8
