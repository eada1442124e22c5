"""Training in real worker processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Iterator

import numpy as np
import pytest
from tests.sessions.conftest import SMALL

from backprop_explorer.sessions.errors import OutOfRange
from backprop_explorer.sessions.limits import MAX_ITERATIONS
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.slots import Slots
from backprop_explorer.sessions.trainer import Ending, PieceSize, Training
from backprop_explorer.sessions.training import advance
from backprop_explorer.sessions.worker import Piece


class Watched:
    """A session in training, and what the trainer said of it."""

    def __init__(self, slots: Slots, iterations: int) -> None:
        self.live = LiveSession(Session("trained", SMALL))
        self.reached: list[int] = []
        self.endings: list[Ending] = []
        self.training = Training(
            self.live,
            slots,
            iterations,
            on_piece=lambda live, _: self.reached.append(live.session.moment.iteration),
            on_end=lambda _, ending: self.endings.append(ending),
        )
        self.training.start()

    async def ended(self) -> None:
        while self.live.training is not None:
            await asyncio.sleep(0.01)

    async def begun(self) -> None:
        while not self.reached:
            await asyncio.sleep(0.01)


def children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid is not None}


@pytest.fixture(scope="module")
def others() -> set[int]:
    """Workers of tests before these, which may still be on their way out."""
    return children()


@pytest.fixture(scope="module")
def slots(others: set[int]) -> Iterator[Slots]:
    slots = Slots(1)
    yield slots
    slots.close()


def kill_the_worker(others: set[int]) -> None:
    (only,) = children() - others
    os.kill(only, signal.SIGKILL)


def run(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), 60))


def plain_params(iterations: int) -> dict[str, bytes]:
    session = Session("plain", SMALL)
    state, _ = advance(session.experiment, session.moment.state, 0, iterations)
    return {name: array.tobytes() for name, array in state.params.items()}


def params_of(live: LiveSession) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in live.session.moment.params.items()}


def test_a_worker_trains_bit_identically(slots: Slots) -> None:
    async def work() -> None:
        watched = Watched(slots, 300)
        assert watched.live.session.version == 2, "that it trains is a change"
        await watched.ended()
        assert watched.endings == [Ending.DONE]
        assert watched.reached[-1] == 300
        assert watched.reached == sorted(watched.reached)
        assert params_of(watched.live) == plain_params(300)
        session = watched.live.session
        walked = Session("walked", SMALL)
        walked.goto(300)
        assert session.metrics(0, 300).tobytes() == walked.metrics(0, 300).tobytes()

    run(work)


def test_stopping_keeps_what_was_trained(slots: Slots) -> None:
    async def work() -> None:
        watched = Watched(slots, MAX_ITERATIONS)
        await watched.begun()
        await watched.training.stop()
        assert watched.endings == [Ending.STOPPED]
        assert watched.live.training is None
        done = watched.live.session.moment.iteration
        assert 0 < done < MAX_ITERATIONS
        assert params_of(watched.live) == plain_params(done)

    run(work)


def test_stopping_before_it_began_is_stopping(slots: Slots) -> None:
    async def work() -> None:
        watched = Watched(slots, MAX_ITERATIONS)
        await watched.training.stop()
        assert watched.endings == [Ending.STOPPED]

    run(work)


def test_two_trainings_take_turns_in_one_slot(slots: Slots) -> None:
    async def work() -> None:
        both = [Watched(slots, 200) for _ in range(2)]
        for watched in both:
            await watched.ended()
        assert [params_of(watched.live) for watched in both] == [plain_params(200)] * 2

    run(work)


def test_a_worker_that_dies_leaves_the_last_good_state_and_is_replaced(
    slots: Slots, others: set[int]
) -> None:
    async def work() -> None:
        watched = Watched(slots, MAX_ITERATIONS)
        await watched.begun()
        kill_the_worker(others)
        await watched.ended()
        assert watched.endings == [Ending.WORKER_DIED]
        done = watched.live.session.moment.iteration
        assert params_of(watched.live) == plain_params(done)
        again = Watched(slots, 20)
        await again.ended()
        assert again.endings == [Ending.DONE]

    run(work)


def test_a_worker_that_dies_while_it_is_idle_is_not_noticed(slots: Slots, others: set[int]) -> None:
    async def work() -> None:
        first = Watched(slots, 5)
        await first.ended()
        kill_the_worker(others)
        await asyncio.sleep(0.2)
        again = Watched(slots, 20)
        await again.ended()
        assert again.endings == [Ending.DONE]

    run(work)


def piece(iterations: int, seconds: float, waited: float) -> Piece:
    return Piece(0, {}, np.zeros((iterations, 4), np.float32), seconds, waited)


def test_pieces_take_a_tenth_of_a_second_and_longer_where_the_worker_waits() -> None:
    size = PieceSize()
    for _ in range(10):
        size.learn(piece(size.iterations, size.iterations * 1e-3, waited=0))
    assert size.iterations == 100
    for _ in range(10):
        size.learn(piece(size.iterations, size.iterations * 1e-3, waited=0.5))
    assert size.iterations == 2_000
    for _ in range(60):
        size.learn(piece(size.iterations, size.iterations * 1e-3, waited=0))
    assert size.iterations == 100
    size.learn(piece(1, 50.0, waited=0))
    assert size.iterations == 1, "an iteration is never cut"


def test_more_iterations_than_a_session_may_have_are_refused(slots: Slots) -> None:
    live = LiveSession(Session("small", SMALL))
    live.session.goto(1)
    with pytest.raises(OutOfRange):
        Training(live, slots, MAX_ITERATIONS, lambda *_: None, lambda *_: None)
    assert live.training is None
