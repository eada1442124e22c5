import numpy as np
import pytest

from backprop_explorer.engine import (
    Affine,
    Network,
    Relu,
    Uncheckable,
    Verdict,
    gradient_check,
    two_layer_net,
)


@pytest.fixture
def network():
    return two_layer_net(6, 5, 3, weight_init_std=1)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(4, 6)).astype(np.float32), rng.integers(0, 3, size=4)


class WrongAffine(Affine):
    """One gradient is off by a thousandth, and nothing else."""

    def backward(self, dz):
        dx = super().backward(dz)
        self.dW[2, 1] += 1e-3
        return dx


def test_right_gradients_agree(network, batch):
    report = gradient_check(network, *batch)
    assert report.verdict is Verdict.AGREES, str(report)
    assert list(report.parameters) == ["W1", "b1", "W2", "b2"]
    assert report.checked == report.of == 6 * 5 + 5 + 5 * 3 + 3
    assert report.worst == max(check.worst for check in report.parameters.values())
    assert 0 < report.parameters["W1"].mean <= report.parameters["W1"].worst < 1e-7


def test_one_wrong_number_is_found_and_shown(network, batch):
    network.layers["Affine2"].__class__ = WrongAffine
    report = gradient_check(network, *batch)
    assert report.verdict is Verdict.DIFFERS
    check = report.parameters["W2"]
    assert check.worst_index == (2, 1)
    assert check.worst == pytest.approx(1e-3, rel=1e-4)
    assert check.backpropagated - check.numeric == pytest.approx(1e-3, rel=1e-4)
    assert report.parameters["W1"].worst < report.limit
    assert f"{check.numeric:.9g}" in str(report)
    assert "W2: worst 1.00e-03 at [2, 1]" in str(report)


def test_a_gradient_that_is_no_number_differs(network, batch):
    network.params["W2"][0, 0] = np.inf
    with np.errstate(invalid="ignore"):
        report = gradient_check(network, *batch)
    assert report.verdict is Verdict.DIFFERS


def test_the_limit_grows_with_large_gradients(network, batch):
    x, t = batch
    report = gradient_check(network, 1e4 * x, t)
    largest = max(check.largest for check in report.parameters.values())
    assert largest > 100
    assert report.limit == pytest.approx(1e-7 * largest)


def test_the_network_is_as_it_was(network, batch):
    gradients = network.gradient(*batch)
    params, before = network.params, network.snapshot()
    gradient_check(network, *batch)
    for name in params:
        assert network.params[name] is params[name]
        assert network.grads[name] is gradients[name]
        np.testing.assert_array_equal(params[name], before[name])


def test_a_sample_checks_some_and_says_so(network, batch):
    report = gradient_check(network, *batch, sample=4)
    counts = {name: (check.checked, check.of) for name, check in report.parameters.items()}
    assert counts == {"W1": (4, 30), "b1": (4, 5), "W2": (4, 15), "b2": (3, 3)}
    assert (report.checked, report.of) == (15, 53)
    assert "15 of 53 elements" in str(report)


def test_a_sample_is_drawn_by_its_generator(network, batch):
    def worst_of_sample(seed):
        rng = np.random.default_rng(seed)
        return gradient_check(network, *batch, sample=2, rng=rng).parameters["W1"].worst_index

    assert worst_of_sample(1) == worst_of_sample(1)
    assert len({worst_of_sample(seed) for seed in range(10)}) > 1


def test_running_only_the_layers_after_a_parameter_changes_nothing(network, batch):
    """The shortcut must give what the whole network gives."""
    numeric = network.numerical_gradient(*batch)
    report = gradient_check(network, *batch)
    for name, check in report.parameters.items():
        assert check.numeric == numeric[name][check.worst_index]


class Notebook:
    """A network by someone who has never heard of us: parameters, loss and gradient."""

    def __init__(self, dtype, factor=1):
        self.params = {"w": np.ones((2, 2), dtype)}
        self.factor = factor

    def loss(self, x, t):
        return ((x @ self.params["w"] - t) ** 2).sum()

    def gradient(self, x, t):
        return {"w": self.factor * 2 * x.T @ (x @ self.params["w"] - t)}


def test_checks_anybodys_network(rng):
    x, t = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    assert gradient_check(Notebook(np.float64), x, t).verdict is Verdict.AGREES
    assert gradient_check(Notebook(np.float64, factor=2), x, t).verdict is Verdict.DIFFERS


def test_refuses_what_it_could_say_nothing_about(network, batch):
    with pytest.raises(Uncheckable, match=r"w is float32: .* Build the network with float64"):
        gradient_check(Notebook(np.float32), np.ones((3, 2)), np.ones((3, 2)))
    with pytest.raises(Uncheckable, match="A sample of 0 elements"):
        gradient_check(network, *batch, sample=0)
    with pytest.raises(Uncheckable, match="A step of -1"):
        gradient_check(network, *batch, h=-1)
    with pytest.raises(Uncheckable, match="no parameters"):
        gradient_check(Network([Relu()]), *batch)
