"""The folder where whole data sets are kept, and the one way files get into it.

A file is written under a temporary name and renamed when it is complete: at any moment, whoever
looks sees the old file, the new one or none, and never a half-written one.
"""

import os
import tempfile
from pathlib import Path

import platformdirs

from .errors import DataError
from .idx import Content

DIRECTORY_VARIABLE = "BACKPROP_EXPLORER_DATA_DIR"


def data_directory() -> Path:
    """$BACKPROP_EXPLORER_DATA_DIR, or the place this system has for caches."""
    if chosen := os.environ.get(DIRECTORY_VARIABLE):
        return Path(chosen).expanduser()
    return platformdirs.user_cache_path("backprop-explorer", appauthor=False)


def make_directory(path: Path) -> None:
    """Makes a folder and those above it. Raises DataError where that is not allowed."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"the folder {path} cannot be made: {error.strerror or error}; "
            f"set {DIRECTORY_VARIABLE} to a folder that can be written to"
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
