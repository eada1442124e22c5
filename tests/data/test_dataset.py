import numpy as np
import pytest

from backprop_explorer.data import DataError, Dataset, Points, scale


def made(**changes: object) -> Dataset:
    fields: dict[str, object] = {
        "name": "made",
        "x_train": np.zeros((4, 6), np.uint8),
        "t_train": np.array([0, 1, 0, 1]),
        "x_test": np.zeros((2, 6), np.uint8),
        "t_test": np.array([1, 0]),
        "image_shape": (2, 3),
        "classes": ("no", "yes"),
        "source": "Made up.",
    }
    return Dataset(**(fields | changes))  # type: ignore[arg-type]


def made_for_regression(**changes: object) -> Dataset:
    fields: dict[str, object] = {
        "task": "regression",
        "t_train": np.array([[0.5], [1], [2], [-3.25]], np.float32),
        "t_test": np.zeros((2, 1), np.float32),
        "classes": (),
    }
    return made(**(fields | changes))


def test_knows_the_shape_of_one_example() -> None:
    assert made().input_shape == (6,)
    assert made().natural_shape == (1, 2, 3)
    assert made(image_shape=None).natural_shape == (6,)


def test_an_example_can_be_a_sequence() -> None:
    x_train, x_test = (np.zeros((count, 5, 3), np.float32) for count in (4, 2))
    sequences = made(x_train=x_train, x_test=x_test, image_shape=None, features=("a", "b", "c"))
    assert sequences.input_shape == sequences.natural_shape == (5, 3)


def test_a_label_can_be_read() -> None:
    assert [made().label(row) for row in range(4)] == ["no", "yes", "no", "yes"]
    assert made_for_regression().label(3) == "-3.25"
    pairs = made_for_regression(
        t_train=np.array([[1, 2]] * 4, np.float32), t_test=np.zeros((2, 2), np.float32)
    )
    assert pairs.label(0) == "1, 2"


def test_is_shared_so_it_cannot_be_written_to() -> None:
    mine = np.zeros((4, 6), np.uint8)
    dataset = made(x_train=mine)
    for array in (dataset.x_train, dataset.t_train, dataset.x_test, dataset.t_test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    mine[0] = 1  # the caller's own array stays its own


MISFITS = {
    "fewer labels": ({"t_train": np.array([0, 1])}, r"x_train \(4, 6\) and t_train \(2,\)"),
    "other width": ({"x_test": np.zeros((2, 5), np.uint8)}, r"x_test \(2, 5\)"),
    "not flat": ({"x_train": np.zeros((4, 2, 3), np.uint8)}, r"x_train \(4, 2, 3\)"),
    "doubles": ({"x_train": np.zeros((4, 6))}, "x_train is float64"),
    "byte labels": ({"t_test": np.zeros(2, np.uint8)}, "t_test is uint8"),
    "label too large": (
        {"t_test": np.array([0, 2])},
        "labels from 0 to 2, but there are 2 classes",
    ),
    "label below 0": ({"t_test": np.array([-1, 1])}, "labels from -1 to 1"),
    "other pictures": ({"image_shape": (3, 3)}, r"pictures of \(3, 3\), which have 9 pixels"),
    "other names": ({"features": ("a", "b")}, "2 names of features, but x_train .* has 6 columns"),
    "other points": (
        {"points": Points(np.zeros((4, 2)), np.zeros((3, 2)), (-1, 1), lambda points: points)},
        "4 and 3 points are not those of 4 training and 2 test examples",
    ),
}
REGRESSION_MISFITS = {
    "classes": (
        {"classes": ("no", "yes")},
        r"classes \('no', 'yes'\), but is there for regression",
    ),
    "labels": ({"t_train": np.array([0, 1, 0, 1])}, r"t_train \(4,\) .* and t \(N, K\)"),
    "doubles": ({"t_test": np.zeros((2, 1))}, "t_test is float64; .* t float32"),
    "other width": ({"t_test": np.zeros((2, 2), np.float32)}, r"t_test \(2, 2\)"),
    "too few": ({"t_test": np.zeros((1, 1), np.float32)}, r"t_test \(1, 1\)"),
}


@pytest.mark.parametrize(("changes", "fault"), MISFITS.values(), ids=MISFITS.keys())
def test_parts_that_do_not_fit_are_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        made(**changes)


@pytest.mark.parametrize(
    ("changes", "fault"), REGRESSION_MISFITS.values(), ids=REGRESSION_MISFITS.keys()
)
def test_numbers_that_do_not_fit_are_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        made_for_regression(**changes)


def test_scale_brings_bytes_to_one() -> None:
    scaled = scale(np.array([[0, 51, 255]], np.uint8))
    assert scaled.dtype == np.float32
    assert scaled.tolist() == [[0.0, np.float32(0.2), 1.0]]
