"""Data to learn from: data sets, the batch of an iteration, files on disk.

Fetching and importing are in `fetching` and `importing`; they are not needed to learn, and cost a
tenth of a second to import.
"""

from .batches import Batch, batch
from .catalog import CATALOG, load
from .dataset import Columns, Dataset, Points, Task, scale
from .entry import Entry
from .errors import (
    BatchError,
    DataError,
    DataFileError,
    DownloadError,
    MissingDataset,
    OptionError,
    TableError,
    UnknownDataset,
)
from .options import Option

__all__ = [
    "CATALOG",
    "Batch",
    "BatchError",
    "Columns",
    "DataError",
    "DataFileError",
    "Dataset",
    "DownloadError",
    "Entry",
    "MissingDataset",
    "Option",
    "OptionError",
    "Points",
    "TableError",
    "Task",
    "UnknownDataset",
    "batch",
    "load",
    "scale",
]
