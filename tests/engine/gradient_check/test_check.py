import numpy as np
import pytest
from tests.engine.gradient_check import cases

from backprop_explorer.engine import (
    Affine,
    BatchNorm,
    Dropout,
    Layer,
    Network,
    Relu,
    Residual,
    SoftmaxWithLoss,
    Uncheckable,
    Verdict,
    gradient_check,
    two_layer_net,
)
from backprop_explorer.engine.gradient_report import Method


@pytest.fixture
def network():
    return two_layer_net(6, 5, 3, weight_init_std=1)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(4, 6)).astype(np.float32), rng.integers(0, 3, size=4)


@pytest.mark.parametrize("case", cases.CASES)
def test_right_gradients_agree_on_every_element(case):
    network, x, t = case()
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)
    assert list(report.parameters) == list(network.params)
    assert report.checked == report.of == sum(array.size for array in network.params.values())
    assert report.input.checked == report.input.of == x.size
    assert report.kinks == report.input.kinks == 0
    largest = max(check.worst for check in report.arrays)
    if report.method is Method.COMPLEX_STEP:
        assert largest < 1e-15
    else:
        assert 1e-12 < largest < 2e-8, "two gradients of one origin would be closer"


def test_the_first_net_agrees_on_all_its_39_760_elements(rng):
    x = (rng.random((3, 784)) * (rng.random((3, 784)) < 0.2)).astype(np.float32)
    report = gradient_check(two_layer_net(), x, np.array([3, 0, 7]))
    assert report.verdict is Verdict.AGREES, str(report)
    assert (report.checked, report.of) == (39_760, 39_760)
    assert (report.input.checked, report.input.of) == (3 * 784, 3 * 784)


def wrong(layer, change):
    """The layer with a backward that is changed by `change(layer, dx)`, which returns the dx."""
    kind = type(layer)

    class Wrong(kind):
        def backward(self, dout):
            return change(self, super().backward(dout))

    layer.__class__ = Wrong
    return layer


def one_element(layer, dx):
    layer.dW[2, 1] += 1e-3
    return dx


def sign(layer, dx):
    layer.dW *= -1
    return dx


def no_mean(layer, dx):
    layer.dW *= 4
    return dx


def last_column(layer, dx):
    layer.dW[:, -1] *= 1.001
    return dx


def transposed(layer, dx):
    layer.dW = layer.dW.T
    return dx


def forgotten_bias(layer, dx):
    layer.db *= 0
    return dx


@pytest.mark.parametrize("change", [one_element, sign, no_mean, last_column, transposed])
def test_a_wrong_gradient_is_found_in_its_array(change, rng):
    square = cases.affine(5, 5, 1)
    network, x, t = cases.of_features(cases.affine(6, 5), Relu(), square, cases.affine(5, 3, 2))
    true = network.gradient(x, t)["W2"]
    wrong(square, change)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    assert [check.name for check in report.arrays if check.excess >= 1] == ["W2"]
    assert report.kinks == 0
    off = np.abs(network.gradient(x, t)["W2"] - true)
    check = report.parameters["W2"]
    assert off[check.worst_index] == pytest.approx(off.max())
    assert check.worst == pytest.approx(off.max(), rel=1e-5)
    assert check.numeric == pytest.approx(true[check.worst_index], rel=1e-6)
    if change is last_column:
        assert check.worst_index[1] == 4


def test_one_wrong_number_is_found_among_39_760_and_shown(rng):
    network = two_layer_net(weight_init_std=0.1)
    x, t = rng.random((3, 784)).astype(np.float32), np.array([3, 0, 7])

    def off(layer, dx):
        layer.dW[700, 49] += 1e-5
        return dx

    wrong(network.layers["Affine1"], off)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    check = report.parameters["W1"]
    assert check.worst_index == (700, 49)
    assert check.worst == pytest.approx(1e-5, rel=1e-3)
    assert check.mean < 1e-9
    assert "W1: worst 1.00e-05 at [700, 49] (backpropagated " in str(report)
    assert f"numeric {check.numeric:.9g}" in str(report)
    assert str(report).splitlines()[-1].startswith("differs: worst 1.00e-05, limit ")


def test_a_wrong_number_where_the_slope_is_exactly_0_is_found(rng):
    """The loss does not depend on a weight that sees only zeros; a backward could say it does."""
    network, x, t = cases.dense()
    assert not x[:, 2].any()

    def off(layer, dx):
        layer.dW[2, 3] = 1e-4
        return dx

    wrong(network.layers["Affine1"], off)
    check = gradient_check(network, x, t).parameters["W1"]
    assert (check.worst_index, check.numeric, check.worst) == ((2, 3), 0, 1e-4)


