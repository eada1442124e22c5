"""The folder where whole data sets are kept, and the one way files get into it.

A file is written under a temporary name and renamed when it is complete: at any moment, whoever
looks sees the old file, the new one or none, and never a half-written one.
"""

import tempfile
from pathlib import Path

from backprop_explorer.config import Settings

from .errors import DataError
from .idx import Content


def data_directory() -> Path:
    """The setting `data_dir`: the place this system has for caches, unless told otherwise."""
    return Settings().data_dir


def make_directory(path: Path) -> None:
    """Makes a folder and those above it. Raises DataError where that is not allowed."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"the folder {path} cannot be made: {error.strerror or error}; "
            "set BACKPROP_EXPLORER_DATA_DIR to a folder that can be written to"
        ) from error


def write_whole(path: Path, content: Content) -> None:
    """Writes a file all at once: it appears complete, or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            partial = Path(file.name)
            try:
                file.write(content)
                file.close()
                partial.chmod(0o644)  # a temporary file is its owner's alone
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}") from error
