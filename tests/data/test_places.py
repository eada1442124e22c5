"""Importing, the cache, and the folders torchvision and Keras leave behind."""

import gzip
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backprop_explorer.data import DataError, DataFileError, Dataset, MissingDataset
from backprop_explorer.data.cache import data_directory, write_whole
from backprop_explorer.data.files import IdxSet, read_known
from backprop_explorer.data.importing import import_files
from backprop_explorer.data.mnist import load_mnist

from .tiny import Tiny, idx_bytes, sha256

IMAGES = "train-images-idx3-ubyte"


def assert_is_tiny(dataset: Dataset, tiny: Tiny) -> None:
    assert dataset.x_train.tobytes() == tiny.raw[IMAGES][16:]
    assert dataset.t_train.tolist() == list(tiny.raw["train-labels-idx1-ubyte"][8:])
    assert dataset.x_test.tobytes() == tiny.raw["t10k-images-idx3-ubyte"][16:]
    assert dataset.t_test.tolist() == list(tiny.raw["t10k-labels-idx1-ubyte"][8:])


@pytest.mark.parametrize("gzipped", [False, True], ids=["raw", "gz"])
@pytest.mark.parametrize("style", ["-idx", ".idx"])
def test_import_takes_both_names_raw_and_gzipped(
    tiny: Tiny, tmp_path: Path, style: str, gzipped: bool
) -> None:
    folder = import_files(tiny.write(tmp_path / "mine", style, gzipped), tiny.known)
    assert folder == data_directory() / "tiny"
    assert sorted(path.name for path in folder.iterdir()) == sorted(tiny.raw)
    assert_is_tiny(load_mnist(tiny.known), tiny)


