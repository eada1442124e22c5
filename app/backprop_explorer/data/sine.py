"""A sine to fit: one number in, one number out, and a curve to watch while it bends."""

from math import pi

import numpy as np

from .dataset import Array, Dataset, Points
from .draws import Draws
from .entry import Entry
from .options import NOISE, SEED, STANDARDIZE, TRAINING
from .standardization import STANDARDIZED, measure

COUNT = 200


def load_sine(
    noise: float = 0.0, training: int = 50, seed: int = 0, standardize: bool = False
) -> Dataset:
    """x: (N, 1), equally likely anywhere from −π to π    t: (N, 1), sin x and noise

    noise: the standard deviation of what is added to sin x, in percent of its height, 1
    training: 10 to 90 percent of the 200 points
    """
    draws = Draws(seed, "sine")
    x = draws.uniform(-pi, pi, COUNT).astype(np.float32)[:, np.newaxis]
    errors = draws.normal(0, 1, COUNT)[:, np.newaxis]
    t = (np.sin(x, dtype=np.float64) + noise / 100 * errors).astype(np.float32)
    train, test = draws.split(COUNT, training)
    columns = measure(x[train]).apply if standardize else _unchanged
    return Dataset(
        name="sine",
        x_train=columns(x[train]),
        t_train=t[train],
        x_test=columns(x[test]),
        t_test=t[test],
        image_shape=None,
        classes=(),
        source=f"{COUNT} points of a sine, noise {noise:g} %, seed {seed}."
        f"{' ' + STANDARDIZED if standardize else ''}",
        task="regression",
        features=("x",),
        points=Points(x[train], x[test], (-pi, pi), columns),
    )


def _unchanged(points: Array) -> Array:
    return points.astype(np.float32)


ENTRY = Entry(
    "sine",
    "200 points of one wave of a sine: one number in, one number out.",
    load=load_sine,
    place="a seeded draw",
    natural_shape=(1,),
    task="regression",
    options=(NOISE, TRAINING, SEED, STANDARDIZE),
)
