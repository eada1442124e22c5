"""A step across the kink of a ReLU is told from an error, and no error hides behind one."""

import numpy as np
import pytest

from backprop_explorer.engine import (
    Affine,
    Elu,
    Flatten,
    Hinge,
    MaxPooling,
    MeanAbsoluteError,
    Network,
    Relu,
    Verdict,
    gradient_check,
)
from backprop_explorer.engine.gradient_check.kinks import Decisions


def with_z(z, activation=None):
    """A network of one unit that receives z for x = 1, and then has weights +1 and −1."""
    first = Affine(np.array([[float(z)]]), np.zeros(1))
    second = Affine(np.array([[1.0, -1.0]]), np.zeros(2))
    return Network([first, activation or Relu(), second]), np.ones((1, 1)), np.array([0])


@pytest.mark.parametrize("z", [0, 1e-9, -1e-9, 5e-8, -5e-8, 6e-8, -9e-8])
def test_a_unit_at_its_kink_is_reported_and_is_no_error(z):
    network, x, t = with_z(z)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)
    counts = {check.name: check.kinks for check in report.arrays}
    assert counts == {"W1": 1, "b1": 1, "W2": 0, "b2": 0, "x": 0}
    assert report.kinks == 2
    assert "W1: worst 0.00e+00" in str(report)
    assert "1 of 1, 1 at a kink" in str(report)


@pytest.mark.parametrize("z", [3e-7, -3e-7, 9e-7, 2e-6, -2e-6])
def test_a_unit_near_its_kink_is_checked_by_a_step_that_does_not_reach_it(z):
    network, x, t = with_z(z)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)
    assert report.kinks == report.input.kinks == 0
    assert report.parameters["b1"].numeric == pytest.approx(-1.0 * (z > 0), abs=1e-5)
    plain = network.numerical_gradient(x, t)["b1"]
    crossed = abs(z) < 1e-6
    assert (abs(plain - network.gradient(x, t)["b1"]) > 1e-3) == crossed


@pytest.mark.parametrize("z", [0, 1e-9, 3e-7, 1])
def test_a_wrong_gradient_at_a_kink_is_an_error(z):
    """The slopes there are 0 and −1; backward may say either, but not +1."""

    class WrongSign(Relu):
        def backward(self, da):
            return -da * (self.mask | True)

    network, x, t = with_z(z, WrongSign())
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    assert report.parameters["b1"].worst_index == (0,)


def test_two_kinks_that_cancel_are_seen_by_what_the_layer_decides():
    """All units at 0: a step of W1 to the right turns one example on, to the left the other one.

    The loss then has the same slope on both sides, and backward's 0 is another.
    """
    first = Affine(np.zeros((1, 1)), np.zeros(1))
    second = Affine(np.array([[1.0, -1.0]]), np.zeros(2))
    network = Network([first, Relu(), second])
    x, t = np.array([[1.0], [-1.0]]), np.array([0, 1])
    assert network.numerical_gradient(x, t)["W1"][0, 0] == pytest.approx(-0.5)
    assert network.gradient(x, t)["W1"][0, 0] == 0
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)
    assert report.parameters["W1"].kinks == 1


def test_a_layer_of_zeros_is_all_kinks(rng):
    network = Network(
        [
            Affine(np.zeros((6, 5)), np.zeros(5)),
            Relu(),
            Affine(rng.normal(size=(5, 3)), np.zeros(3)),
        ]
    )
    x, t = rng.normal(size=(4, 6)), rng.integers(0, 3, size=4)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)
    assert {check.name: check.kinks for check in report.arrays} == {
        "W1": 30,
        "b1": 5,
        "W2": 0,
        "b2": 0,
        "x": 0,
    }


def test_the_worst_element_is_none_at_a_kink(rng):
    W = rng.normal(size=(6, 5))
    W[:, 3] = 0
    network = Network(
        [Affine(W, np.zeros(5)), Relu(), Affine(rng.normal(size=(5, 3)), np.zeros(3))]
    )
    report = gradient_check(network, rng.normal(size=(4, 6)), rng.integers(0, 3, size=4))
    assert report.parameters["W1"].kinks == 6
    assert report.parameters["W1"].worst_index[1] != 3
    assert report.parameters["b1"].worst > 0


