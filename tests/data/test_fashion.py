"""Fashion-MNIST is fetched, imported and found as MNIST is, and never taken for it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from backprop_explorer.data import CATALOG, DataFileError, DownloadError, MissingDataset, load
from backprop_explorer.data import cli as data_cli
from backprop_explorer.data.fetching import fetch
from backprop_explorer.data.idx_sets import FASHION_MNIST, IDX_SETS, MNIST
from backprop_explorer.data.importing import import_files
from backprop_explorer.data.mnist import load_mnist

from .mirrors import Mirrors
from .tiny import Tiny

IMAGES = "train-images-idx3-ubyte"


def test_it_has_the_form_of_mnist_and_other_files() -> None:
    for mine, theirs in zip(FASHION_MNIST.files, MNIST.files, strict=True):
        assert (mine.name, mine.shape) == (theirs.name, theirs.shape)
    hashes = [
        digest
        for known in (FASHION_MNIST, MNIST)
        for file in known.files
        for digest in (file.sha256, file.gz_sha256)
    ]
    assert len(set(hashes)) == 16
    assert all(len(digest) == 64 and int(digest, 16) for digest in hashes)
    assert len(FASHION_MNIST.classes) == 10


def test_it_is_fetched_and_loaded(tiny_fashion: Tiny, mirrors: Mirrors) -> None:
    folder = fetch(tiny_fashion.known, [mirrors["missing"], mirrors["good"]])
    assert folder.name == "fashion-mnist"
    clothes = load_mnist(tiny_fashion.known)
    assert clothes.name == "fashion-mnist"
    assert clothes.x_train.tobytes() == tiny_fashion.raw[IMAGES][16:]
    assert clothes.classes[9] == "Ankle boot"
    assert clothes.natural_shape == (1, 28, 28)
    assert "Fashion-MNIST, by Han Xiao" in clothes.source
    assert "our cache" in clothes.source


def test_a_wrong_file_from_a_mirror_is_refused(tiny_fashion: Tiny, mirrors: Mirrors) -> None:
    with pytest.raises(DownloadError, match="data import DIR --as fashion-mnist"):
        fetch(tiny_fashion.known, [mirrors["wrong"]])


def test_mirrors_of_mnist_are_not_asked_for_it(
    tiny_fashion: Tiny, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKPROP_EXPLORER_MNIST_MIRRORS", mirrors["good"])
    with pytest.raises(DownloadError):
        fetch(tiny_fashion.known)  # which knows no mirrors of its own
    assert mirrors.asked == []


def test_digits_are_not_taken_for_clothes(tiny: Tiny, tmp_path: Path) -> None:
    mine = tiny.write(tmp_path / "mine")
    with pytest.raises(DataFileError, match=r"holds \(12, 28, 28\), but"):
        import_files(mine, FASHION_MNIST)


@pytest.mark.parametrize(
    ("folder", "gzipped", "whose"),
    [
        ("data/FashionMNIST/raw", False, "torchvision"),
        (".keras/datasets/fashion-mnist", True, "Keras"),
    ],
)
def test_it_is_found_where_others_keep_it(
    tiny_fashion: Tiny, folder: str, gzipped: bool, whose: str
) -> None:
    with pytest.raises(MissingDataset, match="data fetch fashion-mnist"):
        load_mnist(tiny_fashion.known)
    tiny_fashion.write(Path.home() / folder, gzipped=gzipped)
    clothes = load_mnist(tiny_fashion.known)
    assert clothes.x_train.tobytes() == tiny_fashion.raw[IMAGES][16:]
    assert f"({whose})" in clothes.source


def test_keras_files_of_mnist_are_not_read_for_it(tiny: Tiny, tiny_fashion: Tiny) -> None:
    tiny.write(Path.home() / "data" / "MNIST" / "raw")
    with pytest.raises(MissingDataset):
        load_mnist(tiny_fashion.known)


def test_a_file_where_keras_has_a_folder_is_named(tiny_fashion: Tiny) -> None:
    path = Path.home() / ".keras" / "datasets" / "fashion-mnist"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    with pytest.raises(DataFileError, match="fashion-mnist is a file, but Keras keeps"):
        load_mnist(tiny_fashion.known)


def test_it_is_in_the_catalog_and_not_here() -> None:
    assert not CATALOG["fashion-mnist"].is_here()
    with pytest.raises(MissingDataset, match=r"data fetch fashion-mnist.* --as fashion-mnist"):
        load("fashion-mnist")


def test_the_commands_know_it(
    tiny_fashion: Tiny, mirrors: Mirrors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IDX_SETS, "fashion-mnist", tiny_fashion.known)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(data_cli.app, arguments, env={"COLUMNS": "300"})
        return f"{result.exit_code} {result.output}"

    assert run("fetch", "fashion-mnist", "--mirror", mirrors["missing"]).startswith("1 ")
    mine = str(tiny_fashion.write(tmp_path / "mine"))
    assert "'circle' is not imported from IDX files; mnist and fashion-mnist are" in run(
        "import", mine, "--as", "circle"
    )
    assert "fashion-mnist is ready in" in run("import", mine, "--as", "fashion-mnist")
    assert f"our cache: {tmp_path / 'cache' / 'fashion-mnist'}" in run("list")
    assert run("fetch", "fashion-mnist", "--mirror", mirrors["missing"]).startswith("0 ")
