"""Data sets made of points in the plane, as a network gets them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import playground
from .dataset import Array, Dataset, Points, Task
from .draws import Draws
from .entry import Entry
from .features import FEATURES_OPTION, FeatureColumns, standardized
from .options import NOISE, SEED, STANDARDIZE, TRAINING
from .standardization import STANDARDIZED


@dataclass(frozen=True)
class Toy:
    """One of Playground's data sets: its name here, its generator, what it asks, and a sentence."""

    name: str
    generate: Callable[[Draws, float], tuple[Array, Array]]
    task: Task
    summary: str

    @property
    def classes(self) -> tuple[str, ...]:
        """Playground's labels −1 and +1, in the order of our 0 and 1."""
        return ("negative", "positive") if self.task == "classification" else ()


TOYS = (
    Toy(
        "circle",
        playground.circle,
        "classification",
        "500 points: a disc and a ring around it, which no straight line can part.",
    ),
    Toy(
        "exclusive-or",
        playground.exclusive_or,
        "classification",
        "500 points in four squares, labelled by whether x1 and x2 have the same sign.",
    ),
    Toy(
        "two-gaussians",
        playground.two_gaussians,
        "classification",
        "500 points in two round heaps, which one straight line parts.",
    ),
    Toy(
        "spiral",
        playground.spiral,
        "classification",
        "500 points on two arms that wind around each other: the hardest of the toys.",
    ),
    Toy(
        "plane",
        playground.plane,
        "regression",
        "1,200 points and a number that rises evenly with x1 + x2.",
    ),
    Toy(
        "multi-gaussian",
        playground.multi_gaussian,
        "regression",
        "1,200 points and a number with three peaks, three pits, and 0 between them.",
    ),
)


def load_toy(
    toy: Toy,
    features: tuple[str, ...] = ("x1", "x2"),
    noise: float = 0.0,
    training: int = 50,
    seed: int = 0,
    standardize: bool = False,
) -> Dataset:
    """The points of `toy`, shuffled, split, and turned into the columns of `features`.

    noise: 0 to 50 percent    training: 10 to 90 percent of the points, rounded down
    """
    draws = Draws(seed, toy.name)
    points, labels = toy.generate(draws, noise / 100)
    train, test = draws.split(len(points), training)
    columns = standardized(features, points[train]) if standardize else FeatureColumns(features)
    is_number = toy.task == "regression"
    t = labels.astype(np.float32)[:, np.newaxis] if is_number else labels.astype(np.int64)
    edge = float(playground.EDGE)
    return Dataset(
        name=toy.name,
        x_train=columns(points[train]),
        t_train=t[train],
        x_test=columns(points[test]),
        t_test=t[test],
        image_shape=None,
        classes=toy.classes,
        source=f"{len(points):,} points drawn as in TensorFlow Playground, noise {noise:g} %, "
        f"seed {seed}.{' ' + STANDARDIZED if standardize else ''}",
        task=toy.task,
        features=columns.names,
        points=Points(points[train], points[test], (-edge, edge), columns),
    )


ENTRIES = tuple(
    Entry(
        toy.name,
        toy.summary,
        load=partial(load_toy, toy),
        place="a seeded draw",
        natural_shape=(2,),
        classes=toy.classes,
        task=toy.task,
        options=(FEATURES_OPTION, NOISE, TRAINING, SEED, STANDARDIZE),
    )
    for toy in TOYS
)
