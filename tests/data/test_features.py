import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from backprop_explorer.data.features import FEATURES, FeatureColumns, standardized
from backprop_explorer.data.standardization import measure

FORMULAS = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1^2": lambda a, b: a * a,
    "x2^2": lambda a, b: b * b,
    "x1*x2": lambda a, b: a * b,
    "sin x1": lambda a, b: math.sin(a),
    "sin x2": lambda a, b: math.sin(b),
}
POINTS = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(-8, 8, width=32)
)
CHOICES = st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True).map(tuple)


@given(POINTS, CHOICES)
def test_each_column_is_its_formula(points: np.ndarray, words: tuple[str, ...]) -> None:
    x = FeatureColumns(words)(points)
    assert x.dtype == np.float32
    assert x.shape == (len(points), len(words))
    for row, (a, b) in zip(x, points.tolist(), strict=True):
        expected = [FORMULAS[word](a, b) for word in words]
        assert row == pytest.approx(expected, rel=1e-6, abs=1e-30)


def test_columns_have_the_names_people_read() -> None:
    assert FeatureColumns(tuple(FEATURES)).names == (
        *("x1", "x2", "x1²", "x2²", "x1·x2"),
        *("sin x1", "sin x2"),
    )


@given(POINTS, CHOICES)
def test_standardized_columns_have_mean_0_and_deviation_1_or_are_constant(
    points: np.ndarray, words: tuple[str, ...]
) -> None:
    before = FeatureColumns(words)(points).astype(np.float64)
    x = standardized(words, points)(points).astype(np.float64)
    assert np.all(np.isfinite(x))
    for column, raw in zip(x.T, before.T, strict=True):
        if raw.min() == raw.max():
            # Equal in float32, as a network would see it, though perhaps not in float64.
            continue
        assert column.mean() == pytest.approx(0, abs=1e-5)
        assert column.std() == pytest.approx(1, abs=1e-5)


def test_a_constant_column_becomes_zeros() -> None:
    x = np.full((3, 2), 0.1)
    x[:, 1] = np.arange(3)
    assert x[:, 0].mean() != 0.1  # so that it takes care to get exactly 0
    standardization = measure(x)
    assert np.all(standardization.apply(x)[:, 0] == 0)
    assert standardization.deviation[0] == 1
    # What the test examples do in a column that never changed in training is kept, unscaled.
    assert standardization.apply(np.array([[2.1, 1]]))[0].tolist() == pytest.approx([2, 0])


def test_what_is_standardized_is_left_alone() -> None:
    x = np.array([[1, 2], [3, 5]], np.float32)
    kept = x.copy()
    measure(x).apply(x)
    standardized(("x1", "x1*x2"), x)(x)
    assert np.array_equal(x, kept)


def test_large_numbers_keep_their_differences() -> None:
    """Years of birth as seconds: float32 alone could not tell them apart."""
    x = np.array([[1.6e9], [1.6e9 + 1], [1.6e9 + 2]])
    assert measure(x).apply(x).ravel().tolist() == pytest.approx([-1.2247449, 0, 1.2247449])
