from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.snapshots import Snapshots
from backprop_explorer.sessions.state import State

STATE = State({"W1": np.zeros((784, 50), np.float32), "b1": np.zeros(50, np.float32)})


@given(st.lists(st.integers(1, 400), min_size=1, max_size=200))
def test_the_gaps_stay_even_and_the_first_is_kept(strides: list[int]) -> None:
    snapshots = Snapshots(STATE)
    here = 0
    for stride in strides:
        here += stride
        snapshots.offer(here, STATE)
    kept = snapshots.iterations()
    assert kept[0] == 0
    assert len(kept) <= snapshots.capacity
    # Never further apart than two intervals and the longest stride between two offers.
    gaps = np.diff([*kept, here])
    assert gaps.max() <= 2 * snapshots.interval + max(strides)


def test_a_long_training_keeps_the_budget_and_spreads_over_all_of_it() -> None:
    snapshots = Snapshots(STATE)
    for iteration in range(1, 10_001):
        snapshots.offer(iteration, STATE)
    kept = snapshots.iterations()
    assert len(kept) * snapshots.size <= limits.SNAPSHOT_BYTES
    assert 3 <= len(kept) <= 6
    assert max(np.diff([*kept, 10_000])) <= 4_096


def test_small_networks_are_kept_more_often() -> None:
    assert Snapshots(State({"W1": np.zeros((2, 3), np.float32)})).capacity == limits.MAX_SNAPSHOTS
    assert Snapshots(State({"W1": np.zeros(10**6, np.float32)})).capacity == limits.MIN_SNAPSHOTS


def test_the_nearest_is_never_ahead() -> None:
    snapshots = Snapshots(STATE)
    for iteration in (3, 8):
        snapshots.offer(iteration, STATE)
    assert [snapshots.nearest(i)[0] for i in (0, 2, 3, 7, 8, 100)] == [0, 0, 3, 3, 8, 8]
    snapshots.keep_beside(6, STATE)
    assert [snapshots.nearest(i)[0] for i in (5, 6, 7, 8)] == [3, 6, 6, 8]


def test_an_iteration_already_passed_is_not_offered_again() -> None:
    snapshots = Snapshots(STATE)
    snapshots.offer(5, STATE)
    snapshots.offer(4, STATE)
    assert snapshots.iterations() == [0, 5]
    assert not snapshots.due(5)