def test_a_file_gzipped_again_is_the_same_file(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine", gzipped=True)
    again = gzip.compress(tiny.raw[IMAGES], compresslevel=1, mtime=1)
    assert sha256(again) != tiny.known.train_images.gz_sha256
    (mine / f"{IMAGES}.gz").write_bytes(again)
    import_files(mine, tiny.known)
    assert_is_tiny(load_mnist(tiny.known), tiny)


def test_import_looks_where_torchvision_puts_it(tiny: Tiny, tmp_path: Path) -> None:
    tiny.write(tmp_path / "root" / "MNIST" / "raw")
    import_files(tmp_path / "root", tiny.known)
    assert_is_tiny(load_mnist(tiny.known), tiny)


def test_import_of_nothing_names_the_folder(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="nowhere is not a folder"):
        import_files(tmp_path / "nowhere", tiny.known)


def test_import_names_what_is_missing(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine")
    (mine / IMAGES).unlink()
    with pytest.raises(DataFileError, match=f"mine lacks {IMAGES}; names like"):
        import_files(mine, tiny.known)


def change_one_pixel(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def test_import_of_a_wrong_file_names_both_hashes_and_copies_nothing(
    tiny: Tiny, tmp_path: Path
) -> None:
    mine = tiny.write(tmp_path / "mine")
    labels = tiny.known.test_labels
    wrong = change_one_pixel(tiny.raw[labels.name])
    (mine / labels.name).write_bytes(wrong)
    with pytest.raises(DataFileError) as caught:
        import_files(mine, tiny.known)
    for part in (str(mine / labels.name), sha256(wrong), labels.sha256):
        assert part in str(caught.value)
    assert not (data_directory() / "tiny").exists()


def test_import_of_a_truncated_file_names_both_sizes(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine")
    (mine / IMAGES).write_bytes(tiny.raw[IMAGES][:5000])
    with pytest.raises(DataFileError, match=rf"{IMAGES} is cut short.* 9,424 .* 5,000"):
        import_files(mine, tiny.known)


def test_files_that_were_mixed_up_are_told_apart(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine")
    (mine / IMAGES).write_bytes(tiny.raw["t10k-images-idx3-ubyte"])
    with pytest.raises(DataFileError, match=r"\(5, 28, 28\), but .* holds \(12, 28, 28\)"):
        import_files(mine, tiny.known)


def test_import_repairs_the_cache(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine")
    cached = import_files(mine, tiny.known) / IMAGES
    cached.write_bytes(b"")
    with pytest.raises(DataFileError, match="is empty"):
        load_mnist(tiny.known)
    import_files(mine, tiny.known)
    assert_is_tiny(load_mnist(tiny.known), tiny)


def test_torchvision_is_found_below_the_home_and_where_told(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write(tmp_path / "elsewhere" / "MNIST" / "raw", gzipped=True)
    with pytest.raises(MissingDataset):
        load_mnist(tiny.known)
    monkeypatch.setenv("BACKPROP_EXPLORER_TORCHVISION_ROOTS", str(tmp_path / "elsewhere"))
    assert_is_tiny(load_mnist(tiny.known), tiny)
    monkeypatch.delenv("BACKPROP_EXPLORER_TORCHVISION_ROOTS")
    tiny.write(Path.home() / "data" / "MNIST" / "raw")
    assert "torchvision" in load_mnist(tiny.known).source


def keras_file(tiny: Tiny, home: Path) -> IdxSet:
    """Writes what Keras would; gives the set that knows its hash."""
    files = zip(("x_train", "y_train", "x_test", "y_test"), tiny.known.files, strict=True)
    arrays = {
        key: np.frombuffer(tiny.raw[file.name][-int(np.prod(file.shape)) :], np.uint8)
        for key, file in files
    }
    shaped = {key: a.reshape(-1, 28, 28) if "x" in key else a for key, a in arrays.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **shaped)  # type: ignore[arg-type]
    (home / "datasets").mkdir(parents=True)
    (home / "datasets" / "mnist.npz").write_bytes(buffer.getvalue())
    return replace(tiny.known, keras_sha256=sha256(buffer.getvalue()))


def test_keras_is_found_below_the_home_and_where_told(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_is_tiny(load_mnist(keras_file(tiny, Path.home() / ".keras")), tiny)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    dataset = load_mnist(keras_file(tiny, tmp_path / "keras"))
    assert_is_tiny(dataset, tiny)
    assert str(tmp_path / "keras") in dataset.source


def test_another_keras_file_is_named_with_both_hashes(tiny: Tiny) -> None:
    keras_file(tiny, Path.home() / ".keras")
    path = Path.home() / ".keras" / "datasets" / "mnist.npz"
    with pytest.raises(DataFileError) as caught:
        load_mnist(replace(tiny.known, keras_sha256="0" * 64))
    for part in (str(path), sha256(path.read_bytes()), "0" * 64):
        assert part in str(caught.value)


def test_pickles_in_a_keras_file_are_never_read(tiny: Tiny) -> None:
    home = Path.home() / ".keras" / "datasets"
    home.mkdir(parents=True)
    np.savez(home / "mnist.npz", x_train=np.array([print], dtype=object))
    known = replace(tiny.known, keras_sha256=sha256((home / "mnist.npz").read_bytes()))
    with pytest.raises(DataFileError, match="not the file Keras makes"):
        load_mnist(known)


def test_a_good_place_stands_in_for_a_damaged_one(tiny: Tiny, tmp_path: Path) -> None:
    cached = import_files(tiny.write(tmp_path / "mine"), tiny.known)
    (cached / IMAGES).write_bytes(change_one_pixel(tiny.raw[IMAGES]))
    known = keras_file(tiny, Path.home() / ".keras")
    assert_is_tiny(load_mnist(known), tiny)


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(self: Path, target: Path) -> Path:
        assert path.read_bytes() == b"old"
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", fail)
        with pytest.raises(DataError, match="file cannot be written: No space left"):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["file"]


def test_a_mapped_array_survives_the_replacement_of_its_file(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / IMAGES
    path.write_bytes(tiny.raw[IMAGES])
    array = read_known(path, tiny.known.train_images)
    before = array.copy()
    write_whole(path, idx_bytes(np.zeros((1, 1), np.uint8)))
    assert np.array_equal(array, before)