def test_a_real_error_among_kinks_is_the_worst(rng):
    class Wrong(Affine):
        def backward(self, dz):
            dx = super().backward(dz)
            self.dW[4, 1] += 1e-3
            return dx

    W = rng.normal(size=(6, 5))
    W[:, 3] = 0
    network = Network([Wrong(W, np.zeros(5)), Relu(), Affine(rng.normal(size=(5, 3)), np.zeros(3))])
    report = gradient_check(network, rng.normal(size=(4, 6)), rng.integers(0, 3, size=4))
    assert report.verdict is Verdict.DIFFERS
    assert report.parameters["W1"].worst_index == (4, 1)
    assert report.parameters["W1"].worst == pytest.approx(1e-3, rel=1e-4)


def test_a_bend_without_a_kink_is_no_excuse():
    """Elu's mask flips at 0, but its slope does not jump: nothing is doubtful there."""
    network, x, t = with_z(0, Elu())
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES
    assert report.kinks == 0


def test_a_tie_between_maxima_is_a_kink():
    """Of two equal pixels the first gets the whole gradient; a step up of the other one counts."""
    second = Affine(np.array([[1.0, -1.0]]), np.zeros(2))
    network = Network([MaxPooling(2), Flatten(), second], input_shape=(1, 2, 2))
    x = np.array([[[[3.0, 3.0], [1.0, 2.0]]]])
    report = gradient_check(network, x, np.array([0]))
    assert report.verdict is Verdict.AGREES, str(report)
    assert report.input.kinks == 2
    assert report.kinks == 0


@pytest.mark.parametrize(("loss", "weight"), [(Hinge(), 1.0), (MeanAbsoluteError(), 1 + 4e-8)])
def test_a_loss_has_kinks_too(loss, weight):
    """A margin of exactly 1, and an output that nearly hits."""
    network = Network([Affine(np.array([[weight]]), np.zeros(1))], loss)
    report = gradient_check(network, np.ones((1, 1)), np.ones((1, 1)))
    assert report.verdict is Verdict.AGREES, str(report)
    assert report.kinks == 2
    assert report.input.kinks == 1


class AbsoluteNotebook:
    """Anybody's network, with a kink in its loss."""

    def __init__(self, slope_at_0):
        self.params = {"w": np.zeros(2)}
        self.slope_at_0 = slope_at_0

    def loss(self, x, t):
        return np.abs(self.params["w"]).sum()

    def gradient(self, x, t):
        return {"w": np.full(2, float(self.slope_at_0))}


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0, "agrees"), (1, "agrees"), (-1, "agrees"), (3, "differs")]
)
def test_kinks_of_anybodys_network(slope, verdict):
    report = gradient_check(AbsoluteNotebook(slope), np.ones((1, 1)), np.ones(1))
    assert report.verdict == verdict
    assert report.kinks == (0 if slope in (0, 3) else 2)


class Reused(Relu):
    """Writes its mask into the same array every time."""

    def forward(self, z):
        self.mask = getattr(self, "mask", np.zeros(z.shape, bool))
        np.greater(z, 0, out=self.mask)
        return np.maximum(z, 0)


def test_decisions_of_a_layer_that_writes_over_them():
    network, x, t = with_z(1e-8, Reused())
    assert Decisions(network, x, t).change(network.params["W1"], 0, -1e-7)


def test_the_place_of_a_maximum_is_a_decision():
    layers = [MaxPooling(2), Flatten(), Affine(np.ones((1, 2)), np.zeros(2))]
    network = Network(layers, input_shape=(1, 2, 2))
    x = np.array([[[[3.0, 3.0], [1.0, 2.0]]]])
    decisions = Decisions(network, x, np.array([0]))
    assert decisions.change(x, 1, 1e-7)
    assert not decisions.change(x, 1, -1e-7)
    assert not decisions.change(x, 2, 1e-7)


def test_decisions_are_masks_and_only_count_if_they_change():
    network, x, t = with_z(1e-8)
    decisions = Decisions(network, x, t)
    W1, W2 = network.params["W1"], network.params["W2"]
    assert decisions.change(W1, 0, -1e-7)
    assert not decisions.change(W1, 0, 1e-7)
    assert not decisions.change(W1, 0, -1e-9)
    assert not decisions.change(W2, 0, 1e-3)
    assert (W1[0, 0], x[0, 0]) == (1e-8, 1)
