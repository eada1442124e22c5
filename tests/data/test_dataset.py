import numpy as np
import pytest

from backprop_explorer.data import DataError, Dataset, scale


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


def test_knows_the_shape_of_one_example() -> None:
    assert made().input_shape == (6,)


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
}


@pytest.mark.parametrize(("changes", "fault"), MISFITS.values(), ids=MISFITS.keys())
def test_parts_that_do_not_fit_are_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        made(**changes)


def test_scale_brings_bytes_to_one() -> None:
    scaled = scale(np.array([[0, 51, 255]], np.uint8))
    assert scaled.dtype == np.float32
    assert scaled.tolist() == [[0.0, np.float32(0.2), 1.0]]
