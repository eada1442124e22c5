"""What a gradient check found, parameter by parameter, and its verdict.

The measure is the absolute difference |backpropagated − numeric|. The verdict is "agrees" where
the worst one is below 1e-7 × max(1, largest gradient).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from backprop_explorer.engine.types import Shape

LIMIT = 1e-7


class Verdict(StrEnum):
    """What a gradient check found."""

    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class ParameterCheck:
    """How far the two gradients of one parameter are apart; `checked` of its `of` elements."""

    name: str
    worst: float
    mean: float
    worst_index: Shape
    backpropagated: float
    """Both gradients where they differ most."""
    numeric: float
    largest: float
    """The largest backpropagated gradient among the elements checked."""
    checked: int
    of: int


@dataclass(frozen=True, slots=True)
class GradientReport:
    """A check of all parameters. `print` shows every figure."""

    parameters: dict[str, ParameterCheck]
    h: float

    @property
    def worst(self) -> float:
        """The largest absolute difference; not finite as soon as one gradient is not."""
        return float(np.max([check.worst for check in self.parameters.values()]))

    @property
    def checked(self) -> int:
        return sum(check.checked for check in self.parameters.values())

    @property
    def of(self) -> int:
        return sum(check.of for check in self.parameters.values())

    @property
    def limit(self) -> float:
        """What `worst` has to stay below."""
        return LIMIT * max(1.0, *(check.largest for check in self.parameters.values()))

    @property
    def verdict(self) -> Verdict:
        return Verdict.AGREES if self.worst < self.limit else Verdict.DIFFERS

    def __str__(self) -> str:
        rows = [
            f"{check.name}: worst {check.worst:.2e} at {list(check.worst_index)} (backpropagated "
            f"{check.backpropagated:.9g}, numeric {check.numeric:.9g}), mean {check.mean:.2e}, "
            f"{check.checked} of {check.of}"
            for check in self.parameters.values()
        ]
        total = f"{self.verdict}: worst {self.worst:.2e}, limit {self.limit:.2e}"
        return "\n".join([*rows, f"{total}, {self.checked} of {self.of} elements, h = {self.h:g}"])
