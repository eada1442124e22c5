"""Plain training: the engine's own code without the recorder, as fast as it goes.

Pure: what comes out depends on the spec, the parameters and the iteration alone, so a session can
train here, in a thread or in another process, and replay any stretch bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.sessions.experiment import Experiment, Params
from backprop_explorer.sessions.metrics import measure
from backprop_explorer.trace.model import Array


class Run:
    """A stretch of training, to be run a piece at a time."""

    def __init__(self, experiment: Experiment, params: Params, start: int) -> None:
        """`params` are those at the start of iteration `start`; they are copied."""
        self.experiment = experiment
        self.iteration = start
        self.network = experiment.network(params)
        self.optimizer = experiment.optimizer()

    def run(self, count: int, stopped: Callable[[], bool] = lambda: False) -> Array:
        """Trains `count` iterations, or fewer if it is stopped; their metrics, (n, columns)."""
        rows: list[Array] = []
        with np.errstate(all="ignore"):  # a network that blows up shows it in its numbers
            while len(rows) < count and not stopped():
                rows.append(self._iterate())
        return np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def params(self) -> dict[str, Array]:
        """A copy of the parameters as they are now."""
        return {name: array.copy() for name, array in self.network.params.items()}

    def _iterate(self) -> Array:
        network = self.network
        x, t, _ = self.experiment.batch(self.iteration)
        params = network.params
        before = {name: array.copy() for name, array in params.items()}
        grads = network.gradient(x, t)
        loss, scores = network.last_layer.loss, network.last_layer.y
        self.optimizer.update(params, grads)
        self.iteration += 1
        return measure(loss, scores, t, before, grads, params)


def advance(
    experiment: Experiment, params: Params, start: int, count: int
) -> tuple[dict[str, Array], Array]:
    """The parameters after iterations start … start + count − 1, and the metrics of each."""
    run = Run(experiment, params, start)
    rows = run.run(count)
    return run.params(), rows
