"""Every data set there is, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .dataset import Dataset
from .errors import UnknownDataset
from .mnist import MNIST, load_mnist, load_sample
from .places import places


@dataclass(frozen=True)
class Entry:
    """A data set in the catalog: one sentence about it, how to load it, and whether it is here."""

    name: str
    summary: str
    load: Callable[[], Dataset]
    is_here: Callable[[], bool]


CATALOG: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "mnist-sample",
            "5,000 training and 1,000 test digits of MNIST, equally many of each, in the package.",
            load=load_sample,
            is_here=lambda: True,
        ),
        Entry(
            "mnist",
            "All of MNIST: 60,000 training and 10,000 test digits, 28 × 28 pixels.",
            load=load_mnist,
            is_here=lambda: any(places(MNIST)),
        ),
    )
}


@cache
def load(name: str) -> Dataset:
    """The data set of this name; the same object each time, so that sessions share its arrays.

    Raises UnknownDataset, MissingDataset (it must be fetched or imported first), or DataFileError.
    """
    if name not in CATALOG:
        raise unknown(name)
    return CATALOG[name].load()


def unknown(name: str) -> UnknownDataset:
    """The error for a name that is not in the catalog."""
    return UnknownDataset(f"there is no data set {name!r}; there are {', '.join(CATALOG)}")
