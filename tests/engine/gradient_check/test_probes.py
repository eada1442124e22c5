"""Every shortcut gives what the plain definition gives, on every kind of network."""

import numpy as np
import pytest
from tests.engine.gradient_check import cases

from backprop_explorer.engine import Affine, Layer, MeanSquaredError, Network, Relu, two_layer_net
from backprop_explorer.engine.gradient_check import shared_moves
from backprop_explorer.engine.gradient_check.affine_probe import AffineProbe
from backprop_explorer.engine.gradient_check.choice import Choice
from backprop_explorer.engine.gradient_check.input_probe import AffineInputProbe, InputProbe
from backprop_explorer.engine.gradient_check.layer_probe import LayerProbe
from backprop_explorer.engine.gradient_check.probe import OneAtATime
from backprop_explorer.engine.gradient_check.question import of_network
from backprop_explorer.engine.gradient_check.shared_moves import SharedMovesProbe
from backprop_explorer.engine.numerical_gradient import numerical_gradient

H = 1e-3  # at 1e-6 the plain way itself is only good for 1e-9: the loss is rounded


def kinds(network, x, t):
    """Which probe each array gets."""
    return {question.name: type(question.probe) for question in of_network(network, x, t)}


@pytest.mark.parametrize("case", cases.CASES)
def test_a_probe_gives_what_one_step_at_a_time_gives(case):
    network, x, t = case()
    for question in of_network(network, x, t):
        name, array, probe = question.name, question.array, question.probe
        plain = numerical_gradient(lambda: network.loss(x, t), array, H)
        slopes = probe.slopes(np.arange(array.size), H).reshape(array.shape)
        np.testing.assert_allclose(slopes, plain, rtol=0, atol=1e-11, err_msg=name)


def test_and_so_it_does_for_the_first_net(rng):
    network = two_layer_net(784, 50, 10, dtype=np.float64)
    x, t = rng.random((3, 784)) * (rng.random((3, 784)) < 0.2), np.array([3, 0, 7])
    elements = rng.choice(39_200, 300, replace=False)
    before = network.snapshot()
    for question in of_network(network, x, t)[:-1]:
        name, array, probe = question.name, question.array, question.probe
        if name == "W1":
            slopes = probe.slopes(elements, H)
            plain = OneAtATime(array, lambda: network.loss(x, t)).slopes(elements, H)
        else:
            slopes = probe.slopes(np.arange(array.size), H)
            plain = numerical_gradient(lambda: network.loss(x, t), array, H).reshape(-1)
        np.testing.assert_allclose(slopes, plain, rtol=0, atol=1e-11, err_msg=name)
        np.testing.assert_array_equal(array, before[name])


def test_dense_networks_are_probed_by_their_affine_layers():
    probes = kinds(*cases.dense())
    assert probes == {
        **dict.fromkeys(["W1", "W2", "W3"], SharedMovesProbe),
        **dict.fromkeys(["b1", "b2", "b3"], AffineProbe),
        "x": AffineInputProbe,
    }


def test_moves_are_shared_where_there_are_fewer_of_them(monkeypatch):
    network, x, t = cases.of_few_levels()
    probe = Choice(network, x, t).of_parameter(network.layers["Affine1"], "W")
    everything = np.arange(30)
    different = sum(len(np.unique(row)) for row in x)
    assert different < x.size / 1.5
    tried = []
    real = SharedMovesProbe.changes_of_moves

    def counted(probe, examples, numbers, step):
        tried.append(len(numbers))
        return real(probe, examples, numbers, step)

    monkeypatch.setattr(SharedMovesProbe, "changes_of_moves", counted)
    probe.slopes(everything, H)
    assert sum(tried) == 2 * different
    probe.slopes(everything[:3], H)
    monkeypatch.setattr(shared_moves, "MOST_MOVES", 10)
    probe.slopes(everything, H)
    assert sum(tried) == 2 * different, "tried one by one: there are few, or moves are too many"


def test_moves_are_not_shared_where_examples_feel_each_other():
    """A BatchNorm follows: what becomes of an example depends on how the others move."""
    probes = kinds(*cases.of_few_levels_normalized())
    assert probes["W1"] is AffineProbe
    assert probes["W4"] is SharedMovesProbe


def test_other_layers_run_once_for_each_step():
    probes = kinds(*cases.pictures())
    assert probes["W1"] is probes["b1"] is LayerProbe
    assert probes["W2"] is SharedMovesProbe
    assert probes["x"] is InputProbe
    assert kinds(*cases.blocks())["W2"] is LayerProbe
    assert OneAtATime not in kinds(*cases.normalized()).values()


