"""The digits of scikit-learn: 1,797 pictures of 8 × 8 pixels, small enough to see each number.

They are the test part of the UCI set "Optical Recognition of Handwritten Digits" (Alpaydin and
Kaynak, 1998) and come with scikit-learn, which is not needed for anything else here.
"""

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from .dataset import Dataset
from .draws import Draws
from .entry import Entry
from .errors import MissingDataset
from .options import SEED, TRAINING

DARKEST = 16  # a pixel counts how many of 4 × 4 smaller ones are black
CLASSES = tuple("0123456789")


def load_digits(training: int = 80, seed: int = 0) -> Dataset:
    """x: (N, 64) float32, 0 to 1    t: (N,) the digit    training: 10 to 90 percent of them

    Raises MissingDataset where scikit-learn is not installed, or does not work.
    """
    try:
        digits = import_module("sklearn.datasets").load_digits()
    except ImportError as error:
        raise MissingDataset(
            "the 8 × 8 digits come with scikit-learn, which cannot be imported here "
            f"({error}): `pip install scikit-learn` brings them; mnist-sample needs nothing"
        ) from error
    x = np.asarray(digits.data, np.float32) / DARKEST
    t = np.asarray(digits.target, np.int64)
    train, test = Draws(seed, "digits").split(len(x), training)
    return Dataset(
        name="digits",
        x_train=x[train],
        t_train=t[train],
        x_test=x[test],
        t_test=t[test],
        image_shape=(8, 8),
        classes=CLASSES,
        source="Optical Recognition of Handwritten Digits, by E. Alpaydin and C. Kaynak, UCI "
        f"Machine Learning Repository, CC BY 4.0, from scikit-learn; split with seed {seed}.",
    )


ENTRY = Entry(
    "digits",
    "1,797 digits of 8 × 8 pixels that come with scikit-learn: small enough to see each number.",
    load=load_digits,
    place="scikit-learn",
    natural_shape=(1, 8, 8),
    classes=CLASSES,
    options=(replace(TRAINING, default=80), SEED),
    is_here=lambda: find_spec("sklearn") is not None,
)