def test_a_wrong_gradient_of_the_input_is_found(rng):
    network, x, t = cases.dense()

    def off(layer, dx):
        dx[3, 5] += 1e-4
        return dx

    wrong(network.layers["Affine1"], off)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    assert report.input.worst_index == (3, 5)
    assert all(check.excess < 1 for check in report.parameters.values())


@pytest.mark.parametrize(
    ("make", "of"),
    [
        (lambda: BatchNorm(np.ones(5), np.zeros(5)), "W1"),
        (lambda: Residual([cases.affine(5, 5), Relu()]), "W1"),
        (lambda: Dropout(0.4), "b1"),
    ],
)
def test_a_layer_that_passes_a_wrong_gradient_on_is_found(make, of):
    network, x, t = cases.of_features(
        cases.affine(6, 5), wrong(make(), lambda _, dx: 1.01 * dx), cases.affine(5, 3)
    )
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    off = [check.name for check in report.arrays if check.excess >= 1]
    assert of in off or (of == "b1" and "W1" in off)
    assert list(network.params)[-1] not in off


def test_a_loss_with_a_wrong_gradient_is_found():
    class NoMean(SoftmaxWithLoss):
        def backward(self, dout=1):
            return super().backward(dout) * len(self.y)

    network, x, t = cases.dense()
    report = gradient_check(Network(network.layers, NoMean()), x, t)
    assert all(check.excess > 1 for check in report.arrays)


def test_a_gradient_of_another_shape_is_refused(network, batch):
    def flat(layer, dx):
        layer.db = layer.db[None]
        return dx

    wrong(network.layers["Affine2"], flat)
    with pytest.raises(Uncheckable, match=r"db2 has the shape \(1, 3\) and b2 has \(3,\)"):
        gradient_check(network, *batch)


def test_a_gradient_that_is_no_number_differs(network, batch):
    def off(layer, dx):
        layer.dW[4, 2] = np.nan
        return dx

    wrong(network.layers["Affine2"], off)
    report = gradient_check(network, *batch)
    assert report.verdict is Verdict.DIFFERS
    assert report.parameters["W2"].worst_index == (4, 2)
    assert not report.worst < np.inf


@pytest.mark.parametrize("number", [np.inf, np.nan])
def test_a_loss_that_is_no_number_leaves_nothing_to_compare(network, batch, number):
    network.params["W2"][0, 0] = number
    report = gradient_check(network, *batch)
    assert report.verdict is Verdict.UNDEFINED
    assert np.isnan(report.loss)
    assert str(report).splitlines()[-1].startswith("undefined: ")


def test_numbers_so_large_that_rounding_shows_are_no_error(rng):
    network = two_layer_net(6, 5, 3, weight_init_std=1e3)
    x, t = 100 * rng.normal(size=(4, 6)), rng.integers(0, 3, size=4)
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.AGREES, str(report)


class Rounding:
    """L = w, on a way that leaves it few digits; backward may say more than 1."""

    def __init__(self, offset, gradient=1.0):
        self.params = {"w": np.full(1, np.pi)}
        self.offset = offset
        self.says = np.full(1, gradient)

    def loss(self, x, t):
        return (self.params["w"] + self.offset)[0] - self.offset

    def gradient(self, x, t):
        return {"w": self.says}


def test_a_larger_step_is_less_rounded():
    check = gradient_check(Rounding(2**13), np.ones(1), np.ones(1)).parameters["w"]
    assert (check.excess < 1, check.kinks) == (True, 0)
    assert check.numeric == pytest.approx(1, abs=1e-7)


def test_slopes_that_are_not_sure_accuse_nobody_of_less():
    report = gradient_check(Rounding(2**24), np.ones(1), np.ones(1))
    assert (report.verdict, report.kinks) == (Verdict.AGREES, 0)
    assert abs(report.parameters["w"].numeric - 1) > 1e-5
    report = gradient_check(Rounding(2**24, gradient=2.0), np.ones(1), np.ones(1))
    assert (report.verdict, report.kinks) == (Verdict.DIFFERS, 0)


class NoInputGradient(Layer):
    def forward(self, x):
        return x

    def backward(self, dout):
        return None


def test_an_input_without_a_gradient_is_left_out(batch):
    network = Network([NoInputGradient(), cases.affine(6, 3)])
    report = gradient_check(network, *batch)
    assert report.input is None
    assert report.verdict is Verdict.AGREES


def test_the_network_and_the_batch_are_as_they_were(network, batch):
    x, t = batch
    gradients = network.gradient(x, t)
    params, before, x_before = network.params, network.snapshot(), x.copy()
    gradient_check(network, x, t)
    for name in params:
        assert network.params[name] is params[name]
        assert network.grads[name] is gradients[name]
        np.testing.assert_array_equal(params[name], before[name])
    np.testing.assert_array_equal(x, x_before)
    assert not network.layers["Affine1"].needs_dx


