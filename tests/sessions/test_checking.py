from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer.sessions.checking import Check
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.session import Session


def test_backpropagation_agrees_with_small_steps(first_net: Session) -> None:
    first_net.goto(5)
    check = Check(first_net.experiment, first_net.moment, examples=3)
    report = check.run(20)
    assert report.verdict == "agrees"
    assert report.worst < 1e-7
    assert report.of == 39_760
    assert report.checked == check.elements(20) == 20 + 20 + 20 + 10


def test_a_check_that_takes_too_long_says_what_would_do(session: Session) -> None:
    check = Check(session.experiment, session.moment, examples=2)
    check.__dict__["seconds_per_loss"] = 0.001
    assert check.fitting() == 200 or check.seconds(check.fitting()) <= 1
    with pytest.raises(TooLong, match='"sample": ') as refused:
        check.run(None)
    assert refused.value.instead == "gradient-check"


def test_a_check_leaves_the_session_alone(session: Session) -> None:
    before = {name: array.copy() for name, array in session.moment.params.items()}
    Check(session.experiment, session.moment, examples=2).run(5)
    assert all(np.array_equal(before[name], session.moment.params[name]) for name in before)
