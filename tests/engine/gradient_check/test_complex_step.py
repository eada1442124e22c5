"""Complex steps are taken where they are right, and see what steps of ±h cannot."""

import numpy as np
import pytest
from tests.engine.gradient_check import cases

from backprop_explorer.engine import (
    Affine,
    AveragePooling,
    Convolution,
    Dropout,
    Elu,
    Flatten,
    Gelu,
    Hinge,
    Layer,
    LeakyRelu,
    MaxPooling,
    MeanAbsoluteError,
    MeanSquaredError,
    Network,
    Relu,
    Residual,
    SelfAttention,
    Sigmoid,
    SigmoidWithLoss,
    Silu,
    Softmax,
    SoftmaxWithLoss,
    Softplus,
    Tanh,
    Verdict,
    gradient_check,
)
from backprop_explorer.engine.gradient_check.complex_step import complex_twin, is_analytic
from backprop_explorer.engine.gradient_check.probe import OneAtATime
from backprop_explorer.engine.gradient_check.question import of_network
from backprop_explorer.engine.gradient_report import Method

ANALYTIC = [Sigmoid(), Tanh(), Softplus(), Gelu(), Silu(), Softmax(), Dropout(), Residual([Tanh()])]
KINKED = [Relu(), LeakyRelu(), Elu(), Residual([Tanh(), Relu()])]


def complex_normal(rng, *shape):
    return rng.normal(size=shape).astype(complex)


def ten_sigmoids(last=None):
    """In whose first layers the gradient is nearly gone."""
    layers = [layer for k in range(9) for layer in (cases.affine(6, 6, k), Sigmoid())]
    return cases.of_features(*layers, last or cases.affine(6, 3, 9))


@pytest.mark.parametrize("shape", [(3, 5), (1, 1), (4, 2, 3)])
@pytest.mark.parametrize("scale", [0, 1, 100])
def test_smooth_layers_are_analytic_and_others_are_not(shape, scale, rng):
    x = scale * rng.normal(size=shape)
    assert all(is_analytic(layer.forward, x) for layer in ANALYTIC)
    assert not any(is_analytic(layer.forward, x) for layer in KINKED)


def test_so_are_layers_of_pictures_and_sequences(rng):
    x = rng.normal(size=(2, 1, 6, 6))
    convolution = Convolution(complex_normal(rng, 2, 1, 3, 3), complex_normal(rng, 2))
    assert all(is_analytic(a.forward, x) for a in (convolution, AveragePooling(2), Flatten()))
    assert not is_analytic(MaxPooling(2).forward, x)
    attention = SelfAttention(*(complex_normal(rng, 4, 4) for _ in range(3)))
    assert is_analytic(attention.forward, rng.normal(size=(2, 3, 4)))


def test_losses_are_asked_too(rng):
    scores, labels = rng.normal(size=(4, 3)), np.array([0, 1, 2, 2])

    def allowed(loss, t):
        network = Network([Affine(np.eye(3), np.zeros(3))], loss)
        return complex_twin(network, scores, t) is not None

    assert allowed(SoftmaxWithLoss(), labels)
    assert allowed(SoftmaxWithLoss(0.1), np.eye(3)[labels])
    assert allowed(MeanSquaredError(), scores + 1)
    assert allowed(SigmoidWithLoss(), np.eye(3)[labels])
    assert not allowed(Hinge(), labels)
    assert not allowed(MeanAbsoluteError(), scores + 1)
    assert not allowed(MeanAbsoluteError(), scores + 1e3), "|x| is smooth there, and not analytic"


class Buffered(Layer):
    """Keeps its output in an array of real numbers."""

    def forward(self, x):
        self.buffer = np.zeros(x.shape)
        self.buffer += x
        return self.buffer

    def backward(self, dout):
        return dout


class Far(Layer):
    """x, in an operation that is not made for complex numbers where x is large."""

    def forward(self, x):
        return np.where(x > 50, np.abs(x), x)

    def backward(self, dout):
        return dout


