"""What a check of a network asks: array by array, is this the gradient?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_explorer.engine.errors import Uncheckable
from backprop_explorer.engine.gradient_check.choice import Choice
from backprop_explorer.engine.gradient_check.probe import OneAtATime, Probe
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Parameters, Scalar

INPUT = "x"


@dataclass(frozen=True, slots=True)
class Question:
    """An array, its gradient as backpropagation has it, and a probe that tries small steps.

    Raises Uncheckable for a gradient that has not a number for each number of the array.
    """

    name: str
    array: Array
    gradient: Array
    probe: Probe

    def __post_init__(self) -> None:
        if self.gradient.shape != self.array.shape:
            raise Uncheckable(
                f"The gradient d{self.name} has the shape {self.gradient.shape} and {self.name} "
                f"has {self.array.shape}: backward has to give a number for each one, in the same "
                "shape."
            )


def of_network(
    network: Network, x: Array, t: Array, stepping: Network | None = None
) -> list[Question]:
    """One for each parameter, and for the input, "x", if the first layer gives its gradient.

    `stepping`: a twin in complex numbers to make the steps in; None makes them in the network.
    """
    next(iter(network.layers.values())).needs_dx = True
    gradients = network.gradient(x, t)
    dx = input_gradient(network)
    choice = Choice(stepping or network, x.astype(np.complex128) if stepping else x, t)
    questions = [
        Question(name, array, gradients[name], choice.of_parameter(layer, word))
        for array, (name, layer, word, _) in zip(
            network.params.values(), choice.network.places, strict=True
        )
    ]
    if dx is not None:
        questions.append(Question(INPUT, x, dx, choice.of_input()))
    return questions


def input_gradient(network: Network) -> Array | None:
    """What `backward` of the first layer returns, for the batch that ran forward last."""
    dout: Any = network.last_layer.backward()
    for layer in reversed(network.layers.values()):
        dout = layer.backward(dout)
    return dout if isinstance(dout, np.ndarray) else None


def of_anybody(
    params: Parameters, gradients: Parameters, loss: Callable[[], Scalar]
) -> list[Question]:
    """One for each parameter of a network of which nothing else is known."""
    return [
        Question(name, array, gradients[name], OneAtATime(array, loss))
        for name, array in params.items()
    ]
