"""How the time for a check is shared, on a clock of our own."""

from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer.engine.gradient_check import pace
from backprop_explorer.engine.gradient_check.pace import samples_in, seconds_per_element
from backprop_explorer.engine.gradient_check.probe import OneAtATime
from backprop_explorer.engine.gradient_check.question import Question


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(pace, "perf_counter", lambda: now[0])
    return now


def slow(clock, *seconds):
    """A comparison that takes so many seconds for each element of the first array, the second, …"""

    def compare(question, elements):
        compare.tried += len(elements)
        clock[0] += seconds[int(question.name)] * len(elements)

    compare.tried = 0
    return compare


def questions(*sizes):
    return [
        Question(str(k), np.zeros(size), np.zeros(size), OneAtATime(np.zeros(size), lambda: 0))
        for k, size in enumerate(sizes)
    ]


def test_all_is_checked_where_there_is_time(clock):
    compare = slow(clock, 0.001, 0.001)
    assert samples_in(1.1, compare, questions(1000, 10), [1000, 10]) == [1000, 10]


def test_what_quick_arrays_leave_over_is_for_slow_ones(clock):
    """0.1 s for the second; the others share the 2.9 s that are left."""
    sizes = [10_000, 100, 10_000]
    samples = samples_in(3.0, slow(clock, 0.01, 0.001, 0.1), questions(*sizes), sizes)
    assert samples[1] == 100
    assert samples[0] == pytest.approx(145, abs=1)
    assert samples[2] == pytest.approx(14, abs=1)


def test_no_array_is_left_out(clock):
    assert samples_in(0.1, slow(clock, 1, 1, 1), questions(50, 50, 50), [50] * 3) == [1] * 3


def test_no_more_than_what_is_wanted(clock):
    assert samples_in(10, slow(clock, 0.001), questions(50), [7]) == [7]


@pytest.mark.parametrize(("size", "tried"), [(10**6, 1 + 8 + 64 + 64), (20, 1 + 8 + 20)])
def test_finding_out_the_pace_takes_little_time(size, tried, clock):
    compare = slow(clock, 0.001)
    assert seconds_per_element(compare, questions(size)[0], 0.025) == pytest.approx(0.001)
    assert compare.tried == tried


def test_a_machine_that_was_busy_for_a_moment_is_no_slow_network(clock):
    compare = slow(clock, 0.001)
    busy = iter([0, 0.5])

    def interrupted(question, elements):
        compare(question, elements)
        clock[0] += next(busy, 0)

    pace = seconds_per_element(interrupted, questions(10**6)[0], 0.025)
    assert pace == pytest.approx(0.001)
