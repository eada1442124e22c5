"""A spec brought to life: its data, its networks, its batches.

An experiment holds no numbers that training changes, so every method is a pure function of the
spec and its arguments, and one experiment can serve any number of threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from backprop_explorer import data, engine
from backprop_explorer.engine.errors import EngineError
from backprop_explorer.engine.optimizers import Optimizer
from backprop_explorer.sessions.building import (
    Draw,
    blank,
    build_layers,
    build_loss,
    build_optimizer,
    drawn,
)
from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.fitting import (
    needs_pictures,
    refuse_batch,
    refuse_misfit,
    refuse_size,
)
from backprop_explorer.sessions.spec import Init, Layer, Spec
from backprop_explorer.sessions.spec.losses import (
    BinaryCrossEntropy,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
)
from backprop_explorer.sessions.state import State
from backprop_explorer.trace.model import Array

# Batches draw from the generator with the key (seed, iteration); no iteration has this number.
_PARAMETERS_KEY = 2**64 - 1


class Batch(NamedTuple):
    """x: (N, …) float32    t: what the loss compares with    rows: (N,), of the data set
    labels: (N,) classes, or what a regression should give
    """

    x: Array
    t: Array
    rows: Array
    labels: Array


class Experiment:
    """Builds what a spec describes. Raises SpecError where its parts do not fit each other."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.dataset = data.load(spec.dataset.name, **spec.dataset.options)
        refuse_batch(spec, self.dataset)
        network = self._built(blank)
        self.loss = network.last_layer
        self.shapes = {name: array.shape for name, array in network.params.items()}
        self.outputs = refuse_misfit(spec, self.dataset, network, self.input_shape)
        refuse_size(self.parameter_count)

    @property
    def iterations_per_epoch(self) -> int:
        return max(1, len(self.dataset.x_train) // self.spec.batch_size)

    @cached_property
    def parameter_count(self) -> int:
        return sum(int(np.prod(shape)) for shape in self.shapes.values())

    def initial_state(self) -> State:
        """What iteration 0 starts with, float32, drawn by the seed alone."""
        key = np.array([self.spec.seed, _PARAMETERS_KEY], np.uint64)
        rng = np.random.Generator(np.random.Philox(key=key))
        network, optimizer = self._built(drawn(rng)), self.optimizer()
        optimizer.prepare(network.params)
        return captured(network, optimizer)

    def network(self, state: State, iteration: int) -> engine.Network:
        """A network on copies of these arrays, ready to run this iteration."""
        network = self._built(blank)
        network.restore({**state.params, **state.statistics})
        network.reseed(self.spec.seed, iteration)
        return network

    def optimizer(self, state: State | None = None, iteration: int = 0) -> Optimizer:
        """The optimizer as it is after `iteration` updates left this state."""
        optimizer = build_optimizer(self.spec)
        if state is not None:
            optimizer.restore(state.optimizer)
            optimizer.iteration = iteration
        return optimizer

    def batch(self, iteration: int) -> Batch:
        """The examples of an iteration, drawn by the seed and its number."""
        drawn = data.batch(self.dataset, self.spec.seed, iteration, self.spec.batch_size)
        x = drawn.x.reshape(-1, *self.input_shape)
        t = self.loss.targets(self.answers(drawn.t), self.outputs, np.float32)
        return Batch(x, t, drawn.rows, drawn.t)

    @cached_property
    def input_shape(self) -> tuple[int, ...]:
        """Of one example, as the network gets it: a picture as (1, rows, columns) or flat."""
        pictures = any(map(needs_pictures, self.spec.layers))
        return self.dataset.natural_shape if pictures else self.dataset.input_shape

    @cached_property
    def beginnings(self) -> dict[str, str]:
        """How each parameter starts, in words."""
        network = self._built(blank)
        inits = dict(zip(network.all_layers.values(), flat(self.spec.layers), strict=True))
        return {
            name: beginning(word, getattr(inits[layer], "init", None), self.spec.seed)
            for name, layer, word, _ in network.places
        }

    def answers(self, labels: Array) -> Array:
        """Labels as an output should say them: of two classes, one number says −1 or +1.

        The losses that compare with classes make their own targets of class indices.
        """
        of_numbers = isinstance(self.spec.loss, MeanSquaredError | MeanAbsoluteError | Huber)
        one_for_two = len(self.dataset.classes) == 2 and self.outputs == 1
        return 2.0 * labels - 1.0 if of_numbers and one_for_two else labels

    @property
    def middle(self) -> float | None:
        """Where one output turns from the first of two classes to the second; None for others."""
        if self.outputs > 1 or not self.dataset.classes:
            return None
        return 0.5 if isinstance(self.spec.loss, BinaryCrossEntropy) else 0.0

    def accuracy(self, outputs: Array, labels: Array) -> float:
        """The share of examples whose class was found; NaN where there are no classes.

        outputs: (N, C) or, for two classes, (N, 1): what the loss shows as `y`.
        """
        if not self.dataset.classes:
            return float("nan")
        found = outputs.argmax(axis=1) if self.middle is None else outputs[:, 0] > self.middle
        return float(np.count_nonzero(found == labels) / len(labels))

    def _built(self, draw: Draw) -> engine.Network:
        layers = build_layers(self.spec.layers, self.input_shape, draw)
        try:
            return engine.Network(layers, build_loss(self.spec.loss), self.input_shape)
        except EngineError as error:
            raise SpecError(str(error), ("layers",)) from error


def flat(layers: Iterable[Layer]) -> Iterator[Layer]:
    """A block, then the layers it is made of, then what comes after it."""
    for layer in layers:
        yield layer
        yield from flat(getattr(layer, "layers", ()))


def beginning(word: str, init: Init | None, seed: int) -> str:
    """What the numbers of a parameter `word` start as."""
    if word == "gamma":
        return "a scale starts at one"
    if init is None or word in ("b", "beta"):
        return "biases start at zero"
    settings = init.model_dump(exclude={"name"})
    said = ", ".join(f"{setting}={value:g}" for setting, value in settings.items())
    if init.name in ("zeros", "constant"):
        return f"every number of it starts the same, by {init.name}({said})"
    return f"drawn by {init.name}({said}), seed {seed}"


def captured(network: engine.Network, optimizer: Optimizer) -> State:
    """A copy of all that the next iteration will start with."""
    return State(
        {name: array.copy() for name, array in network.params.items()},
        {name: array.copy() for name, array in network.statistics.items()},
        optimizer.state(),
    )
