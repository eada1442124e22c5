"""What every optimizer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TypedDict, Unpack

import numpy as np

from backprop_explorer.engine.clipping import Clipping
from backprop_explorer.engine.errors import InvalidSetting, UnknownParameter
from backprop_explorer.engine.penalties import Penalty
from backprop_explorer.engine.schedules import Schedule
from backprop_explorer.engine.types import Array, Parameters


class Extras(TypedDict, total=False):
    """What any rule can be combined with, by keyword: `Adam(schedule=Cosine(1000))`."""

    schedule: Schedule | None
    penalties: Sequence[Penalty]
    clipping: Clipping | None


class Optimizer(ABC):
    """How gradients change the parameters.

    A rule is the method `step`, for one parameter W with its gradient dW; what it keeps from one
    update to the next is in dicts by parameter name, such as `v["W1"]`, listed in `keeps`.

    `update` clips the gradients if asked, adds those of the penalties, and takes a step for every
    parameter: in this order, so that clipping tames backpropagation and no penalty, as with
    PyTorch's `clip_grad_norm_` and `weight_decay`.

    The rules are PyTorch's, and so are the results. All numbers in them but the arrays are Python's
    own, so that float32 stays float32.
    """

    keeps: tuple[str, ...] = ()
    """The attributes that hold arrays by parameter name: ("v",)."""

    def __init__(self, learning_rate: float, **extras: Unpack[Extras]) -> None:
        """`schedule` changes the rate, `penalties` add to the gradients, `clipping` limits them.

        Raises InvalidSetting for a rate that is negative or not finite.
        """
        if not (isfinite(learning_rate) and learning_rate >= 0):
            raise InvalidSetting(
                f"A learning rate of {learning_rate} is not possible: take 0 or more, such as 0.1."
            )
        self.learning_rate = float(learning_rate)
        self.schedule = extras.get("schedule")
        self.penalties = tuple(extras.get("penalties", ()))
        self.clipping = extras.get("clipping")
        self.iteration = 0
        """How many updates there have been. Whoever restores a state sets it too."""

    @abstractmethod
    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        """The rule: change one parameter W, in place, by its gradient dW."""

    def update(self, params: Parameters, grads: Parameters) -> None:
        """Change every parameter in place, by the gradient of the same name, which stays."""
        if self.keeps:
            self.prepare(params)
        if self.clipping is not None:
            grads = self.clipping.clipped(grads)
        for penalty in self.penalties:
            grads = penalty.added(params, grads)
        rate = self.rate
        for name, W in params.items():
            self.step(rate, name, W, grads[name])
        self.iteration += 1

    @property
    def rate(self) -> float:
        """The learning rate of the next update: the given one times the schedule's factor."""
        if self.schedule is None:
            return self.learning_rate
        return self.learning_rate * self.schedule.factor_at(self.iteration)

    def prepare(self, params: Parameters) -> None:
        """Zeros for every parameter not seen before; `update` does it too, on first sight."""
        for word in self.keeps:
            kept = getattr(self, word)
            for name, W in params.items():
                if name not in kept:
                    kept[name] = np.zeros_like(W)

    def state(self) -> Parameters:
        """A copy of all that is kept, by attribute and parameter: "v.W1"."""
        return {
            f"{word}.{name}": array.copy()
            for word in self.keeps
            for name, array in getattr(self, word).items()
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Keep copies of these arrays, and nothing else; an empty state is that of a new optimizer.

        Raises UnknownParameter for arrays that this rule does not keep, and then changes nothing.
        """
        kept: dict[str, Parameters] = {word: {} for word in self.keeps}
        for place, array in state.items():
            word, _, name = place.partition(".")
            if word not in kept:
                raise UnknownParameter(
                    f"{type(self).__name__} keeps no {place}: restore a state of the same rule, "
                    f"which keeps {', '.join(f'{word}.W1' for word in kept) or 'nothing'}."
                )
            kept[word][name] = array.copy()
        for word in self.keeps:
            setattr(self, word, kept[word])
