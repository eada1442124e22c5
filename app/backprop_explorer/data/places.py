"""Where the four files of a whole data set may already lie on this machine.

Our own cache comes first; then what torchvision and Keras have downloaded before. All are read with
the same suspicion: a file counts only if its SHA-256 is the known one.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from backprop_explorer.config import Settings

from .cache import data_directory
from .dataset import Array
from .errors import DataFileError
from .files import IdxSet, check_sha256, find_file, read_known
from .idx import read_content

Four = tuple[Array, Array, Array, Array]


class Kind(Enum):
    """Who put the files there."""

    CACHE = "our cache"
    TORCHVISION = "torchvision"
    KERAS = "Keras"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Place:
    """A folder of IDX files, or Keras's one file, that has the whole of a data set."""

    kind: Kind
    path: Path

    def read(self, known: IdxSet) -> Four:
        """x_train, t_train, x_test, t_test: images (N, rows, columns) and labels (N,), all uint8.

        Raises DataFileError where a file is not the known one.
        """
        if self.path.is_file():
            return _read_keras(self.path, known)
        x_train, t_train, x_test, t_test = (
            read_known(find_file(self.path, file) or self.path / file.name, file)
            for file in known.files
        )
        return x_train, t_train, x_test, t_test


def places(known: IdxSet) -> Iterator[Place]:
    """The places that seem to have all of `known`, by the names of their files, best first."""
    keras = _keras_home() / "datasets" / known.keras
    folders = [(Kind.CACHE, data_directory() / known.name)]
    folders += [
        (Kind.TORCHVISION, root / known.torchvision / "raw") for root in _torchvision_roots()
    ]
    folders.append((Kind.KERAS, keras))
    for kind, folder in folders:
        if all(find_file(folder, file) for file in known.files):
            yield Place(kind, folder)
    if keras.is_file():
        yield Place(Kind.KERAS, keras)


def _torchvision_roots() -> list[Path]:
    """The folders people pass as `root=` to torchvision.datasets."""
    roots = [*Settings().torchvision_roots, "data", "~/data"]
    return [Path(root).expanduser() for root in roots]


def _keras_home() -> Path:
    return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()


def _read_keras(path: Path, known: IdxSet) -> Four:
    if known.keras_sha256 is None:
        raise DataFileError(
            f"{path} is a file, but Keras keeps {known.title} in a folder of this name; "
            "move the file away"
        )
    check_sha256(read_content(path), path, known.keras_sha256)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"]
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise DataFileError(f"{path} is not the file Keras makes of MNIST: {error}") from error
