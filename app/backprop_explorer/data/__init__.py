"""Data to learn from: data sets, the batch of an iteration, files on disk.

Fetching and importing are in `fetching` and `importing`; they are not needed to learn, and cost a
tenth of a second to import.
"""

from .batches import Batch, batch
from .catalog import CATALOG, load
from .dataset import Dataset, scale
from .errors import (
    BatchError,
    DataError,
    DataFileError,
    DownloadError,
    MissingDataset,
    UnknownDataset,
)

__all__ = [
    "CATALOG",
    "Batch",
    "BatchError",
    "DataError",
    "DataFileError",
    "Dataset",
    "DownloadError",
    "MissingDataset",
    "UnknownDataset",
    "batch",
    "load",
    "scale",
]
