"""Known files: what each must be, to the last bit, before it is believed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .dataset import Array
from .errors import DataFileError
from .idx import Content, parse_idx, read_content


@dataclass(frozen=True)
class IdxFile:
    """One IDX file: its name, the shape it holds, its SHA-256 as raw and as the mirrors gzip it."""

    name: str
    shape: tuple[int, ...]
    sha256: str
    gz_sha256: str

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it: train-images-idx3-ubyte or train-images.idx3-ubyte, raw or .gz."""
        dotted = self.name.replace("-idx", ".idx")
        return (self.name, dotted, f"{self.name}.gz", f"{dotted}.gz")


@dataclass(frozen=True)
class IdxSet:
    """The four files of a data set in MNIST's form, and where the world keeps copies of them.

    `title` and `credit` are how people call it, and who made it under which licence.
    `mirrors` are addresses to which a file's name and `.gz` is added; `mirrors_setting` is the
    setting that names others, where there is one.
    `torchvision` and `keras` are what those call it; Keras makes one .npz file of MNIST, whose
    SHA-256 is `keras_sha256`, and keeps a folder of the four files for others (None).
    """

    name: str
    title: str
    credit: str
    classes: tuple[str, ...]
    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile
    mirrors: tuple[str, ...]
    mirrors_setting: str | None
    torchvision: str
    keras: str
    keras_sha256: str | None

    @property
    def files(self) -> tuple[IdxFile, IdxFile, IdxFile, IdxFile]:
        return (self.train_images, self.train_labels, self.test_images, self.test_labels)

    @property
    def import_command(self) -> str:
        """What takes files that are already on the machine."""
        command = "backprop-explorer data import DIR"
        return command if self.name == "mnist" else f"{command} --as {self.name}"


def read_known(path: Path, known: IdxFile) -> Array:
    """The array in `path`, which must hold what `known` says; how it was gzipped does not matter.

    Raises DataFileError with both shapes, sizes or SHA-256 where it does not.
    """
    return check_known(read_content(path), path, known)


def check_known(content: Content, path: Path, known: IdxFile) -> Array:
    """The same for bytes that were read, and unpacked, from `path`."""
    array = parse_idx(content, path)
    if array.shape != known.shape:
        raise DataFileError(
            f"{path} holds {array.shape}, but {known.name} holds {known.shape}: "
            "it is another file under this name"
        )
    check_sha256(content, path, known.sha256)
    return array


def check_sha256(content: Content, path: Path, expected: str) -> None:
    """Raises DataFileError where the SHA-256 of `content`, read from `path`, is not `expected`."""
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise DataFileError(
            f"{path} is not the known file: its content has SHA-256 {found}, expected {expected}; "
            "copy or fetch it again"
        )


def find_file(directory: Path, known: IdxFile) -> Path | None:
    """Where `known` lies in `directory` under any of its names, or None."""
    candidates = (directory / name for name in known.names)
    return next((path for path in candidates if path.is_file()), None)
