"""MNIST: 70,000 digits written by hand, 28 × 28 pixels each (LeCun, Cortes, Burges, 1998).

A sample of it travels in this package. The whole, and what has its form, is found on the machine
or fetched.
"""

from functools import partial
from pathlib import Path

import numpy as np

from .dataset import Array, Dataset
from .entry import Entry
from .errors import DataFileError, MissingDataset
from .files import IdxSet
from .idx_sets import FASHION_MNIST, MNIST
from .places import Four, places

SAMPLE = Path(__file__).parent / "sample" / "mnist-sample.npz"


def load_sample() -> Dataset:
    """5,000 training and 1,000 test digits, as many of each class: always there."""
    with np.load(SAMPLE, allow_pickle=False) as arrays:
        x_train, t_train, x_test, t_test = (
            arrays[name] for name in ("x_train", "t_train", "x_test", "t_test")
        )
    return Dataset(
        name="mnist-sample",
        x_train=x_train,
        t_train=t_train.astype(np.int64),
        x_test=x_test,
        t_test=t_test.astype(np.int64),
        image_shape=(28, 28),
        classes=MNIST.classes,
        source=f"5,000 training and 1,000 test digits of MNIST, {MNIST.credit}, that travel in "
        "the package.",
    )


def load_mnist(known: IdxSet = MNIST) -> Dataset:
    """All 60,000 training and 10,000 test pictures, from the first place on this machine.

    Raises MissingDataset where no place has, or DataFileError where those that have are damaged.
    """
    faults: list[str] = []
    for place in places(known):
        try:
            x_train, t_train, x_test, t_test = _flatten(place.read(known))
        except DataFileError as error:
            faults.append(str(error))
            continue
        return Dataset(
            name=known.name,
            x_train=x_train,
            t_train=t_train,
            x_test=x_test,
            t_test=t_test,
            image_shape=(28, 28),
            classes=known.classes,
            source=f"{known.title}, {known.credit}, read from {place.path} ({place.kind}).",
        )
    if faults:
        raise DataFileError("; ".join(faults))
    raise MissingDataset(
        f"the whole of {known.title} is not on this machine: `backprop-explorer data fetch "
        f"{known.name}` downloads it, `{known.import_command}` takes IDX files you have; the data "
        "set mnist-sample needs neither"
    )


def _flatten(four: Four) -> tuple[Array, Array, Array, Array]:
    x_train, t_train, x_test, t_test = four
    return (
        x_train.reshape(len(x_train), -1),
        t_train.astype(np.int64),
        x_test.reshape(len(x_test), -1),
        t_test.astype(np.int64),
    )


_entry = partial(Entry, natural_shape=(1, 28, 28))

ENTRIES = (
    _entry(
        "mnist-sample",
        "5,000 training and 1,000 test digits of MNIST, equally many of each, in the package.",
        load=load_sample,
        place="the package",
        classes=MNIST.classes,
    ),
    _entry(
        "mnist",
        "All of MNIST: 60,000 training and 10,000 test digits, 28 × 28 pixels.",
        load=load_mnist,
        place="files that are fetched or imported",
        classes=MNIST.classes,
        is_here=lambda: any(places(MNIST)),
    ),
    _entry(
        "fashion-mnist",
        "Fashion-MNIST: 60,000 training and 10,000 test pictures of clothes, as many as MNIST has "
        "digits, and harder.",
        load=partial(load_mnist, FASHION_MNIST),
        place="files that are fetched or imported",
        classes=FASHION_MNIST.classes,
        is_here=lambda: any(places(FASHION_MNIST)),
    ),
)
