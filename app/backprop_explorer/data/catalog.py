"""Every data set there is, by name."""

from functools import lru_cache

from . import csv_text, digits, gates, mnist, recall, sine, toys
from .dataset import Dataset
from .entry import Entry
from .errors import UnknownDataset
from .options import Value

CATALOG: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        *mnist.ENTRIES,
        digits.ENTRY,
        gates.ENTRY,
        *toys.ENTRIES,
        sine.ENTRY,
        recall.ENTRY,
        csv_text.ENTRY,
    )
}


def load(name: str, **options: object) -> Dataset:
    """The data set of this name with these options, which the catalog lists; others are as there.

    The same choice gives the same object each time, so that sessions share its arrays.

    Raises UnknownDataset, OptionError, MissingDataset (it must be fetched or imported first),
    DataFileError, or TableError.
    """
    if name not in CATALOG:
        raise unknown(name)
    return built(name, tuple(CATALOG[name].chosen(options).items()))


@lru_cache(maxsize=32)  # a table of the user's is kept with its text, half a megabyte at most
def built(name: str, chosen: tuple[tuple[str, Value], ...]) -> Dataset:
    """The data set, made once for one choice of every option."""
    return CATALOG[name].load(**dict(chosen))


def unknown(name: str) -> UnknownDataset:
    """The error for a name that is not in the catalog."""
    return UnknownDataset(f"there is no data set {name!r}; there are {', '.join(CATALOG)}")