@pytest.mark.parametrize(("layer", "scale"), [(Buffered(), 1), (Far(), 100)])
def test_what_does_not_do_for_this_batch_is_checked_by_differences(layer, scale):
    network, x, t = cases.of_features(layer, cases.affine(6, 3))
    report = gradient_check(network, scale * np.abs(x), t)
    assert (report.method, report.verdict) == (Method.CENTRAL_DIFFERENCE, Verdict.AGREES)


def test_only_a_smooth_network_takes_complex_steps():
    assert gradient_check(*ten_sigmoids()).method is Method.COMPLEX_STEP
    assert gradient_check(*cases.one_hot_rows()).h == 1e-30
    assert gradient_check(*cases.dense()).method is Method.CENTRAL_DIFFERENCE
    report = gradient_check(*cases.one_hot_rows(), h=1e-6)
    assert (report.method, report.h) == (Method.CENTRAL_DIFFERENCE, 1e-6)


def smooth_pictures():
    pooled = AveragePooling(2), Flatten()
    return cases.of_pictures(cases.convolution(), Gelu(), *pooled, cases.affine(18, 3))


def smooth_block():
    block = Residual([cases.affine(5, 5, 1), Dropout(0.4), Silu()])
    return cases.of_features(cases.affine(6, 5), block, cases.affine(5, 3, 2))


SMOOTH = [
    ten_sigmoids,
    smooth_pictures,
    smooth_block,
    cases.one_layer,
    cases.softmax_inside,
    cases.one_hot_rows,
    cases.smoothed,
    cases.squared,
]


@pytest.mark.parametrize("case", SMOOTH)
def test_a_probe_gives_what_one_complex_step_at_a_time_gives(case):
    network, x, t = case()
    twin = complex_twin(network, x, t)
    complex_x = x.astype(complex)
    arrays = [*twin.params.values(), complex_x]
    for question, array in zip(of_network(network, x, t, twin), arrays, strict=True):
        plain = OneAtATime(array, lambda: twin.loss(complex_x, t))
        elements = np.arange(array.size)
        expected = plain.complex_slopes(elements, 1e-30)
        slopes = question.probe.complex_slopes(elements, 1e-30)
        np.testing.assert_allclose(slopes, expected, rtol=1e-12, atol=1e-16)
        np.testing.assert_allclose(slopes, question.gradient.reshape(-1), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("case", SMOOTH)
def test_right_gradients_agree_in_all_their_digits(case):
    report = gradient_check(*case())
    assert (report.method, report.verdict) == (Method.COMPLEX_STEP, Verdict.AGREES), str(report)
    assert report.worst < 1e-15
    assert report.limit < 3e-12


class Off(Affine):
    """Its largest gradient is wrong in the tenth digit."""

    def backward(self, dz):
        dx = super().backward(dz)
        self.dW[np.unravel_index(np.abs(self.dW).argmax(), self.dW.shape)] *= 1 + 1e-9
        return dx


def test_an_error_in_the_tenth_digit_is_seen_by_complex_steps_only():
    last = cases.affine(6, 3, 9)
    network, x, t = ten_sigmoids(Off(last.W, last.b))
    by_differences = gradient_check(network, x, t, h=1e-6)
    assert by_differences.verdict is Verdict.AGREES
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    check = report.nearest
    assert check.name == "W10"
    assert check.worst == pytest.approx(1e-9 * check.largest, rel=1e-5)
    assert [array.name for array in report.arrays if array.excess >= 1] == ["W10"]


def test_an_error_in_gradients_that_are_nearly_gone_is_seen_by_complex_steps_only():
    """Twice the gradient of the first layer: less than the rounding of a difference of losses."""

    class Twice(Affine):
        def backward(self, dz):
            super().backward(dz)
            self.dW *= 2

    network, x, t = ten_sigmoids()
    for number in range(2, 10):
        network.params[f"W{number}"] *= 0.4
    network.layers["Affine1"].__class__ = Twice
    assert np.abs(network.gradient(x, t)["W1"]).max() < 1e-8
    assert gradient_check(network, x, t, h=1e-6).verdict is Verdict.AGREES
    report = gradient_check(network, x, t)
    assert report.verdict is Verdict.DIFFERS
    assert [array.name for array in report.arrays if array.excess >= 1] == ["W1"]
