"""Presets after some iterations, and what can be asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backprop_explorer import data
from backprop_explorer.engine import Network
from backprop_explorer.sessions.evaluation import evaluate
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.metrics import columns
from backprop_explorer.sessions.moment import Moment, trace_of
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.training import advance
from backprop_explorer.trace import Trace
from backprop_explorer.trace.model import Array


class Trained:
    """A preset after so many iterations; `metrics` has a number for each of them, by column."""

    def __init__(self, experiment: Experiment, iterations: int) -> None:
        self.experiment = experiment
        self.iterations = iterations
        first = experiment.initial_state()
        self.state, rows = advance(experiment, first, 0, iterations)
        self.params = self.state.params
        self.metrics: Mapping[str, Array] = dict(zip(columns(first.params), rows.T, strict=False))

    @property
    def network(self) -> Network:
        return self.experiment.network(self.state, self.iterations)

    @property
    def recording(self) -> Trace:
        """The trace of the next iteration."""
        return trace_of(Moment(self.iterations, self.state).recorded(self.experiment))

    def x(self, part: str = "test") -> Array:
        """All inputs of the "test" or the "train" part."""
        inputs = data.scale(getattr(self.experiment.dataset, f"x_{part}"))
        return inputs.reshape(-1, *self.experiment.input_shape)

    def loss_and_accuracy(self, part: str = "test") -> tuple[float, float]:
        """Over the examples of a part, without dropout and by running statistics."""
        return evaluate(self.experiment, self.network, part)

    @property
    def loss(self) -> float:
        """Over the test examples."""
        return self.loss_and_accuracy()[0]

    @property
    def accuracy(self) -> float:
        """Over the test examples."""
        return self.loss_and_accuracy()[1]

    def outputs(self, kind: str, x: Array) -> Iterator[Array]:
        """What each layer of a kind gives for x, in training mode."""
        for name, layer in self.network.layers.items():
            x = layer.forward(x)
            if name.startswith(kind):
                yield x


def trained(name: str, iterations: int = 0, **changes: Any) -> Trained:
    """The preset of this name, with some parts of its spec changed, after so many iterations."""
    spec = PRESETS[name].spec.model_copy(update=changes)
    return Trained(Experiment(spec), iterations)


def after_epochs(name: str, epochs: int, **changes: Any) -> Trained:
    """The same after every training example was seen so many times, on average."""
    return trained(name, epochs * trained(name).experiment.iterations_per_epoch, **changes)
