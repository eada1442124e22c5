"""Derivatives without a difference: a step along the imaginary axis.

L(w + i·h) = L(w) + i·h·L′(w) − h²·L″(w)/2 − …, so L′(w) is the imaginary part over h. Nothing is
subtracted, so that nothing is lost to rounding, and h may be so small that the rest does not count:
the slope has all the digits that the loss has. Source: Squire and Trapp, "Using Complex Variables
to Estimate Derivatives of Real Functions", 1998.

The layers and the loss have to be analytic: smooth, and made of operations that mean the same for
complex numbers. A ReLU is not, nor is |x|. As for other shortcuts, they are asked: by Cauchy's
theorem the integral of an analytic function around a circle is 0, and for others it hardly ever is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.engine.gradient_check.copies import with_inner
from backprop_explorer.engine.gradient_check.shortcuts import alike
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Scalar

CIRCLE = np.exp(2j * np.pi * np.arange(8) / 8)
RADIUS = 0.05
TOLERANCE = 1e-4
"""Of what a function changes by, on the circle."""
NUMBERS = (100, 2000)
"""How many random numbers are asked about: few find most kinks, and many the rest."""


def complex_twin(network: Network, x: Array, t: Array) -> Network | None:
    """The network in complex numbers, or None if complex steps do not suit it for this batch."""
    # Layers without arrays of their own need no twin to be asked, and have most of the kinks.
    if not all_analytic(network, x, asked=lambda layer: not has_arrays(layer)):
        return None
    twin = network.copy()
    for places in (twin.places, twin.statistic_places):
        for _, layer, word, *_ in places:
            setattr(layer, word, getattr(layer, word).astype(np.complex128))
    if not all_analytic(twin, x, asked=has_arrays):
        return None

    def loss(scores: Array) -> Scalar:
        return twin.last_layer.forward(scores, t[np.arange(len(scores)) % len(t)])

    if not is_analytic(loss, network.forward(x)):
        return None
    # Where a real exponential overflows and does no harm, a complex one may be no number.
    return twin if alike(np.array(twin.loss(x, t)), np.array(network.loss(x, t))) else None


def has_arrays(layer: Layer) -> bool:
    """Whether the layer has parameters or statistics, or one inside of it has."""
    return any(part.parameters or part.statistics for part in with_inner([layer]))


def all_analytic(network: Network, x: Array, asked: Callable[[Layer], bool]) -> bool:
    """Whether all layers that are to be asked are analytic, for what arrives there of a batch x."""
    for layer in network.layers.values():
        if asked(layer) and not is_analytic(layer.forward, x):
            return False
        x = layer.forward(x).real
    return True


def is_analytic(run: Callable[[Array], Array | Scalar], x: Array) -> bool:
    """Whether what `run` makes of a batch x is analytic there, and of random numbers like it."""
    rng = np.random.default_rng(0)
    for numbers in NUMBERS:
        root = rng.uniform(-1.5, 1.5, size=(max(2, numbers // x[0].size), *x.shape[1:]))
        # Squares, with their signs: most are near 0, where most kinks are.
        centre = np.concatenate([x, root * np.abs(root)])
        if not integral_is_0(run, centre, RADIUS * rng.uniform(-1, 1, size=centre.shape)):
            return False
    return True


def integral_is_0(run: Callable[[Array], Array | Scalar], centre: Array, radius: Array) -> bool:
    """Whether the integral around a circle is, but for rounding and for having so few points."""
    try:
        values = np.array([run(centre + point * radius) for point in CIRCLE])
    except Exception:  # a layer may refuse complex numbers in its own way
        return False
    integral = np.tensordot(CIRCLE, values, axes=1) / len(CIRCLE)
    change = np.abs(values - values[0]).max()
    rounding = 1e-12 * np.abs(values[0]).max()
    return bool(np.abs(integral).max() <= TOLERANCE * change + rounding)
