"""What a network says between its examples: its answers all over the line or plane they lie on.

A map is drawn in evaluation mode, so that no answer depends on chance or on the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backprop_explorer.data.dataset import Points
from backprop_explorer.engine import Network
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import NoPoints, TooLong
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.moment import Moment
from backprop_explorer.trace.model import Array

AT_ONCE = limits.MAX_BATCH  # so that a map needs no more memory than a batch
PACE = 5e9  # multiplications in a second, at the least


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The answers at the middles of `size` equal parts of the domain, or of size × size squares.

    axis: (S,), the middles, which are the same for x1 and x2
    outputs: (S, K) on a line; (S, S, K) in a plane, seen as it is drawn: row 0 is at the top, where
    x2 is largest, and column 0 at the left, where x1 is smallest

    What the K outputs are is for the loss to say: they are what it shows as `y`.
    """

    axis: Array
    outputs: Array


def draw_map(experiment: Experiment, moment: Moment, size: int) -> Map:
    """The map with the parameters as they stand at the moment. Raises NoPoints, TooLong."""
    points = points_of(experiment)
    axis = middles(points.domain, size)
    grid = axis[:, np.newaxis] if points.train.shape[1] == 1 else squares(axis)
    network = experiment.network(moment.present, moment.iteration)
    with np.errstate(all="ignore"):  # a network that has blown up says NaN
        outputs = answers(experiment, network, points.columns(grid))
    return Map(axis, outputs.reshape(*[size] * grid.shape[1], -1))


def points_of(experiment: Experiment) -> Points:
    """The points that the examples are made from. Raises NoPoints."""
    points = experiment.dataset.points
    if points is None:
        raise NoPoints(
            f"The examples of {experiment.dataset.name} are no points of a line or a plane, so "
            "there is nothing between them to draw a map of. Those of circle, spiral or sine are."
        )
    return points


def middles(domain: tuple[float, float], size: int) -> Array:
    """(size,): the middles of `size` equal parts."""
    start, end = domain
    return start + (np.arange(size) + 0.5) / size * (end - start)


def squares(axis: Array) -> Array:
    """(S·S, 2): the middles of all squares, row by row from the top, where x2 is largest."""
    x2, x1 = np.meshgrid(axis[::-1], axis, indexing="ij")
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def answers(experiment: Experiment, network: Network, x: Array) -> Array:
    """(N, K): what the loss shows as `y` for inputs x. Raises TooLong.

    A loss compares, and so has to be given something to compare with; `y` does not depend on it.
    """
    loss, started = network.last_layer, perf_counter()
    anything = loss.targets(np.zeros(AT_ONCE, np.int64), experiment.outputs, np.float32)
    said = []
    for start in range(0, len(x), AT_ONCE):
        if perf_counter() - started > limits.MAX_SECONDS:
            raise TooLong(
                f"One request may compute for {limits.MAX_SECONDS:g} s, and in that time this "
                f"network gives {start:,} of {len(x):,} answers. Ask for a smaller size.",
                "map",
            )
        part = x[start : start + AT_ONCE]
        loss.forward(network.predict(part), anything[: len(part)])
        said.append(loss.y)
    return np.concatenate(said)


def effort(experiment: Experiment, size: int) -> float:
    """About how many seconds a map takes at most."""
    points = experiment.dataset.points
    count = size ** points.train.shape[1] if points else 0
    return count * experiment.parameter_count / PACE
