from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.checking import Check
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.session import Session


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time for all that is asked, however busy the machine is."""
    monkeypatch.setattr(limits, "MAX_SECONDS", 60.0)


@pytest.fixture
def check(session: Session) -> Check:
    return Check(session.experiment, session.moment, examples=2)


@pytest.mark.usefixtures("patient")
def test_the_whole_first_net_is_checked(first_net: Session) -> None:
    first_net.goto(5)
    report = Check(first_net.experiment, first_net.moment, examples=3).fitting()
    assert report.verdict == "agrees", str(report)
    assert (report.checked, report.of) == (39_760, 39_760)
    assert report.input is not None
    assert report.input.checked == 3 * 784


@pytest.mark.usefixtures("patient")
def test_a_sample_is_as_large_as_was_asked_for(first_net: Session) -> None:
    report = Check(first_net.experiment, first_net.moment, examples=3).run(20)
    assert report.verdict == "agrees"
    assert (report.checked, report.of) == (20 + 20 + 20 + 10, 39_760)


@pytest.mark.usefixtures("patient")
def test_everything_may_be_asked_for_in_a_larger_number(check: Check) -> None:
    assert check.run(10**9).checked == check.run(None).checked == 784 * 6 + 6 + 60 + 10


def test_what_does_not_fit_is_left_out_or_refused(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 1e-6)
    report = check.fitting()
    assert [array.checked for array in report.arrays] == [1, 1, 1, 1, 1]
    assert report.of == 784 * 6 + 6 + 60 + 10
    assert check.run(1).checked == 4
    with pytest.raises(TooLong, match=r'Of W1, 1 of 4,704 .* as in {"sample": 1}') as refused:
        check.run(2)
    assert refused.value.instead == "gradient-check"


def test_a_check_leaves_the_session_alone(session: Session) -> None:
    before = {name: array.copy() for name, array in session.moment.params.items()}
    Check(session.experiment, session.moment, examples=2).run(5)
    assert all(np.array_equal(before[name], session.moment.params[name]) for name in before)
