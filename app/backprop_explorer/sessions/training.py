"""Training without the recorder, as fast as it goes.

It runs on the fast engine, whose numbers are those of the plain one, bit for bit: so a recorded
iteration and one that was trained through agree.

Pure: what comes out depends on the spec, the state and the iteration alone, so a session can train
here, in a thread or in another process, and replay any stretch bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from backprop_explorer.engine import Network
from backprop_explorer.engine.fast import FastTraining
from backprop_explorer.sessions.evaluation import standing
from backprop_explorer.sessions.experiment import Batch, Experiment, captured
from backprop_explorer.sessions.meters import BlockMeter, Meter
from backprop_explorer.sessions.metrics import Scores
from backprop_explorer.sessions.state import State
from backprop_explorer.trace.model import Array


class Run:
    """A stretch of training, to be run a piece at a time."""

    def __init__(self, experiment: Experiment, state: State, start: int) -> None:
        """`state` is that at the start of iteration `start`; it is copied."""
        self.experiment = experiment
        self.iteration = start
        self.network = experiment.network(state, start)
        self.optimizer = experiment.optimizer(state, start)
        self.training = FastTraining(self.network, self.optimizer)
        block = self.training.block
        self.meter = BlockMeter(block) if block else Meter(self.network)

    def run(self, count: int, stopped: Callable[[], bool] = lambda: False) -> Array:
        """Trains `count` iterations, or fewer if it is stopped; their metrics, (n, columns)."""
        rows: list[Array] = []
        with np.errstate(all="ignore"):  # a network that blows up shows it in its numbers
            while len(rows) < count and not stopped():
                rows.append(self._iterate())
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def state(self) -> State:
        """A copy of all arrays as they are now."""
        return captured(self.network, self.optimizer)

    def _iterate(self) -> Array:
        network, experiment, meter = self.network, self.experiment, self.meter
        batch = experiment.batch(self.iteration)
        meter.begin()
        before = standing(experiment, network, self.optimizer, self.iteration)
        network.reseed(experiment.spec.seed, self.iteration)
        self.training.iterate(batch.x, batch.t)
        self.iteration += 1
        return meter.measure(scores(experiment, network, batch, before))


def scores(
    experiment: Experiment, network: Network, batch: Batch, before: Mapping[str, float]
) -> Scores:
    """Those of a network that has just been updated; `before` are those it had before that."""
    loss = network.last_layer
    return Scores(loss.loss, experiment.accuracy(loss.y, batch.labels), **before)


def advance(experiment: Experiment, state: State, start: int, count: int) -> tuple[State, Array]:
    """The state after iterations start … start + count − 1, and the metrics of each."""
    run = Run(experiment, state, start)
    rows = run.run(count)
    return run.state(), rows
