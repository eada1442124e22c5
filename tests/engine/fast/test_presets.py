"""Every network of the menu: a session trains it fast, to the bits of the plain engine."""

import numpy as np
import pytest

from backprop_explorer.sessions.evaluation import standing
from backprop_explorer.sessions.experiment import Experiment, captured
from backprop_explorer.sessions.metrics import measure
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.training import advance, scores

ITERATIONS = 20


@pytest.mark.parametrize("name", PRESETS)
def test_a_session_trains_as_the_plain_engine_does_to_the_last_bit(name):
    experiment = Experiment(PRESETS[name].spec)
    start = experiment.initial_state()
    state, rows = advance(experiment, start, 0, ITERATIONS)

    network, optimizer = experiment.network(start, 0), experiment.optimizer(start, 0)
    with np.errstate(all="ignore"):
        expected_rows = [
            plain_iteration(experiment, network, optimizer, iteration)
            for iteration in range(ITERATIONS)
        ]
    expected = captured(network, optimizer)
    for part in ("params", "statistics", "optimizer"):
        ours, theirs = getattr(state, part), getattr(expected, part)
        assert ours.keys() == theirs.keys()
        for array in theirs:
            assert bits(ours[array]) == bits(theirs[array]), f"{part}: {array}"
    assert bits(rows) == bits(np.stack(expected_rows))


def plain_iteration(experiment, network, optimizer, iteration):
    """The row of metrics of an iteration by `gradient` and `update`."""
    batch, snapshot = experiment.batch(iteration), network.snapshot()
    before = standing(experiment, network, optimizer, iteration)
    network.reseed(experiment.spec.seed, iteration)
    grads = network.gradient(batch.x, batch.t)
    optimizer.update(network.params, grads)
    measured = scores(experiment, network, batch, before)
    return measure(measured, {W: snapshot[W] for W in network.params}, grads, network.params)


def bits(array):
    """Its bytes. There are many NaNs, and which one it is depends on the processor: take one."""
    return np.where(np.isnan(array), np.nan, array).tobytes()
