from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sessions.conftest import DEEP, SMALL

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import OutOfRange, TooLong
from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.session import Session, Unit
from backprop_explorer.sessions.state import State
from backprop_explorer.sessions.training import advance
from backprop_explorer.trace import NotComputed, Phase


def place(session: Session) -> tuple[int, int]:
    return session.moment.iteration, session.moment.event


def bytes_of(state: State) -> list[bytes]:
    return [array.tobytes() for array in state.arrays()]


def params_of(session: Session) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in session.moment.params.items()}


def test_a_new_session_has_computed_nothing(session: Session) -> None:
    assert place(session) == (0, 0)
    assert session.position.events is None
    assert session.position.phase is None
    assert session.measured is None
    assert session.version == 1


def test_steps_go_event_by_event_into_the_next_iteration(session: Session) -> None:
    events = len(session.trace.events)
    seen = []
    for _ in range(2 * events + 3):
        session.step(Unit.EVENT)
        seen.append(place(session))
    first = [(0, k) for k in range(1, events + 1)]
    second = [(1, k) for k in range(events + 1)]
    assert seen == [*first, *second, (2, 0), (2, 1)]


@pytest.mark.parametrize("unit", [Unit.EVENT, Unit.LINE, Unit.LAYER, Unit.PHASE])
def test_stepping_back_visits_the_same_stops(unit: Unit) -> None:
    session = Session("deep", DEEP)
    there = [place(session)]
    for _ in range(60):
        session.step(unit)
        there.append(place(session))
    back = [place(session)]
    for _ in range(60):
        session.step(unit, -1)
        back.append(place(session))
    assert back == there[::-1]


def test_a_phase_ends_where_the_next_begins(session: Session) -> None:
    events = session.trace.events
    session.step(Unit.PHASE)
    assert events[session.moment.event - 1].phase == Phase.FORWARD
    assert events[session.moment.event].phase == Phase.BACKWARD
    assert session.position.phase == "forward"
    session.step(Unit.PHASE, 2)
    assert session.moment.event == len(events)
    session.step(Unit.PHASE)
    assert place(session) == (1, 0)


def test_from_inside_a_unit_the_first_step_back_goes_to_its_start(session: Session) -> None:
    session.goto(2, 3)
    session.step(Unit.ITERATION, -1)
    assert place(session) == (2, 0)
    session.step(Unit.ITERATION, -1)
    assert place(session) == (1, 0)
    session.goto(0, 5)
    session.step(Unit.PHASE, -1)
    assert place(session) == (0, 0)


def test_an_epoch_is_a_multiple_of_its_iterations() -> None:
    session = Session("epochs", SMALL.model_copy(update={"batch_size": 1000}))
    assert session.experiment.iterations_per_epoch == 5
    session.goto(3, 2)
    session.step(Unit.EPOCH)
    assert place(session) == (5, 0)
    session.step(Unit.EPOCH, 2)
    assert place(session) == (15, 0)
    session.goto(7)
    session.step(Unit.EPOCH, -1)
    assert place(session) == (5, 0)


@pytest.mark.parametrize("unit", list(Unit))
def test_at_the_very_start_a_step_back_stays(session: Session, unit: Unit) -> None:
    session.step(unit, -3)
    assert place(session) == (0, 0)
    assert session.version == 1, "nothing changed"


def test_a_jump_is_bit_identical_to_walking(session: Session) -> None:
    walked = Session("walked", SMALL)
    while walked.moment.iteration < 6:
        walked.step(Unit.LAYER)
    session.goto(6)
    assert params_of(session) == params_of(walked)
    assert session.metrics(0, 6).tobytes() == walked.metrics(0, 6).tobytes()


def test_a_replay_is_bit_identical_to_the_first_time(session: Session) -> None:
    session.goto(40)
    session.goto(150, 7)
    there, values = params_of(session), session.trace.find("a1", 7).array.tobytes()
    session.goto(60, 2)
    session.goto(3)
    session.goto(150, 7)
    assert params_of(session) == there
    assert session.trace.find("a1", 7).array.tobytes() == values
    plain, _ = advance(session.experiment, session.experiment.initial_state(), 0, 150)
    assert {name: array.tobytes() for name, array in plain.params.items()} == there


def test_training_in_pieces_is_bit_identical_to_training_at_once(session: Session) -> None:
    experiment, state = session.experiment, session.experiment.initial_state()
    whole, metrics = advance(experiment, state, 0, 30)
    rows = []
    for start, count in ((0, 1), (1, 12), (13, 17)):
        state, more = advance(experiment, state, start, count)
        rows.append(more)
    assert bytes_of(state) == bytes_of(whole)
    assert np.concatenate(rows).tobytes() == metrics.tobytes()


def test_advance_leaves_its_argument_alone(session: Session) -> None:
    state = session.experiment.initial_state()
    before = bytes_of(state)
    advance(session.experiment, state, 0, 2)
    assert bytes_of(state) == before


