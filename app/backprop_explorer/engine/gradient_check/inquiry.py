"""What to ask of a network, and by which kind of step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeGuard

from backprop_explorer.engine.gradient_check.complex_step import complex_twin
from backprop_explorer.engine.gradient_check.kinks import Decisions
from backprop_explorer.engine.gradient_check.question import Question, of_anybody, of_network
from backprop_explorer.engine.gradient_report import Method
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.numerical_gradient import STEP
from backprop_explorer.engine.types import Array, Parameters, Scalar

COMPLEX_STEP = 1e-30
"""Its square is nothing beside 1, and a gradient of 1e-200 times it is still a number."""


class Checkable(Protocol):
    """Anybody's network: `params` and `gradient(x, t)` are dicts with the same names."""

    @property
    def params(self) -> Parameters: ...

    def loss(self, x: Array, t: Array, /) -> Scalar: ...

    def gradient(self, x: Array, t: Array, /) -> Parameters: ...


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All questions, the method that answers them, and its step h.

    `decisions`: how the layers decide, None if that is not known, or if no step changes it.
    """

    questions: Sequence[Question]
    method: Method
    h: float
    decisions: Decisions | None


def inquiry(network: Checkable, x: Array, t: Array, h: float | None) -> Inquiry:
    """By complex steps where they suit the network, by steps of ±h if an h is given."""
    if not just_runs_its_layers(network):
        loss = partial(network.loss, x, t)
        questions = of_anybody(network.params, network.gradient(x, t), loss)
        return Inquiry(questions, Method.CENTRAL_DIFFERENCE, h or STEP, None)
    twin = complex_twin(network, x, t) if h is None else None
    if twin is not None:
        return Inquiry(of_network(network, x, t, twin), Method.COMPLEX_STEP, COMPLEX_STEP, None)
    questions = of_network(network, x, t)
    return Inquiry(questions, Method.CENTRAL_DIFFERENCE, h or STEP, Decisions(network, x, t))


def just_runs_its_layers(network: Checkable) -> TypeGuard[Network]:
    """Whether its loss is that of its layers in a row, not of a method that adds something."""
    if not isinstance(network, Network):
        return False
    kind = type(network)
    return kind.loss is Network.loss and kind.forward is Network.forward
