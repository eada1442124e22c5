"""A data set: examples to learn from, examples to be tested on, and what they mean."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .errors import DataError

Array = NDArray[Any]
Task = Literal["classification", "regression"]


Columns = Callable[[Array], Array]
"""Makes a network's inputs, (N, D) float32, of points, (N, P) of any numbers."""


@dataclass(frozen=True, eq=False)
class Points:
    """The points of a line or a plane that a data set's inputs are made from, for drawing them.

    train: (N, P) float32    test: (M, P) float32; P is 1 on a line and 2 in a plane

    `domain` is what a drawing shows, (from, to) on each axis; a noisy point may lie outside.
    `columns` makes a network's inputs of any points, so that a drawing can also show what the
    network says between the examples: `x_train` is `columns(points.train)`.
    """

    train: Array
    test: Array
    domain: tuple[float, float]
    columns: Columns

    def __post_init__(self) -> None:
        _share(self, "train", "test")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples as rows, with what is to be learned about each.

    x_train: (N, D), uint8 (0 to 255, as pictures are stored) or float32; (N, T, D) for sequences
    t_train: (N,) int64 for classification: a label, which is an index into `classes`
             (N, K) float32 for regression: the numbers to be predicted; there are no classes
    x_test:  (M, …), t_test: (M, …), of the same kinds

    `image_shape` is a picture's (rows, columns), or None where the features are no picture.
    `features` names the D columns where they have names. Sessions share one data set, so its
    arrays cannot be written to.

    Raises DataError where the shapes, kinds or labels do not fit together.
    """

    name: str
    x_train: Array
    t_train: Array
    x_test: Array
    t_test: Array
    image_shape: tuple[int, int] | None
    classes: tuple[str, ...]
    source: str
    task: Task = "classification"
    features: tuple[str, ...] = ()
    points: Points | None = None

    def __post_init__(self) -> None:
        for part in ("train", "test"):
            self._check_shapes(part)
            self._check_kinds(part)
        if self.image_shape and prod(self.image_shape) != self.x_train.shape[1]:
            raise DataError(
                f"{self.name}: x_train {self.x_train.shape} cannot be pictures of "
                f"{self.image_shape}, which have {prod(self.image_shape)} pixels"
            )
        if self.features and len(self.features) != self.x_train.shape[-1]:
            raise DataError(
                f"{self.name}: there are {len(self.features)} names of features, but x_train "
                f"{self.x_train.shape} has {self.x_train.shape[-1]} columns"
            )
        if self.points:
            drawn = (len(self.points.train), len(self.points.test))
            if drawn != (len(self.x_train), len(self.x_test)):
                raise DataError(
                    f"{self.name}: {drawn[0]} and {drawn[1]} points are not those of "
                    f"{len(self.x_train)} training and {len(self.x_test)} test examples"
                )
        _share(self, "x_train", "t_train", "x_test", "t_test")

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one example as it is stored: (D,), or (T, D) for sequences."""
        return self.x_train.shape[1:]

    @property
    def natural_shape(self) -> tuple[int, ...]:
        """The shape of one example as it is meant: a picture is (1, rows, columns), one channel.

        `x.reshape(len(x), *dataset.natural_shape)` is what a convolution gets, without a copy.
        """
        return (1, *self.image_shape) if self.image_shape else self.input_shape

    def label(self, row: int) -> str:
        """What training example `row` is labelled with, in words: its class, or its numbers."""
        target = self.t_train[row]
        if self.task == "classification":
            return self.classes[int(target)]
        return ", ".join(f"{number:.4g}" for number in target)

    def _check_shapes(self, part: str) -> None:
        x, t = getattr(self, f"x_{part}"), getattr(self, f"t_{part}")
        is_flat = x.ndim == 2 or (x.ndim > 2 and not self.image_shape)
        axes, expected = (1, "(N,)") if self.task == "classification" else (2, "(N, K)")
        is_like_training = (
            x.shape[1:] == self.x_train.shape[1:] and t.shape[1:] == self.t_train.shape[1:]
        )
        if not (is_flat and is_like_training and t.ndim == axes and len(t) == len(x)):
            raise DataError(
                f"{self.name}: x_{part} {x.shape} and t_{part} {t.shape} do not fit together; "
                f"x must be (N, {self.x_train.shape[-1]}) and t {expected}"
            )

    def _check_kinds(self, part: str) -> None:
        x, t = getattr(self, f"x_{part}"), getattr(self, f"t_{part}")
        kind = np.int64 if self.task == "classification" else np.float32
        if x.dtype not in (np.uint8, np.float32) or t.dtype != kind:
            raise DataError(
                f"{self.name}: x_{part} is {x.dtype} and t_{part} is {t.dtype}; "
                f"x must be uint8 or float32 and t {kind.__name__}"
            )
        if self.task == "regression":
            if self.classes:
                raise DataError(
                    f"{self.name}: it has classes {self.classes}, but is there for regression, "
                    "which predicts numbers; leave the classes out"
                )
        elif len(t) and (t.min() < 0 or t.max() >= len(self.classes)):
            raise DataError(
                f"{self.name}: t_{part} has labels from {t.min()} to {t.max()}, "
                f"but there are {len(self.classes)} classes, 0 to {len(self.classes) - 1}"
            )


def _share(owner: object, *fields: str) -> None:
    """Puts views that cannot be written to in the place of arrays; the caller's own still can."""
    for field in fields:
        shared = getattr(owner, field).view()
        shared.flags.writeable = False
        object.__setattr__(owner, field, shared)


def scale(x: Array) -> NDArray[np.float32]:
    """The examples `x` as a network gets them: float32, bytes 0 to 255 brought to 0 to 1.

    float32 examples are already so, and come back as they are.
    """
    if x.dtype == np.uint8:
        return np.divide(x, np.float32(255))
    return x.astype(np.float32, copy=False)
