"""A tiny data set in MNIST's form: what its files are made of."""

import gzip
import hashlib
import struct
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backprop_explorer.data.files import IdxFile, IdxSet


@dataclass(frozen=True)
class Tiny:
    """The set, and the bytes of each of its files, raw and gzipped."""

    known: IdxSet
    raw: dict[str, bytes]
    gz: dict[str, bytes]

    def write(self, folder: Path, style: str = "-idx", gzipped: bool = False) -> Path:
        """Writes the four files as someone would have them."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (self.gz if gzipped else self.raw).items():
            path = folder / (name.replace("-idx", style) + (".gz" if gzipped else ""))
            path.write_bytes(content)
        return folder


def idx_bytes(array: np.ndarray) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.tobytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tiny_like(known: IdxSet, name: str) -> Tiny:
    """`known` as it would be if it had 12 training and 5 test pictures."""
    rng = np.random.default_rng(0)
    arrays = {
        "train-images-idx3-ubyte": rng.integers(256, size=(12, 28, 28), dtype=np.uint8),
        "train-labels-idx1-ubyte": rng.integers(10, size=12, dtype=np.uint8),
        "t10k-images-idx3-ubyte": rng.integers(256, size=(5, 28, 28), dtype=np.uint8),
        "t10k-labels-idx1-ubyte": rng.integers(10, size=5, dtype=np.uint8),
    }
    raw = {name: idx_bytes(array) for name, array in arrays.items()}
    gz = {name: gzip.compress(content, mtime=0) for name, content in raw.items()}
    train_images, train_labels, test_images, test_labels = (
        IdxFile(name, array.shape, sha256(raw[name]), sha256(gz[name]))
        for name, array in arrays.items()
    )
    small = replace(
        known,
        name=name,
        train_images=train_images,
        train_labels=train_labels,
        test_images=test_images,
        test_labels=test_labels,
        mirrors=(),
    )
    return Tiny(small, raw, gz)
