import numpy as np
import pytest

from backprop_explorer.data import CATALOG, Entry, MissingDataset, OptionError, load

# Those that need nothing: no file, no package, no text.
READY = [name for name in CATALOG if name not in ("mnist", "fashion-mnist", "digits", "csv")]


def test_the_sets_there_are() -> None:
    assert list(CATALOG) == [
        *("mnist-sample", "mnist", "fashion-mnist", "digits", "logic-gate"),
        *("circle", "exclusive-or", "two-gaussians", "spiral", "plane", "multi-gaussian"),
        *("sine", "recall", "csv"),
    ]


@pytest.mark.parametrize("name", READY)
def test_an_entry_says_what_is_loaded(name: str) -> None:
    entry, dataset = CATALOG[name], load(name)
    assert entry.is_here()
    assert dataset.name == entry.name == name
    assert dataset.task == entry.task
    assert dataset.classes == entry.classes
    assert dataset.natural_shape == entry.natural_shape
    reshaped = dataset.x_train.reshape(len(dataset.x_train), *dataset.natural_shape)
    assert np.shares_memory(reshaped, dataset.x_train)
    assert dataset.source.endswith(".")


@pytest.mark.parametrize("entry", CATALOG.values(), ids=CATALOG.keys())
def test_every_option_has_a_sentence_and_a_default_that_does(entry: Entry) -> None:
    assert entry.summary.endswith(".")
    for option in entry.options:
        assert option.summary
        if option.default is not None:
            assert option.read(option.default) == option.default


def test_one_choice_is_one_object() -> None:
    assert load("circle") is load("circle", noise=0, features=["x2", "x1"], training=50)
    assert load("circle", noise=1) is not load("circle")


def test_a_set_without_options_says_so() -> None:
    with pytest.raises(OptionError, match="mnist-sample has no option 'noise'; it has none"):
        load("mnist-sample", noise=1)


def test_a_failure_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingDataset):
        load("mnist")
    sample = load("mnist-sample")
    monkeypatch.setitem(
        CATALOG, "mnist", Entry("mnist", "Found.", lambda: sample, "here", (1, 28, 28))
    )
    assert load("mnist") is sample


@pytest.mark.parametrize("name", READY)
def test_nobody_can_write_to_what_is_shared(name: str) -> None:
    dataset = load(name)
    shared = [dataset.x_train, dataset.t_train, dataset.x_test, dataset.t_test]
    if dataset.points:
        shared += [dataset.points.train, dataset.points.test]
    for array in shared:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