def test_statistics_are_as_they_were():
    network, x, t = cases.normalized()
    before = network.snapshot()
    gradient_check(network, x, t)
    for name, array in network.statistics.items():
        np.testing.assert_array_equal(array, before[name])


def test_a_sample_checks_some_and_says_so(network, batch):
    report = gradient_check(network, *batch, sample=4)
    counts = {check.name: (check.checked, check.of) for check in report.arrays}
    assert counts == {"W1": (4, 30), "b1": (4, 5), "W2": (4, 15), "b2": (3, 3), "x": (4, 24)}
    assert (report.checked, report.of) == (15, 53)
    assert "15 of 53 elements" in str(report)


def test_a_check_takes_as_long_as_it_may_and_says_how_much_that_was(rng):
    network = two_layer_net(dtype=np.float64)
    x, t = rng.random((50, 784)), rng.integers(0, 10, size=50)
    hurried = gradient_check(network, x, t, seconds=1e-6)
    assert [check.checked for check in hurried.arrays] == [1] * 5
    assert hurried.of == 39_760
    small, x, t = cases.dense()
    assert gradient_check(small, x, t, seconds=60).checked == 74
    both = gradient_check(small, x, t, seconds=60, sample=3)
    assert [check.checked for check in both.arrays] == [3] * 7


def test_a_sample_is_drawn_by_its_generator(network, batch):
    def worst_of_sample(seed):
        rng = np.random.default_rng(seed)
        return gradient_check(network, *batch, sample=2, rng=rng).parameters["W1"].worst_index

    assert worst_of_sample(1) == worst_of_sample(1)
    assert len({worst_of_sample(seed) for seed in range(10)}) > 1


def test_parameters_may_lie_in_memory_in_any_order(rng):
    W = np.asfortranarray(rng.normal(size=(6, 3)))
    network = Network([Affine(W, np.zeros(3))])
    x, t = np.asfortranarray(rng.normal(size=(4, 6))), rng.integers(0, 3, size=4)
    assert gradient_check(network, x, t).verdict is Verdict.AGREES


class Decaying(Network):
    """A network whose loss is more than what its layers say."""

    def loss(self, x, t):
        return super().loss(x, t) + sum((array**2).sum() for array in self.params.values()) / 2

    def gradient(self, x, t):
        gradients = super().gradient(x, t)
        return {name: gradients[name] + array for name, array in self.params.items()}


def test_a_network_with_a_loss_of_its_own_is_asked_for_it(network, batch):
    decaying = Decaying(network.layers)
    report = gradient_check(decaying, *batch)
    assert report.verdict is Verdict.AGREES, str(report)
    assert report.input is None
    assert report.parameters["W1"].largest > abs(network.gradient(*batch)["W1"]).max()


class Halving(Network):
    """A network that does something to its input first."""

    def forward(self, x):
        return super().forward(x / 2)


def test_a_network_with_a_forward_of_its_own_is_asked_for_it(network, batch):
    assert gradient_check(Halving(network.layers), *batch).verdict is Verdict.AGREES


def test_a_batch_that_cannot_be_written_to_will_do():
    class Reversed(Layer):  # the examples: so each is stepped in the batch itself
        def forward(self, x):
            return x[::-1]

        def backward(self, dout):
            return dout[::-1]

    network, x, t = cases.of_features(Reversed(), cases.affine(6, 3))
    x.setflags(write=False)
    assert gradient_check(network, x, t).verdict is Verdict.AGREES


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
    report = gradient_check(Notebook(np.float64), x, t)
    assert (report.verdict, report.checked, report.input) == (Verdict.AGREES, 4, None)
    report = gradient_check(Notebook(np.float64, factor=2), x, t)
    assert (report.verdict, report.kinks) == (Verdict.DIFFERS, 0)


def test_refuses_what_it_could_say_nothing_about(network, batch):
    with pytest.raises(Uncheckable, match=r"w is float32: .* Build the network with float64"):
        gradient_check(Notebook(np.float32), np.ones((3, 2)), np.ones((3, 2)))
    with pytest.raises(Uncheckable, match="A sample of 0 elements"):
        gradient_check(network, *batch, sample=0)
    with pytest.raises(Uncheckable, match="In 0 seconds nothing"):
        gradient_check(network, *batch, seconds=0)
    with pytest.raises(Uncheckable, match="A step of -1"):
        gradient_check(network, *batch, h=-1)
    with pytest.raises(Uncheckable, match="no parameters"):
        gradient_check(Network([Relu()]), *batch)
