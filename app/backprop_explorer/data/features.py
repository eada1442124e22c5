"""What a network may be given about a point (x1, x2): the seven inputs of TensorFlow Playground."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .dataset import Array
from .options import Option
from .standardization import Standardization, measure


@dataclass(frozen=True)
class Feature:
    """One number about a point: the word to ask for it, its name on the page, its formula."""

    word: str
    name: str
    formula: Callable[[Array, Array], Array]


FEATURES: dict[str, Feature] = {
    feature.word: feature
    for feature in (
        Feature("x1", "x1", lambda x1, x2: x1),
        Feature("x2", "x2", lambda x1, x2: x2),
        Feature("x1^2", "x1²", lambda x1, x2: x1**2),
        Feature("x2^2", "x2²", lambda x1, x2: x2**2),
        Feature("x1*x2", "x1·x2", lambda x1, x2: x1 * x2),
        Feature("sin x1", "sin x1", lambda x1, x2: np.sin(x1)),
        Feature("sin x2", "sin x2", lambda x1, x2: np.sin(x2)),
    )
}

FEATURES_OPTION = Option(
    "features",
    "array",
    "which numbers about a point the network is given",
    default=("x1", "x2"),
    choices=tuple(FEATURES),
)


@dataclass(frozen=True, eq=False)
class FeatureColumns:
    """From points to a network's inputs: a column for each feature, standardized or as it is."""

    words: tuple[str, ...]
    standardization: Standardization | None = None

    def __call__(self, points: Array) -> NDArray[np.float32]:
        """points: (N, 2), any numbers    returns: (N, D) float32"""
        columns = _columns(self.words, points)
        if self.standardization:
            return self.standardization.apply(columns)
        return columns.astype(np.float32)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(FEATURES[word].name for word in self.words)


def standardized(words: tuple[str, ...], points: Array) -> FeatureColumns:
    """The columns with mean 0 and standard deviation 1 over `points`, the training points."""
    return FeatureColumns(words, measure(_columns(words, points)))


def _columns(words: tuple[str, ...], points: Array) -> Array:
    """(N, D) float64, so that only the result is rounded."""
    x1, x2 = points.astype(np.float64).T
    return np.stack([FEATURES[word].formula(x1, x2) for word in words], axis=1)
