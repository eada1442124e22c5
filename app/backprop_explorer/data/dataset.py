"""A data set: examples to learn from, examples to be tested on, and what they mean."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import DataError

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples as flat rows of features, with one label each.

    x_train: (N, D), uint8 (0 to 255, as pictures are stored) or float32    t_train: (N,) int64
    x_test:  (M, D), the same kind                                          t_test:  (M,) int64

    A label is an index into `classes`. `image_shape` is a picture's (rows, columns), or None where
    the features are no picture. Sessions share one data set, so its arrays cannot be written to.

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

    def __post_init__(self) -> None:
        for part in ("train", "test"):
            self._check(part)
        if self.image_shape and prod(self.image_shape) != self.x_train.shape[1]:
            raise DataError(
                f"{self.name}: x_train {self.x_train.shape} cannot be pictures of "
                f"{self.image_shape}, which have {prod(self.image_shape)} pixels"
            )
        for field in ("x_train", "t_train", "x_test", "t_test"):
            shared = getattr(self, field).view()
            shared.flags.writeable = False
            object.__setattr__(self, field, shared)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one example as a network gets it: (D,)."""
        return self.x_train.shape[1:]

    def _check(self, part: str) -> None:
        x, t = getattr(self, f"x_{part}"), getattr(self, f"t_{part}")
        if x.ndim != 2 or x.shape[1:] != self.x_train.shape[1:] or t.shape != x.shape[:1]:
            raise DataError(
                f"{self.name}: x_{part} {x.shape} and t_{part} {t.shape} do not fit together; "
                f"x must be (N, {self.x_train.shape[-1]}) and t (N,)"
            )
        if x.dtype not in (np.uint8, np.float32) or t.dtype != np.int64:
            raise DataError(
                f"{self.name}: x_{part} is {x.dtype} and t_{part} is {t.dtype}; "
                "x must be uint8 or float32 and t int64"
            )
        if len(t) and (t.min() < 0 or t.max() >= len(self.classes)):
            raise DataError(
                f"{self.name}: t_{part} has labels from {t.min()} to {t.max()}, "
                f"but there are {len(self.classes)} classes, 0 to {len(self.classes) - 1}"
            )


def scale(x: Array) -> NDArray[np.float32]:
    """The examples `x` as a network gets them: float32, bytes 0 to 255 brought to 0 to 1.

    float32 examples are already so, and come back as they are.
    """
    if x.dtype == np.uint8:
        return np.divide(x, np.float32(255))
    return x.astype(np.float32, copy=False)
