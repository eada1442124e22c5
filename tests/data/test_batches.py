from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data import BatchError, Dataset, batch, load
from backprop_explorer.data.batches import draw_rows

SEEDS = st.integers(0, 2**64 - 1)
SIZES = st.integers(1, 300).flatmap(lambda count: st.tuples(st.just(count), st.integers(1, count)))


@given(SIZES, SEEDS, SEEDS)
def test_rows_are_distinct_in_range_and_a_pure_function(
    sizes: tuple[int, int], seed: int, iteration: int
) -> None:
    count, size = sizes
    rows = draw_rows(count, seed, iteration, size)
    assert rows.dtype == np.int64
    assert len(set(rows.tolist())) == size
    assert rows.min() >= 0
    assert rows.max() < count
    assert np.array_equal(rows, draw_rows(count, seed, iteration, size))


def test_rows_stay_the_same_over_versions_of_numpy() -> None:
    assert draw_rows(60_000, seed=0, iteration=0, size=6).tolist() == [
        7259,
        45458,
        5049,
        14556,
        16803,
        1725,
    ]
    rows = draw_rows(60_000, seed=7, iteration=412, size=6)
    assert rows.tolist() == [16662, 25499, 18770, 40219, 35164, 59185]
    assert draw_rows(6, seed=7, iteration=412, size=6).tolist() == [5, 4, 0, 1, 2, 3]


def test_rows_differ_over_iterations_and_seeds() -> None:
    draws = {
        tuple(draw_rows(60_000, seed, iteration, 10).tolist())
        for seed in range(30)
        for iteration in range(30)
    }
    assert len(draws) == 900


def test_seed_and_iteration_are_not_mixed_up() -> None:
    assert draw_rows(60_000, 1, 2, 10).tolist() != draw_rows(60_000, 2, 1, 10).tolist()


@pytest.mark.parametrize("size", [10, 40, 60])
def test_every_row_is_drawn_equally_often(size: int) -> None:
    draws = 6000
    counts = np.zeros(60)
    for iteration in range(draws):
        counts[draw_rows(60, 3, iteration, size)] += 1
    share = size / 60
    spread = np.sqrt(draws * share * (1 - share))
    assert np.all(abs(counts - draws * share) <= 5 * spread)


def test_every_place_of_a_batch_takes_every_row() -> None:
    for size in (10, 60):
        first = np.bincount([draw_rows(60, 3, i, size)[0] for i in range(6000)], minlength=60)
        assert np.all(abs(first - 100) <= 50)


def test_a_batch_is_the_rows_it_says_scaled_to_one() -> None:
    sample = load("mnist-sample")
    x, t, rows = batch(sample, seed=0, iteration=412, batch_size=100)
    assert x.shape == (100, 784)
    assert x.dtype == np.float32
    assert t.dtype == np.int64
    assert np.array_equal(x, sample.x_train[rows] / np.float32(255))
    assert np.array_equal(t, sample.t_train[rows])
    assert x.min() == 0
    assert x.max() == 1


def test_a_batch_cannot_be_written_to() -> None:
    for array in batch(load("mnist-sample"), 0, 0, 5):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_floats_are_taken_as_they_are() -> None:
    x = np.array([[-2.5, 7.0], [0.5, 300.0]], np.float32)
    t = np.array([0, 1])
    points = Dataset("points", x, t, x, t, None, ("a", "b"), "Made up.")
    drawn = batch(points, 0, 0, 2)
    assert np.array_equal(drawn.x, x[drawn.rows])
    assert drawn.x.dtype == np.float32


@pytest.mark.parametrize("size", [0, -1, 5001])
def test_a_size_that_cannot_be_is_refused(size: int) -> None:
    with pytest.raises(BatchError, match=rf"batch of {size} .* must be 1 to 5000"):
        batch(load("mnist-sample"), 0, 0, size)


@pytest.mark.parametrize(("seed", "iteration"), [(-1, 0), (0, -1), (2**64, 0), (0, 2**64)])
def test_a_key_that_cannot_be_is_refused(seed: int, iteration: int) -> None:
    with pytest.raises(BatchError, match="out of range"):
        batch(load("mnist-sample"), seed, iteration, 10)


def test_threads_that_draw_at_once_draw_what_one_would() -> None:
    asked = [(seed, iteration) for seed in range(4) for iteration in range(200)]
    expected = [draw_rows(100, *key, 20).tolist() for key in asked]
    with ThreadPoolExecutor(4) as threads:
        drawn = threads.map(lambda key: draw_rows(100, *key, 20).tolist(), asked)
        assert list(drawn) == expected