def test_an_affine_layer_with_a_forward_of_its_own_is_no_affine_layer():
    class Doubled(Affine):
        def forward(self, x):
            return 2 * super().forward(x)

        def backward(self, dz):
            return super().backward(2 * dz)

    first, second = cases.affine(6, 5), cases.affine(5, 3)
    doubled = Doubled(second.W, second.b)
    network, x, t = cases.of_features(first, Relu(), doubled)
    assert kinds(network, x, t)["W1"] is SharedMovesProbe
    assert kinds(network, x, t)["W2"] is LayerProbe
    gradients, numeric = network.gradient(x, t), network.numerical_gradient(x, t)
    np.testing.assert_allclose(gradients["W1"], numeric["W1"], atol=1e-8)


class Centred(Layer):
    """Takes the batch's mean away, and does not say that it mixes examples."""

    def forward(self, x):
        return x - x.mean(axis=0)

    def backward(self, dout):
        return dout - dout.mean(axis=0)


def test_what_comes_before_a_layer_that_mixes_examples_is_tried_one_by_one():
    network, x, t = cases.of_features(cases.affine(6, 5), Centred(), cases.affine(5, 3))
    assert kinds(network, x, t) == {
        "W1": OneAtATime,
        "b1": OneAtATime,
        "W2": SharedMovesProbe,
        "b2": AffineProbe,
        "x": OneAtATime,
    }


class Standardized(Centred):
    """The same with a scale that is learned."""

    parameters = ("scale",)

    def __init__(self, scale):
        self.scale = scale

    def forward(self, x):
        self.centred = super().forward(x)
        return self.scale * self.centred

    def backward(self, dout):
        self.dscale = (dout * self.centred).sum(axis=0)
        return super().backward(dout * self.scale)


def test_a_layer_that_mixes_examples_is_itself_run_as_a_whole(rng):
    network, x, t = cases.of_features(Standardized(rng.normal(size=6)), cases.affine(6, 3))
    probes = kinds(network, x, t)
    assert (probes["scale1"], probes["W2"], probes["x"]) == (
        LayerProbe,
        SharedMovesProbe,
        OneAtATime,
    )
    np.testing.assert_allclose(
        of_network(network, x, t)[0].probe.slopes(np.arange(6), H),
        numerical_gradient(lambda: network.loss(x, t), network.params["scale1"], H),
        rtol=0,
        atol=1e-11,
    )


def test_units_that_stay_off_need_no_run(rng):
    first, second = cases.affine(6, 5), cases.affine(5, 4, 1)
    first.b -= 100
    network, x, t = cases.of_features(first, Relu(), second, Relu(), cases.affine(4, 3, 2))
    for question in of_network(network, x, t):
        if question.name in ("W1", "b1", "x"):
            slopes = question.probe.slopes(np.arange(question.array.size), H)
            np.testing.assert_array_equal(slopes, np.zeros(question.array.size))


def test_a_loss_that_is_no_mean_is_tried_one_by_one():
    class Sum(MeanSquaredError):
        def forward(self, x, t):
            return super().forward(x, t) * x.size

    network, x, t = cases.squared()
    assert set(kinds(Network(network.layers, Sum()), x, t).values()) == {OneAtATime}


def test_a_loss_may_have_a_quick_method():
    class Quick(MeanSquaredError):
        calls = 0

        def forward(self, x, t):
            self.calls += 1
            return super().forward(x, t)

        def per_example(self, x, t):
            return ((x - t) ** 2).mean(axis=1)

    network, x, t = cases.squared()
    quick = Network(network.layers, Quick())
    question = of_network(quick, x, t)[0]
    before = quick.last_layer.calls
    slopes = question.probe.slopes(np.arange(24), H).reshape(6, 4)
    assert quick.last_layer.calls == before
    plain = numerical_gradient(lambda: quick.loss(x, t), quick.params["W1"], H)
    np.testing.assert_allclose(slopes, plain, rtol=0, atol=1e-11)


def test_a_weight_that_sees_only_zeros_is_not_run_and_has_no_slope():
    network, x, t = cases.dense()
    probe = Choice(network, x, t).of_parameter(network.layers["Affine1"], "W")
    assert not x[:, 2].any()

    def fail(*_):
        raise AssertionError

    probe.some_changes = fail
    of_row_2 = np.arange(2 * 5, 3 * 5)
    np.testing.assert_array_equal(probe.slopes(of_row_2, H), np.zeros(5))
    with pytest.raises(AssertionError):
        probe.slopes(np.arange(5), H)


@pytest.mark.parametrize("case", [cases.dense, cases.blocks, cases.pictures])
def test_a_few_elements_in_any_order_give_the_same_as_all(case):
    network, x, t = case()
    for question in of_network(network, x, t):
        name, array, probe = question.name, question.array, question.probe
        everything = probe.slopes(np.arange(array.size), H)
        few = np.array([array.size - 1, 0])
        np.testing.assert_allclose(
            probe.slopes(few, H), everything[few], rtol=0, atol=1e-11, err_msg=name
        )
