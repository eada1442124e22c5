"""The small networks do what their sentences say."""

from __future__ import annotations

import numpy as np
from tests.sessions.presets.trained import Trained, after_epochs, trained

from backprop_explorer.sessions.spec.initializers import HeNormal
from backprop_explorer.sessions.spec.layers import Affine, Relu
from backprop_explorer.trace.model import Array


def test_logistic_regression_multiplies_error_and_input() -> None:
    trace = trained("logistic-regression").recording
    x, y, t, dW1 = (trace.find(name).array for name in ("x", "y", "t", "dW1"))
    assert dW1.shape == (2, 1)
    np.testing.assert_allclose(dW1, ((y - t) * x).mean(axis=0)[:, None], rtol=1e-5)


def test_logistic_regression_parts_the_two_heaps() -> None:
    assert after_epochs("logistic-regression", 4).accuracy > 0.95


def test_two_hidden_units_find_their_lines_from_seed_0() -> None:
    net = trained("exclusive-or", 500)
    assert net.loss < 0.05
    assert net.accuracy == 1


def test_two_hidden_units_get_stuck_from_seed_1() -> None:
    assert trained("exclusive-or", 500, seed=1).loss > 0.3
    assert trained("exclusive-or", 2_000, seed=1).loss > 0.3


def test_playgrounds_ring_closes_within_40_epochs() -> None:
    assert trained("playground", 1).accuracy < 0.75
    assert after_epochs("playground", 40).accuracy > 0.97


def test_the_spiral_comes_apart_within_100_epochs() -> None:
    assert after_epochs("spiral", 10).loss > 0.3
    net = after_epochs("spiral", 100)
    assert net.loss < 0.05
    assert net.accuracy > 0.97


def test_eight_bends_make_a_sine() -> None:
    net = trained("sine", 1_000)
    bends = next(net.outputs("Tanh", net.x()))
    order = net.x()[:, 0].argsort()
    slopes = np.sign(np.diff(bends[order], axis=0)).sum(axis=0)
    assert (np.abs(slopes) > 0.9 * (len(order) - 1)).all()  # each only rises, or only falls
    assert net.loss < 0.02  # of a wave whose mean square is 0.5


def test_attention_looks_at_the_place_that_is_asked_for() -> None:
    net = trained("attention", 300)
    assert net.accuracy > 0.98
    assert seen_where_asked(net).mean() > 0.6


def test_attention_from_seed_2_looks_everywhere_else() -> None:
    net = trained("attention", 800, seed=2)
    assert net.accuracy > 0.9
    assert seen_where_asked(net).mean() < 0.1


def test_recall_is_too_much_for_a_network_without_attention() -> None:
    layers = [Affine(units=32, init=HeNormal()), Relu(), Affine(units=8, init=HeNormal())]
    net = trained("attention", 800, layers=layers)
    assert net.loss_and_accuracy("train")[1] > 0.9
    assert net.accuracy < 0.6


def seen_where_asked(net: Trained) -> Array:
    """(N,): how much of its attention the last token gives to the place that it asks for."""
    x, network = net.x(), net.network
    network.predict(x)
    last_row = network.layers["SelfAttention1"].weights[:, -1]  # type: ignore[attr-defined]
    asked = x[:, -1, 9:].argmax(axis=1)  # nine letters, the "?" included, then eight places
    seen: Array = last_row[np.arange(len(x)), asked]
    return seen
