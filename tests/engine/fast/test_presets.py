"""Every network of the menu, as a session trains it."""

import numpy as np
import pytest

from backprop_explorer.engine.fast import FastTraining
from backprop_explorer.sessions.experiment import Experiment, captured
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.training import advance, measured

ITERATIONS = 20


@pytest.mark.parametrize("name", PRESETS)
def test_a_session_trained_fast_is_the_same_to_the_last_bit(name):
    experiment = Experiment(PRESETS[name].spec)
    start = experiment.initial_state()
    expected, expected_rows = advance(experiment, start, 0, ITERATIONS)

    network, optimizer = experiment.network(start, 0), experiment.optimizer(start, 0)
    training = FastTraining(network, optimizer)
    rows = []
    with np.errstate(all="ignore"):
        for iteration in range(ITERATIONS):
            batch = experiment.batch(iteration)
            before = network.snapshot()
            before = {name: before[name] for name in network.params}
            network.reseed(experiment.spec.seed, iteration)
            training.iterate(batch.x, batch.t)
            rows.append(measured(experiment, network, batch, before))

    state = captured(network, optimizer)
    for part in ("params", "statistics", "optimizer"):
        ours, theirs = getattr(state, part), getattr(expected, part)
        assert ours.keys() == theirs.keys()
        for array in theirs:
            assert bits(ours[array]) == bits(theirs[array]), f"{part}: {array}"
    assert bits(np.stack(rows)) == bits(expected_rows)


def bits(array):
    """Its bytes. There are many NaNs, and which one it is depends on the processor: take one."""
    return np.where(np.isnan(array), np.nan, array).tobytes()
