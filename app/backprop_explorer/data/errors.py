"""What can go wrong with data, and what the person at the keyboard can do about it."""

from ..errors import ExplorerError


class DataError(ExplorerError):
    """The root of every error about data sets, their files and their batches."""


class UnknownDataset(DataError):
    """No data set has this name."""


class OptionError(DataError):
    """A data set was asked for with an option it does not have, or a value that does not do.

    `option` is the option's name, as it was asked with.
    """

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


class MissingDataset(DataError):
    """The data set is known, but its files are not on this machine."""


class DataFileError(DataError):
    """A file is missing, cut short, of the wrong kind, or not the file its name says."""


class TableError(DataError):
    """A table of numbers cannot be read; the message names the line, the column and the text."""


class DownloadError(DataError):
    """No mirror delivered a file."""


class BatchError(DataError):
    """A batch was asked for that the data set cannot give."""
