"""Is backpropagation right? Compare it with small steps of every parameter, in float64.

Both the truncation of a central difference (about h² times the third derivative) and its rounding
(about 1e-16 · loss / h) stay well below the verdict's limit of 1e-7 for h = 1e-6, while a wrong
formula is wrong in its first digits.

One honest exception: where a step of h carries a unit across the kink of a ReLU, the numeric
gradient is the wrong one. With h = 1e-6 that is rare; another batch settles it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Protocol

import numpy as np

from backprop_explorer.engine.errors import Uncheckable
from backprop_explorer.engine.gradient_report import GradientReport, ParameterCheck
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.numerical_gradient import STEP, slope
from backprop_explorer.engine.types import Array, Parameters, Scalar

__all__ = ["Checkable", "GradientReport", "gradient_check"]


class Checkable(Protocol):
    """Anybody's network: `params` and `gradient(x, t)` are dicts with the same names."""

    @property
    def params(self) -> Parameters: ...

    def loss(self, x: Array, t: Array, /) -> Scalar: ...

    def gradient(self, x: Array, t: Array, /) -> Parameters: ...


def gradient_check(
    network: Checkable,
    x: Array,
    t: Array,
    *,
    sample: int | None = None,
    h: float = STEP,
    rng: np.random.Generator | None = None,
) -> GradientReport:
    """Compare the gradients of a network, for a batch x with labels t, with small steps of ±h.

    `sample`: how many elements of each parameter, drawn by `rng` (seed 0 if none is given);
    None checks all of them. Works on a copy: the network stays as it was.

    Raises Uncheckable for float32 parameters of a network that is not a `Network` (which would
    be converted), for no parameters at all, and for a sample or an h that is not positive.
    """
    refuse_bad_request(network, sample, h)
    rng = np.random.default_rng(0) if rng is None else rng
    twin = float64_copy(network)
    x = x.astype(np.float64)
    gradients = twin.gradient(x, t)
    losses = loss_by_parameter(twin, x, t)
    return GradientReport(
        {
            name: check_parameter(name, array, gradients[name], losses[name], sample, h, rng)
            for name, array in twin.params.items()
        },
        h,
    )


def check_parameter(
    name: str,
    array: Array,
    gradient: Array,
    loss: Callable[[], Scalar],
    sample: int | None,
    h: float,
    rng: np.random.Generator,
) -> ParameterCheck:
    """Compare `gradient` with the slope of `loss` at the elements of `array`, or some of them."""
    elements = np.arange(array.size)
    if sample is not None and sample < array.size:
        elements = np.sort(rng.choice(elements, sample, replace=False))
    indices = [tuple(map(int, np.unravel_index(k, array.shape))) for k in elements]
    numeric = np.array([slope(loss, array, index, h) for index in indices])
    backpropagated = gradient.reshape(-1)[elements]
    difference = np.abs(backpropagated - numeric)
    worst = int(difference.argmax())
    return ParameterCheck(
        name=name,
        worst=float(difference[worst]),
        mean=float(difference.mean()),
        worst_index=indices[worst],
        backpropagated=float(backpropagated[worst]),
        numeric=float(numeric[worst]),
        largest=float(np.abs(backpropagated).max()),
        checked=len(indices),
        of=array.size,
    )


def loss_by_parameter(network: Checkable, x: Array, t: Array) -> dict[str, Callable[[], Scalar]]:
    """For each parameter, the loss as a function of nothing, to be called after a small step.

    What comes before a parameter's layer does not feel the step, so it is run only once.
    """
    if not isinstance(network, Network):
        return dict.fromkeys(network.params, partial(network.loss, x, t))
    layers = list(network.layers.values())
    inputs = [x]
    for layer in layers:
        inputs.append(layer.forward(inputs[-1]))

    def loss_from(k: int) -> Scalar:
        a = inputs[k]
        for layer in layers[k:]:
            a = layer.forward(a)
        return network.last_layer.forward(a, t)

    return {name: partial(loss_from, layers.index(layer)) for name, layer, _, _ in network.places}


def float64_copy(network: Checkable) -> Checkable:
    """A copy to make small steps in; a `Network` of float32 becomes one of float64."""
    if isinstance(network, Network):
        return network.copy(dtype=np.float64)
    twin = copy.deepcopy(network)
    for name, array in twin.params.items():
        if array.dtype != np.float64:
            raise Uncheckable(
                f"{name} is {array.dtype}: a step small enough for a gradient check is lost in "
                "its rounding. Build the network with float64 parameters to check it."
            )
    return twin


def refuse_bad_request(network: Checkable, sample: int | None, h: float) -> None:
    if not network.params:
        raise Uncheckable("This network has no parameters, so there is nothing to check.")
    if sample is not None and sample < 1:
        raise Uncheckable(f"A sample of {sample} elements checks nothing: take 1 or more.")
    if not (isfinite(h) and h > 0):
        raise Uncheckable(f"A step of {h} is no step: take a small positive one, such as {STEP}.")
