"""A recorded iteration of any loss and any rule: the same bits, and every number explained."""

import copy
from math import prod

import numpy as np
import pytest

from backprop_explorer import record
from backprop_explorer.engine import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Affine,
    Hinge,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
    Momentum,
    Nesterov,
    Network,
    Relu,
    RMSProp,
    SigmoidWithLoss,
    SoftmaxWithLoss,
)
from backprop_explorer.engine.clipping import ClipNorm, ClipValue
from backprop_explorer.engine.penalties import L1, L2
from backprop_explorer.engine.schedules import Cosine, WarmUp

LABELS = np.array([0, 1, 1, 0])
LOSSES = [
    (SoftmaxWithLoss(), 3),
    (SoftmaxWithLoss(label_smoothing=0.1), 3),
    (SigmoidWithLoss(), 1),
    (SigmoidWithLoss(), 3),
    (MeanSquaredError(), 3),
    (MeanAbsoluteError(), 1),
    (Huber(0.5), 3),
    (Hinge(), 1),
    (Hinge(), 3),
]
OPTIMIZERS = [
    SGD(),
    Momentum(),
    Nesterov(),
    AdaGrad(),
    RMSProp(),
    Adam(),
    AdamW(),
    SGD(schedule=WarmUp(10, Cosine(10)), penalties=[L1(0.1)], clipping=ClipNorm(0.1)),
    Adam(penalties=[L2(0.1, weights_only=False)], clipping=ClipValue(0.01)),
]


def net(rng, loss, outputs):
    def affine(inputs, outputs):
        W, b = rng.normal(size=(inputs, outputs)), rng.normal(size=outputs)
        return Affine(W.astype(np.float32), b.astype(np.float32))

    return Network([affine(4, 3), Relu(), affine(3, outputs)], copy.copy(loss))


@pytest.fixture
def x(rng):
    return rng.normal(size=(4, 4)).astype(np.float32)


def check_explanations(trace):
    """Every number that an event made has a rule, and its terms make the number again."""
    for id in (id for event in trace.events for id in event.outputs):
        for index in np.ndindex(trace.values[id].array.shape):
            explanation = trace.explain(f"v{id}", index, limit=None)
            assert explanation.combine != "opaque", explanation.because
            terms = [float(term.number) for term in explanation.terms]
            size = 1e-6 * sum(map(abs, terms))
            if explanation.combine in COMBINED:
                again = COMBINED[explanation.combine](terms)
                assert explanation.number == pytest.approx(again, rel=1e-5, abs=size)


COMBINED = {
    "sum": sum,
    "product": prod,
    "quotient": lambda terms: terms[0] / terms[1],
    "select": lambda terms: terms[0],
    "maximum": max,
    "minimum": min,
}


@pytest.mark.parametrize(("loss", "outputs"), LOSSES)
def test_every_number_of_a_loss_is_explained(loss, outputs, x, rng):
    network = net(rng, loss, outputs)
    t = loss.targets(LABELS, outputs, np.float32)
    gradients = network.copy().gradient(x, t)
    trace = record(network, x, t)
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(trace.find(f"d{name}").array, gradient)
    check_explanations(trace)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_number_of_an_update_is_explained(optimizer, x, rng):
    network, optimizer = net(rng, SoftmaxWithLoss(), 3), copy.deepcopy(optimizer)
    optimizer.prepare(network.params)
    counts = []
    for _ in range(3):
        twin, twins = copy.deepcopy((network, optimizer))
        twins.update(twin.params, twin.gradient(x, LABELS))
        trace = record(network, x, LABELS, optimizer)
        for name, array in network.params.items():
            np.testing.assert_array_equal(array, twin.params[name])
        for place, array in optimizer.state().items():
            assert type(array) is np.ndarray
            np.testing.assert_array_equal(array, twins.state()[place])
        counts.append([event.operation for event in trace.events])
    assert counts[0] == counts[1] == counts[2]
    assert optimizer.iteration == 3
    check_explanations(trace)


def test_the_update_shows_the_line_of_the_rule(x, rng):
    network, optimizer = net(rng, SoftmaxWithLoss(), 3), Momentum()
    record(network, x, LABELS, optimizer)
    trace = record(network, x, LABELS, optimizer)
    last = [event for event in trace.events if event.phase == "update"][-1]
    assert last.source.text == "W -= rate * v"
    assert last.source.function == "Momentum.step"
    assert trace.values[last.output].name == "b2"
