import hashlib
from pathlib import Path

import numpy as np
import pytest

from backprop_explorer.data import CATALOG, MissingDataset, UnknownDataset, load
from backprop_explorer.data.mnist import MNIST, SAMPLE


def digests(x: np.ndarray) -> set[str]:
    return {hashlib.sha256(row.tobytes()).hexdigest() for row in x}


def test_the_sample_has_as_many_of_each_class() -> None:
    sample = load("mnist-sample")
    assert sample.x_train.shape == (5000, 784)
    assert sample.x_test.shape == (1000, 784)
    assert np.bincount(sample.t_train).tolist() == [500] * 10
    assert np.bincount(sample.t_test).tolist() == [100] * 10
    assert sample.input_shape == (784,)
    assert sample.image_shape == (28, 28)
    assert sample.classes == tuple("0123456789")


def test_the_sample_is_stored_as_bytes_and_is_small() -> None:
    sample = load("mnist-sample")
    assert sample.x_train.dtype == sample.x_test.dtype == np.uint8
    assert sample.x_train.max() == 255
    assert SAMPLE.stat().st_size <= 2_000_000


def test_no_digit_of_the_sample_is_there_twice() -> None:
    sample = load("mnist-sample")
    train, test = digests(sample.x_train), digests(sample.x_test)
    assert len(train) == 5000
    assert len(test) == 1000
    assert not train & test


def test_the_sample_is_shuffled_and_from_all_over_the_original() -> None:
    with np.load(SAMPLE, allow_pickle=False) as arrays:
        for rows, t, count in (
            (arrays["rows_train"], arrays["t_train"], 60_000),
            (arrays["rows_test"], arrays["t_test"], 10_000),
        ):
            tenths = np.bincount(rows * 10 // count, minlength=10)
            assert tenths.min() > 0.8 * len(rows) / 10
            assert len(set(t[:100])) == 10
            assert np.mean(np.diff(rows) > 0) == pytest.approx(0.5, abs=0.05)


def test_source_and_licence_travel_with_the_sample() -> None:
    note = (SAMPLE.parent / "SOURCE.md").read_text(encoding="utf-8")
    for fact in ("LeCun", "Cortes", "Burges", "CC BY-SA 3.0", "scripts/make_mnist_sample.py"):
        assert fact in note
    assert all(file.sha256 in note for file in MNIST.files)


def test_sessions_share_one_data_set() -> None:
    assert load("mnist-sample") is load("mnist-sample")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownDataset, match="'minst'; there are mnist-sample, mnist"):
        load("minst")


def test_mnist_that_is_not_here_says_how_to_get_it() -> None:
    assert not CATALOG["mnist"].is_here()
    with pytest.raises(MissingDataset, match=r"data fetch mnist.* data import DIR.* mnist-sample"):
        load("mnist")


def test_the_catalog_describes_itself() -> None:
    for name, entry in CATALOG.items():
        assert entry.name == name
        assert entry.summary.endswith(".")
    assert CATALOG["mnist-sample"].is_here()


def test_loading_data_does_not_wait_for_what_only_fetching_needs(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, backprop_explorer.data as d; d.load('mnist-sample'); "
        "print(*{'pooch', 'httpx', 'rich'} & set(sys.modules))"
    )
    source = Path(__file__).parents[2] / "app"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
