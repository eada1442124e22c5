"""What a gradient check found, array by array, and its verdict.

The measure is the absolute difference |backpropagated − numeric|, and each array has a limit of its
own: a small part of its largest gradient, and a little for rounding. A wrong formula is wrong in
its first digits, so it is seen wherever gradients are not smaller than that rounding. What the
limits are follows from how the numeric gradient was had, the `Method`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from backprop_explorer.engine.types import Shape


class Method(StrEnum):
    """How a numeric gradient is had."""

    CENTRAL_DIFFERENCE = "central-difference"
    """A step each way. It suits any network, and a difference of two losses is rounded."""
    COMPLEX_STEP = "complex-step"
    """One step along the imaginary axis, and no difference. It suits smooth networks."""


RELATIVE = {Method.CENTRAL_DIFFERENCE: 1e-7, Method.COMPLEX_STEP: 1e-12}
"""Of the array's largest gradient: what a difference may be."""
ROUNDING = {Method.CENTRAL_DIFFERENCE: 1e-8, Method.COMPLEX_STEP: 1e-13}
"""And of the loss. Rounding moves a loss by about 1e-16 of its size, and so a central difference by
that over h. A complex step has no such rounding, but backward has its own, as in 1 − a² near 0."""
LARGER = 30.0
"""Times h: a step that suffers less from rounding, for what does not agree with h."""
SMALLER = 0.1
"""Times h: a step that does not reach as far as a kink may be away."""

NUMERIC = {
    Method.CENTRAL_DIFFERENCE: "(L(w + h) − L(w − h)) / 2h in float64",
    Method.COMPLEX_STEP: "Im L(w + ih) / h in complex numbers of two float64",
}
OTHER_STEPS = {
    Method.CENTRAL_DIFFERENCE: f", with h or else with {LARGER:g} h or {SMALLER:g} h",
    Method.COMPLEX_STEP: "",
}


def rule(method: Method) -> str:
    """The verdict's rule, in one sentence."""
    return (
        f"numeric = {NUMERIC[method]}; it agrees where |backpropagated − numeric| < "
        f"{RELATIVE[method]:g} · the array's largest gradient + {ROUNDING[method]:g} · max(1, |L|)"
        + OTHER_STEPS[method]
    )


def limit_for(method: Method, largest: float, loss: float) -> float:
    """What a difference has to stay below, in an array with this largest gradient."""
    return RELATIVE[method] * largest + ROUNDING[method] * max(1.0, abs(loss))


class Verdict(StrEnum):
    """What a gradient check found."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDEFINED = "undefined"
    """The loss is not a number, or infinite, so that it has no slopes to compare with."""


@dataclass(frozen=True, slots=True)
class ParameterCheck:
    """How far the two gradients of one array are apart; `checked` of its `of` elements."""

    name: str
    worst: float
    mean: float
    worst_index: Shape
    backpropagated: float
    """Both gradients where they differ most."""
    numeric: float
    largest: float
    """The largest backpropagated gradient among the elements checked."""
    limit: float
    """What `worst` has to stay below."""
    kinks: int
    """How many of the elements checked are at a kink, where the loss has two slopes. Backward has
    to choose one, so they count as no difference."""
    checked: int
    of: int

    @property
    def excess(self) -> float:
        """The worst difference as a multiple of its limit; infinite if a gradient is no number."""
        return self.worst / self.limit if isfinite(self.worst) else inf


@dataclass(frozen=True, slots=True)
class GradientReport:
    """A check of all parameters and of the input. `print` shows every figure."""

    parameters: dict[str, ParameterCheck]
    input: ParameterCheck | None
    """None for a network that does not give the gradient of its input."""
    h: float
    loss: float
    method: Method = Method.CENTRAL_DIFFERENCE

    @property
    def rule(self) -> str:
        """How the verdict is come to, in one sentence."""
        return rule(self.method)

    @property
    def arrays(self) -> list[ParameterCheck]:
        """The parameters and the input."""
        return [*self.parameters.values(), *([self.input] if self.input else [])]

    @property
    def nearest(self) -> ParameterCheck:
        """The array nearest to its limit, or furthest beyond."""
        return max(self.arrays, key=lambda check: check.excess)

    @property
    def worst(self) -> float:
        """The largest difference in the array nearest to its limit."""
        return self.nearest.worst

    @property
    def limit(self) -> float:
        """What `worst` has to stay below."""
        return self.nearest.limit

    @property
    def verdict(self) -> Verdict:
        if not isfinite(self.loss):
            return Verdict.UNDEFINED
        return Verdict.AGREES if self.nearest.excess < 1 else Verdict.DIFFERS

    @property
    def checked(self) -> int:
        """How many elements of parameters; those of the input are in `input`."""
        return sum(check.checked for check in self.parameters.values())

    @property
    def of(self) -> int:
        return sum(check.of for check in self.parameters.values())

    @property
    def kinks(self) -> int:
        return sum(check.kinks for check in self.parameters.values())

    def __str__(self) -> str:
        rows = [
            f"{check.name}: worst {check.worst:.2e} at {list(check.worst_index)} (backpropagated "
            f"{check.backpropagated:.9g}, numeric {check.numeric:.9g}), limit {check.limit:.2e}, "
            f"mean {check.mean:.2e}, {check.checked} of {check.of}, {check.kinks} at a kink"
            for check in self.arrays
        ]
        total = f"{self.verdict}: worst {self.worst:.2e}, limit {self.limit:.2e}"
        how = f"{self.method}, h = {self.h:g}"
        return "\n".join([*rows, f"{total}, {self.checked} of {self.of} elements, {how}"])
