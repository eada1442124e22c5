"""How the learning rate changes while a network learns: large steps first, small ones last.

A schedule is a pure function: from how many updates there have been to a factor of the rate.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import cos, isfinite, pi

from backprop_explorer.engine.errors import InvalidSetting


class Schedule(ABC):
    """What the learning rate is multiplied by."""

    @abstractmethod
    def factor_at(self, iteration: int) -> float:
        """The factor after `iteration` updates: 0 before the first one."""


class Constant(Schedule):
    """The rate as it was given."""

    def factor_at(self, iteration: int) -> float:
        return 1.0


class StepDecay(Schedule):
    """Multiplied by `factor` once more after every so many updates: factor^(iteration // every).

    As PyTorch's StepLR.
    """

    def __init__(self, every: int, factor: float = 0.5) -> None:
        """Raises InvalidSetting unless every ≥ 1 and factor > 0."""
        refuse_no_count("number of iterations between two steps", every)
        if not (isfinite(factor) and factor > 0):
            raise InvalidSetting(
                f"A factor of {factor} is not possible: the learning rate is multiplied by it, so "
                "take a positive number, such as 0.5."
            )
        self.every = every
        self.factor = float(factor)

    def factor_at(self, iteration: int) -> float:
        return self.factor ** (iteration // self.every)


class Cosine(Schedule):
    """From 1 down to `smallest` in `period` updates, along a cosine: slowly first and last.

    After the bottom it climbs back in another period, and so on, as PyTorch's CosineAnnealingLR.
    Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016.
    """

    def __init__(self, period: int, smallest: float = 0.0) -> None:
        """`smallest`: the factor at the bottom. Raises InvalidSetting."""
        refuse_no_count("period", period)
        if not 0 <= smallest <= 1:
            raise InvalidSetting(
                f"A smallest factor of {smallest} is not possible: it is the part of the learning "
                "rate that is left at the bottom, so take 0 to 1, such as 0.01."
            )
        self.period = period
        self.smallest = float(smallest)

    def factor_at(self, iteration: int) -> float:
        height = (1 + cos(pi * iteration / self.period)) / 2
        return self.smallest + (1 - self.smallest) * height


class WarmUp(Schedule):
    """From near 0 to 1 in even steps: 1/n in the first update, 1 in the n-th; then another.

    The first gradients of a new network are large and wild, and the running means of Adam know
    nothing yet. `then` starts when it is over.
    """

    def __init__(self, iterations: int, then: Schedule | None = None) -> None:
        """`then`: what follows, None for the rate as it is. Raises InvalidSetting."""
        refuse_no_count("number of iterations to warm up", iterations)
        self.iterations = iterations
        self.then = Constant() if then is None else then

    def factor_at(self, iteration: int) -> float:
        if iteration < self.iterations:
            return (iteration + 1) / self.iterations
        return self.then.factor_at(iteration - self.iterations)


def refuse_no_count(setting: str, value: int) -> None:
    """Raise InvalidSetting unless it can be counted: 1, 2, 3, …"""
    if not (value >= 1 and value % 1 == 0):
        raise InvalidSetting(
            f"A {setting} of {value} is not possible: take a whole number of 1 or more."
        )
