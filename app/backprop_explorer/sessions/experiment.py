"""A spec brought to life: its data, its networks, its batches.

An experiment holds no numbers that training changes, so every method is a pure function of the
spec and its arguments, and one experiment can serve any number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import prod

import numpy as np

from backprop_explorer import data, engine
from backprop_explorer.engine import initializers
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.spec import Affine, Constant, Init, Normal, Relu, Spec
from backprop_explorer.trace.model import Array

Params = Mapping[str, Array]
Shapes = dict[str, tuple[int, ...]]

# Batches draw from the generator with the key (seed, iteration); no iteration has this number.
_PARAMETERS_KEY = 2**64 - 1


class Experiment:
    """Builds what a spec describes. Raises SpecError where its parts do not fit each other."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.dataset = data.load(spec.dataset.name)
        self.shapes = parameter_shapes(spec, self.dataset)
        refuse_misfit(spec, self.dataset, self.shapes)

    @property
    def iterations_per_epoch(self) -> int:
        return max(1, len(self.dataset.x_train) // self.spec.batch_size)

    @cached_property
    def parameter_count(self) -> int:
        return count(self.shapes)

    def initial_params(self) -> dict[str, Array]:
        """The parameters at iteration 0, float32, drawn by the seed alone."""
        key = np.array([self.spec.seed, _PARAMETERS_KEY], np.uint64)
        rng = np.random.Generator(np.random.Philox(key=key))
        affines = (layer for layer in self.spec.layers if isinstance(layer, Affine))
        params: dict[str, Array] = {}
        for number, layer in enumerate(affines, start=1):
            weights = initializer(layer.init)(self.shapes[f"W{number}"], rng)
            params[f"W{number}"] = weights.astype(np.float32)
            params[f"b{number}"] = np.zeros(self.shapes[f"b{number}"], np.float32)
        return params

    def network(self, params: Params) -> engine.Network:
        """A network on copies of these parameters, in their dtype."""
        layers: list[engine.Layer] = []
        number = 0
        for layer in self.spec.layers:
            if isinstance(layer, Affine):
                number += 1
                layers.append(
                    engine.Affine(params[f"W{number}"].copy(), params[f"b{number}"].copy())
                )
            else:
                layers.append(engine.Relu() if isinstance(layer, Relu) else engine.Sigmoid())
        return engine.Network(layers, engine.SoftmaxWithLoss())

    def optimizer(self) -> engine.SGD:
        return engine.SGD(self.spec.optimizer.learning_rate)

    def batch(self, iteration: int) -> data.Batch:
        """x (batch_size, features) float32, labels (batch_size,), their rows in the data set."""
        return data.batch(self.dataset, self.spec.seed, iteration, self.spec.batch_size)


def initializer(init: Init) -> initializers.Initializer:
    if isinstance(init, Normal):
        return initializers.normal(init.std)
    return initializers.constant(init.value) if isinstance(init, Constant) else initializers.zeros()


def parameter_shapes(spec: Spec, dataset: data.Dataset) -> Shapes:
    """Name → shape, in the order of the layers."""
    shapes: Shapes = {}
    width = prod(dataset.input_shape)
    affines = (layer for layer in spec.layers if isinstance(layer, Affine))
    for number, layer in enumerate(affines, start=1):
        shapes[f"W{number}"] = (width, layer.units)
        shapes[f"b{number}"] = (layer.units,)
        width = layer.units
    return shapes


def count(shapes: Shapes) -> int:
    return sum(prod(shape) for shape in shapes.values())


def refuse_misfit(spec: Spec, dataset: data.Dataset, shapes: Shapes) -> None:
    """Raises SpecError for a network that this data set cannot train, or that is too large."""
    classes = len(dataset.classes)
    affines = [(i, layer) for i, layer in enumerate(spec.layers) if isinstance(layer, Affine)]
    if not affines:
        raise SpecError(
            "A network needs at least one affine layer: without one it has nothing to learn. "
            f'Add {{"type": "affine", "units": {classes}}}.',
            ("layers",),
        )
    place, last = affines[-1]
    if last.units != classes:
        raise SpecError(
            f"The last affine layer has {last.units} units, but {dataset.name} has {classes} "
            f"classes: give it {classes} units, one score for each class.",
            ("layers", place, "units"),
        )
    if spec.batch_size > len(dataset.x_train):
        raise SpecError(
            f"A batch of {spec.batch_size} cannot be drawn from the {len(dataset.x_train)} "
            f"training examples of {dataset.name}: take fewer.",
            ("batch_size",),
        )
    if (parameters := count(shapes)) > limits.MAX_PARAMETERS:
        raise SpecError(
            f"This network has {parameters:,} parameters; {limits.MAX_PARAMETERS:,} are the most "
            "that a session may have. Give its layers fewer units.",
            ("layers",),
        )
