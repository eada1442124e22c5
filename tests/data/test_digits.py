import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from backprop_explorer.data import CATALOG, MissingDataset, load


@pytest.fixture
def scikit_learn(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands for the package, with 20 digits in the form it gives them."""
    rng = np.random.default_rng(0)
    digits = SimpleNamespace(
        data=rng.integers(0, 17, (20, 64)).astype(np.float64), target=np.arange(20) % 10
    )
    package, datasets = ModuleType("sklearn"), ModuleType("sklearn.datasets")
    datasets.load_digits = lambda: digits  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sklearn", package)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", datasets)
    return digits


def test_digits_are_scaled_to_one_and_split(scikit_learn: SimpleNamespace) -> None:
    digits = load("digits", training=70, seed=1)
    assert digits.x_train.shape == (14, 64)
    assert digits.x_test.shape == (6, 64)
    assert digits.natural_shape == (1, 8, 8)
    together = np.concatenate([digits.x_train, digits.x_test]) * 16
    labels = np.concatenate([digits.t_train, digits.t_test])
    pairs = zip(scikit_learn.data.tolist(), scikit_learn.target, strict=True)
    given = {(*row, int(t)) for row, t in pairs}
    assert {(*row, int(t)) for row, t in zip(together.tolist(), labels, strict=True)} == given


def test_without_the_package_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("sklearn", "sklearn.datasets"):
        monkeypatch.setitem(sys.modules, name, None)  # which makes their import fail
    with pytest.raises(MissingDataset, match="pip install scikit-learn"):
        load("digits")


def test_the_digits_of_the_package_itself() -> None:
    pytest.importorskip("sklearn")
    assert CATALOG["digits"].is_here()
    digits = load("digits")
    assert digits.x_train.shape == (1437, 64)
    assert digits.x_test.shape == (360, 64)
    assert (digits.x_train.min(), digits.x_train.max()) == (0, 1)
    counts = np.bincount(np.concatenate([digits.t_train, digits.t_test]))
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
