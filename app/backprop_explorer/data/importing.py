"""Taking IDX files that are already on the machine into the cache."""

from pathlib import Path

from .cache import data_directory, make_directory, write_whole
from .errors import DataFileError
from .files import IdxFile, IdxSet, check_known, find_file
from .idx import Content, read_content
from .idx_sets import MNIST


def import_files(directory: Path, known: IdxSet = MNIST) -> Path:
    """Copies the four files of `known` from `directory` to the cache, unpacked; says where to.

    Looks in the folder and in the one below it that torchvision makes, MNIST/raw for MNIST. All
    four are checked before the first is copied.

    Raises DataFileError where the folder or a file is missing, or is not the known file.
    """
    if not directory.is_dir():
        raise DataFileError(f"{directory} is not a folder; give the one that holds the IDX files")
    contents = [(file, _read(path, file)) for file, path in _find_all(directory, known)]
    target = data_directory() / known.name
    make_directory(target)
    for file, content in contents:
        write_whole(target / file.name, content)
    return target


def _find_all(directory: Path, known: IdxSet) -> list[tuple[IdxFile, Path]]:
    missing: list[str] = []
    for folder in (directory, directory / known.torchvision / "raw"):
        found = [(file, find_file(folder, file)) for file in known.files]
        paths = [(file, path) for file, path in found if path is not None]
        if len(paths) == len(known.files):
            return paths
        missing = missing or [file.name for file, path in found if path is None]
    raise DataFileError(
        f"{directory} lacks {', '.join(missing)}; "
        "names like train-images.idx3-ubyte, and .gz after either, are right too"
    )


def _read(path: Path, known: IdxFile) -> Content:
    content = read_content(path)
    check_known(content, path, known)
    return content