def test_what_was_trained_elsewhere_is_taken_over(session: Session) -> None:
    trained, rows = advance(session.experiment, session.moment.state, 0, 25)
    session.absorb(25, trained, rows)
    walked = Session("walked", SMALL)
    walked.goto(25)
    assert place(session) == (25, 0)
    assert params_of(session) == params_of(walked)
    session.step(Unit.EVENT, 4)
    walked.step(Unit.EVENT, 4)
    assert session.trace.find("z1").array.tobytes() == walked.trace.find("z1").array.tobytes()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Unit)[:-1]), st.integers(-12, 12)), min_size=1, max_size=8
    )
)
def test_wherever_a_session_has_been_the_same_place_has_the_same_numbers(
    walk: list[tuple[Unit, int]],
) -> None:
    session = Session("wandering", DEEP)
    for unit, count in walk:
        session.step(unit, count)
    iteration, event = place(session)
    straight = Session("straight", DEEP)
    straight.goto(iteration, event)
    assert session.position.phase == straight.position.phase
    assert params_of(session) == params_of(straight)
    assert session.reached >= iteration
    assert len(session.metrics(0, 10_000)) == session.reached
    ours, theirs = session.trace.named(event), straight.trace.named(event)
    assert {n: v.array.tobytes() for n, v in ours.items()} == {
        n: v.array.tobytes() for n, v in theirs.items()
    }


def test_every_jump_and_step_counts_one_version(session: Session) -> None:
    session.step(Unit.EVENT)
    session.goto(3, 1)
    session.goto(3, 1)
    assert session.version == 3


@pytest.mark.parametrize(
    ("iteration", "event", "field"),
    [
        (0, 10_000, "event"),
        (limits.MAX_ITERATIONS + 1, 0, "iteration"),
        (-1, 0, "iteration"),
    ],
)
def test_places_that_do_not_exist_are_refused(
    session: Session, iteration: int, event: int, field: str
) -> None:
    session.goto(1, 4)
    with pytest.raises(OutOfRange) as refused:
        session.goto(iteration, event)
    assert refused.value.field == field
    assert place(session) == (1, 4)
    assert session.version == 2


def test_too_far_ahead_is_left_to_training(session: Session) -> None:
    session.timeline.pace = 0.01
    session.goto(100)
    session.timeline.pace = 0.01
    with pytest.raises(TooLong, match="Train there instead") as refused:
        session.goto(201)
    assert refused.value.instead == "train"
    assert place(session) == (100, 0)


def test_too_long_a_replay_says_which_iteration_opens_at_once(session: Session) -> None:
    trained, rows = advance(session.experiment, session.moment.state, 0, 50)
    session.absorb(50, trained, rows)
    session.timeline.pace = 1.0
    with pytest.raises(TooLong, match="opens at once is 0"):
        session.goto(49)
    session.goto(50)


def test_stepping_back_after_a_jump_is_near(session: Session) -> None:
    session.goto(60)
    trained, rows = advance(session.experiment, session.moment.state, 60, 200)
    session.absorb(260, trained, rows)
    session.goto(200)
    session.timeline.pace = 0.8  # whatever is far is refused now
    session.step(Unit.ITERATION, -5)
    assert place(session) == (195, 0)


def test_finish_goes_on_to_the_next_iteration_only_from_a_complete_one(session: Session) -> None:
    session.finish(Phase.BACKWARD)
    backward = place(session)
    session.finish(Phase.FORWARD)
    assert place(session) == backward, "forward has happened already"
    session.finish(Phase.UPDATE)
    assert place(session) == (0, len(session.trace.events))
    session.finish(Phase.FORWARD)
    assert session.position.iteration == 1
    assert session.position.phase == "forward"


def test_the_latest_metrics_follow_the_loss(session: Session) -> None:
    session.goto(2)
    assert session.measured == 1
    session.finish(Phase.FORWARD)
    assert session.measured == 2
    session.step(Unit.EVENT, -1)
    assert session.measured == 1
    assert len(session.metrics(0, 99)) == 2, "only what was completed"


def test_a_value_not_computed_yet_says_when(session: Session) -> None:
    with pytest.raises(NotComputed) as early:
        session.trace.find("dW1", session.moment.event)
    session.goto(0, early.value.event)
    assert session.trace.find("dW1", session.moment.event).of == "W1"


def test_a_failing_network_leaves_the_session_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.goto(2, 5)

    def fail(*_: Any) -> None:
        raise RuntimeError("the network broke")

    monkeypatch.setattr(type(session.experiment), "network", fail)
    with pytest.raises(RuntimeError):
        session.goto(9)
    with pytest.raises(RuntimeError):
        session.step(Unit.EVENT, 500)
    assert place(session) == (2, 5)
    assert session.version == 2


def test_it_opens_where_a_value_has_just_been_made(session: Session) -> None:
    session.open(Opening(iteration=7, value="dW1"))
    made = session.trace.events[session.position.event - 1]
    assert session.position.iteration == 7
    assert session.trace.value(made.output).name == "dW1"
    session.open(Opening(iteration=2, value="W1"))
    assert session.trace.events[session.position.event - 1].phase == "update", "its last version"
    session.open(Opening(iteration=3))
    assert (session.position.iteration, session.position.event) == (3, 0)


def test_a_twin_has_the_same_past_and_a_future_of_its_own(session: Session) -> None:
    session.goto(20, 3)
    twin = session.twin("twin")
    assert (twin.id, twin.position) == ("twin", session.position)
    twin.goto(60)
    assert session.position.iteration == session.reached == 20
    assert len(session.metrics(0, 99)) == 20
    assert twin.metrics(0, 20).tobytes() == session.metrics(0, 20).tobytes()
    session.goto(60)
    assert twin.moment.params["W1"].tobytes() == session.moment.params["W1"].tobytes()
