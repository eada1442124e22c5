import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data.draws import Draws

SEEDS = st.integers(0, 2**32 - 1)
COUNTS = st.integers(2, 300)
SHARES = st.integers(10, 90)


def test_draws_stay_the_same_over_versions_of_numpy() -> None:
    draws = Draws(7, "circle")
    assert draws.uniform(0, 1, 2).tolist() == [0.38942137957014933, 0.02735646415542936]
    assert draws.order(6).tolist() == [1, 5, 0, 3, 4, 2]
    # The logarithm and the cosine are the machine's, and may differ in the last bit.
    assert draws.normal(0, 1, 2) == pytest.approx(
        [-1.0763549971474011, -0.758113372124674], rel=1e-12
    )


def test_seed_and_name_both_count() -> None:
    draws = {
        tuple(Draws(seed, name).uniform(0, 1, 3).tolist())
        for seed in range(20)
        for name in ("circle", "spiral", "sine")
    }
    assert len(draws) == 60


def test_uniform_is_spread_evenly_from_low_to_high() -> None:
    drawn = Draws(0, "any").uniform(-5, 5, 10_000)
    assert drawn.min() >= -5
    assert drawn.max() < 5
    tenths = np.histogram(drawn, bins=10, range=(-5, 5))[0]
    assert np.all(abs(tenths - 1000) <= 5 * np.sqrt(900))


def test_normal_has_its_mean_variance_and_tails() -> None:
    drawn = Draws(0, "any").normal(2, 4, 100_000)
    assert drawn.mean() == pytest.approx(2, abs=0.04)
    assert drawn.var() == pytest.approx(4, rel=0.03)
    within = [np.mean(abs(drawn - 2) < 2 * k) for k in (1, 2, 3)]
    assert within == pytest.approx([0.6827, 0.9545, 0.9973], abs=0.006)


@given(SEEDS, COUNTS, SHARES)
def test_a_split_is_every_row_once_in_the_share_asked_for(
    seed: int, count: int, training: int
) -> None:
    train, test = Draws(seed, "any").split(count, training)
    assert sorted([*train, *test]) == list(range(count))
    assert len(train) == min(max(1, count * training // 100), count - 1)


@given(SEEDS, COUNTS, SHARES, SHARES)
def test_a_larger_share_only_adds_rows(seed: int, count: int, one: int, other: int) -> None:
    small, large = (
        Draws(seed, "any").split(count, share)[0].tolist() for share in sorted((one, other))
    )
    assert large[: len(small)] == small


def test_every_row_is_as_likely_to_be_for_training() -> None:
    counts = np.zeros(10)
    for seed in range(2000):
        counts[Draws(seed, "any").split(10, 30)[0]] += 1
    assert np.all(abs(counts - 600) <= 5 * np.sqrt(2000 * 0.3 * 0.7))
