from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer.engine import gradient_check
from backprop_explorer.sessions import checking, limits
from backprop_explorer.sessions.checking import Check
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.session import Session


@pytest.fixture
def check(session: Session) -> Check:
    return Check(session.experiment, session.moment, examples=2)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock on which every element checked takes 1 ms, and nothing else any time."""
    now = [0.0]

    def slow(*args: object, sample: int) -> object:
        report = gradient_check(*args, sample=sample)  # type: ignore[arg-type]
        assert report.input is not None
        now[0] += 0.001 * (report.checked + report.input.checked)
        return report

    monkeypatch.setattr(checking, "perf_counter", lambda: now[0])
    monkeypatch.setattr(checking, "gradient_check", slow)
    monkeypatch.setattr(Check, "first_sample", lambda self: 3)
    return now


def test_the_whole_first_net_is_checked(first_net: Session) -> None:
    first_net.goto(5)
    report = Check(first_net.experiment, first_net.moment, examples=3).fitting()
    assert report.verdict == "agrees", str(report)
    assert (report.checked, report.of) == (39_760, 39_760)
    assert report.input is not None
    assert report.input.checked == 3 * 784


def test_a_sample_is_as_large_as_was_asked_for(first_net: Session) -> None:
    report = Check(first_net.experiment, first_net.moment, examples=3).run(20)
    assert report.verdict == "agrees"
    assert (report.checked, report.of) == (20 + 20 + 20 + 10, 39_760)


def test_samples_grow_while_there_is_time(check: Check, clock: list[float]) -> None:
    """3, 24 and 192 of W1, b1, W2, b2 and x take 15, 88 and 460 ms; 1536 would take 3.3 s."""
    assert check.sizes == [784 * 6, 6, 60, 10, 2 * 784]
    report = check.fitting()
    counts = [array.checked for array in report.arrays]
    assert counts == [192, 6, 60, 10, 192]
    assert clock[0] == pytest.approx((3 * 5 + 24 + 6 + 24 + 10 + 24 + sum(counts)) / 1000)
    assert clock[0] <= limits.MAX_SECONDS


def test_a_check_that_takes_too_long_says_what_would_do(check: Check, clock: list[float]) -> None:
    with pytest.raises(TooLong, match=r'6,348 elements .* 6\.3 seconds.*"sample": 192') as refused:
        check.run(None)
    assert refused.value.instead == "gradient-check"
    with pytest.raises(TooLong, match='"sample": 192'):
        check.run(4000)
    assert check.run(192).parameters["W1"].checked == 192


def test_everything_may_be_asked_for_in_a_larger_number(check: Check) -> None:
    assert check.run(10**9).checked == check.run(None).checked == 784 * 6 + 6 + 60 + 10


def test_the_first_sample_takes_little_time(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0, 0.0001])
    monkeypatch.setattr(checking, "perf_counter", lambda: next(times))
    assert check.first_sample() == 50  # 2 losses of 0.1 ms each for 5 arrays: 50 ms
    times = iter([0, 1.0])
    assert check.first_sample() == 1


def test_a_check_leaves_the_session_alone(session: Session) -> None:
    before = {name: array.copy() for name, array in session.moment.params.items()}
    Check(session.experiment, session.moment, examples=2).run(5)
    assert all(np.array_equal(before[name], session.moment.params[name]) for name in before)
