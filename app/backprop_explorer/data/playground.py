"""The six data sets of TensorFlow Playground (Smilkov and Carter, 2016), drawn anew in NumPy.

What each is, how many points it has and what noise does to it is as in the Playground's
src/dataset.ts; the random numbers are ours. Noise there is a fraction, 0 to 0.5, which the page
shows as 0 to 50 percent. It leaves a point where it is and labels it as if it were up to so far
away, except that the Gaussians become wider, and the points of the spiral move themselves.

A generator takes the draws and the noise, and gives

    points: (N, 2) float32    labels: (N,), 1 and 0 for Playground's +1 and −1, or float64 numbers
"""

from math import pi

import numpy as np

from .dataset import Array
from .draws import Draws

CLASSIFIED = 500
REGRESSED = 1200
RADIUS = 5  # of what is to be classified
EDGE = 6  # of the plane: the drawings and what is to be predicted go from −6 to 6

# Each centre and the sign of its peak; a peak is 1 high and ends 2 from its centre.
PEAKS = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
SIGNS = np.array([1, -1, 1, -1, 1, -1])


def circle(draws: Draws, noise: float) -> tuple[Array, Array]:
    """A disc of radius 2.5 (1) in a ring from 3.5 to 5 (0)."""
    half = CLASSIFIED // 2
    inside = draws.uniform(0, RADIUS * 0.5, half)
    outside = draws.uniform(RADIUS * 0.7, RADIUS, half)
    points = _polar(np.append(inside, outside), draws.uniform(0, 2 * pi, CLASSIFIED))
    seen = points + noise * _square(draws, RADIUS, CLASSIFIED)
    return points, np.hypot(*seen.T) < RADIUS * 0.5


def exclusive_or(draws: Draws, noise: float) -> tuple[Array, Array]:
    """Four squares with a gap between them: 1 where x1 and x2 have the same sign."""
    points = _square(draws, RADIUS, CLASSIFIED)
    points = (points + np.where(points > 0, 0.3, -0.3)).astype(np.float32)
    x1, x2 = (points + noise * _square(draws, RADIUS, CLASSIFIED)).T
    return points, x1 * x2 >= 0


def two_gaussians(draws: Draws, noise: float) -> tuple[Array, Array]:
    """A round heap at (2, 2) (1) and one at (−2, −2) (0); noise makes them wider.

    Their variance goes from 0.5 without noise to 4 at 50 percent.
    """
    variance = 0.5 + noise * (4 - 0.5) / 0.5
    centre = np.repeat([2.0, -2.0], CLASSIFIED // 2)
    x1, x2 = (centre + draws.normal(0, variance, CLASSIFIED) for _ in range(2))
    return np.stack([x1, x2], axis=1).astype(np.float32), centre > 0


def spiral(draws: Draws, noise: float) -> tuple[Array, Array]:
    """Two arms of 1¾ turns around each other, half a turn apart."""
    half = CLASSIFIED // 2
    along = np.tile(np.arange(half) / half, 2)
    first = np.arange(CLASSIFIED) < half
    points = _polar(RADIUS * along, 1.75 * 2 * pi * along + np.where(first, 0, pi))
    return (points + noise * _square(draws, 1, CLASSIFIED)).astype(np.float32), first


def plane(draws: Draws, noise: float) -> tuple[Array, Array]:
    """(x1 + x2) / 10, a slope across the plane."""
    points = _square(draws, EDGE, REGRESSED).astype(np.float32)
    seen = points + noise * _square(draws, EDGE, REGRESSED)
    return points, seen.sum(axis=1) / 10


def multi_gaussian(draws: Draws, noise: float) -> tuple[Array, Array]:
    """Six peaks, three up to 1 and three down to −1, and 0 between them.

    Playground's name for them; each falls off evenly and is a cone.
    """
    points = _square(draws, EDGE, REGRESSED).astype(np.float32)
    seen = points + noise * _square(draws, EDGE, REGRESSED)
    away = np.linalg.norm(seen[:, np.newaxis] - PEAKS, axis=2)
    heights = np.clip(1 - away / 2, 0, 1)
    highest = heights.argmax(axis=1)
    return points, heights.max(axis=1) * SIGNS[highest]


def _square(draws: Draws, radius: float, count: int) -> Array:
    """(count, 2) points, equally likely anywhere from −radius to radius on both axes."""
    return draws.uniform(-radius, radius, 2 * count).reshape(count, 2)


def _polar(radius: Array, angle: Array) -> Array:
    """(N, 2) float32; an angle of 0 points up, and grows clockwise, as in Playground."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1).astype(np.float32)
