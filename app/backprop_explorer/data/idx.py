"""Reading IDX, the file format MNIST came in (http://yann.lecun.com/exdb/mnist).

    bytes 0 and 1     zero
    byte  2           what a number is; 0x08, an unsigned byte, is the only kind read here
    byte  3           how many axes
    4 bytes per axis  its length, big-endian
    the rest          the numbers, row by row

A raw file is mapped into memory rather than read, so that all processes of one machine share one
copy. A gzipped one (known by its first two bytes, whatever its name) is unpacked.
"""

import gzip
import mmap
import zlib
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .errors import DataFileError

GZIP_MAGIC = b"\x1f\x8b"
UNSIGNED_BYTES = b"\x00\x00\x08"
LARGEST = 256 * 2**20  # bytes; five times MNIST, so that a small gzip cannot fill the memory
CHUNK = 2**20

Content = bytes | mmap.mmap


def read_idx(path: Path) -> NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes, raw or gzipped; it cannot be written to.

    Raises DataFileError, which names the file and what is wrong with it.
    """
    return parse_idx(read_content(path), path)


def read_content(path: Path) -> Content:
    """The bytes of a file, unpacked where it is gzipped."""
    try:
        with path.open("rb") as file:
            magic = file.read(2)
            if not magic:
                raise DataFileError(f"{path} is empty; copy or fetch it again")
            if magic != GZIP_MAGIC:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _unpack(path)
    except OSError as error:
        raise DataFileError(f"{path} cannot be read: {error.strerror or error}") from error


def parse_idx(content: Content, path: Path) -> NDArray[np.uint8]:
    """The array that `content`, the unpacked bytes of the file `path`, holds."""
    start = content[:4]
    if len(start) < 4 or start[:3] != UNSIGNED_BYTES or start[3] == 0:
        raise DataFileError(
            f"{path} is not an IDX file of bytes: it starts with {start.hex(' ')}, "
            "which should be 00 00 08 and the number of axes"
        )
    header = 4 + 4 * start[3]
    if len(content) < header:
        raise DataFileError(
            f"{path} is cut short: its header alone takes {header} bytes, "
            f"but there are {len(content)}; copy or fetch it again"
        )
    shape = tuple(int(length) for length in np.frombuffer(content[4:header], dtype=">u4"))
    expected = header + prod(shape)
    if len(content) != expected:
        fault = "is cut short" if len(content) < expected else "is too long"
        raise DataFileError(
            f"{path} {fault}: its header says {shape}, {expected:,} bytes in all, "
            f"but there are {len(content):,}; copy or fetch it again"
        )
    return np.frombuffer(content, dtype=np.uint8, offset=header).reshape(shape)


def _unpack(path: Path) -> bytes:
    unpacked = bytearray()
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += chunk
                if len(unpacked) > LARGEST:
                    raise DataFileError(
                        f"{path} unpacks to more than {LARGEST:,} bytes, too many for such a set"
                    )
    except EOFError as error:
        raise DataFileError(
            f"{path} is cut short: its gzip data goes on after the {path.stat().st_size:,} bytes "
            "there are; copy or fetch it again"
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataFileError(
            f"{path} ({path.stat().st_size:,} bytes) is a damaged gzip file: {error}; "
            "copy or fetch it again"
        ) from error
    return bytes(unpacked)
