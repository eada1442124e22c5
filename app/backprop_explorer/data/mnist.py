"""MNIST: 70,000 digits written by hand, 28 × 28 pixels each (LeCun, Cortes, Burges, 1998).

A sample of it travels in this package; the whole is found on the machine, or fetched.
"""

from functools import partial
from pathlib import Path

import numpy as np

from .dataset import Array, Dataset
from .errors import DataFileError, MissingDataset
from .files import IdxFile, IdxSet
from .places import Four, places

SAMPLE = Path(__file__).parent / "sample" / "mnist-sample.npz"

MNIST = IdxSet(
    name="mnist",
    train_images=IdxFile(
        "train-images-idx3-ubyte",
        (60_000, 28, 28),
        sha256="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        gz_sha256="440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    train_labels=IdxFile(
        "train-labels-idx1-ubyte",
        (60_000,),
        sha256="65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        gz_sha256="3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    test_images=IdxFile(
        "t10k-images-idx3-ubyte",
        (10_000, 28, 28),
        sha256="0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        gz_sha256="8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    test_labels=IdxFile(
        "t10k-labels-idx1-ubyte",
        (10_000,),
        sha256="ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        gz_sha256="f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    keras_sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)

_digits = partial(
    Dataset,
    image_shape=(28, 28),
    classes=tuple("0123456789"),
)


def load_sample() -> Dataset:
    """5,000 training and 1,000 test digits, as many of each class: always there."""
    with np.load(SAMPLE, allow_pickle=False) as arrays:
        x_train, t_train, x_test, t_test = (
            arrays[name] for name in ("x_train", "t_train", "x_test", "t_test")
        )
    return _digits(
        name="mnist-sample",
        x_train=x_train,
        t_train=t_train.astype(np.int64),
        x_test=x_test,
        t_test=t_test.astype(np.int64),
        source="5,000 training and 1,000 test digits of MNIST, by Yann LeCun, Corinna Cortes and "
        "Christopher J.C. Burges, CC BY-SA 3.0, that travel in the package.",
    )


def load_mnist(known: IdxSet = MNIST) -> Dataset:
    """All 60,000 training and 10,000 test digits, from the first place on this machine.

    Raises MissingDataset where no place has, or DataFileError where those that have are damaged.
    """
    faults: list[str] = []
    for place in places(known):
        try:
            x_train, t_train, x_test, t_test = _flatten(place.read(known))
        except DataFileError as error:
            faults.append(str(error))
            continue
        return _digits(
            name=known.name,
            x_train=x_train,
            t_train=t_train,
            x_test=x_test,
            t_test=t_test,
            source="MNIST, by Yann LeCun, Corinna Cortes and Christopher J.C. Burges, "
            f"CC BY-SA 3.0, read from {place.path} ({place.kind}).",
        )
    if faults:
        raise DataFileError("; ".join(faults))
    raise MissingDataset(
        "the whole of MNIST is not on this machine: `backprop-explorer data fetch mnist` downloads "
        "it, `backprop-explorer data import DIR` takes IDX files you have; the data set "
        "mnist-sample needs neither"
    )


def _flatten(four: Four) -> tuple[Array, Array, Array, Array]:
    x_train, t_train, x_test, t_test = four
    return (
        x_train.reshape(len(x_train), -1),
        t_train.astype(np.int64),
        x_test.reshape(len(x_test), -1),
        t_test.astype(np.int64),
    )
