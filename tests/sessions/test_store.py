from __future__ import annotations

import asyncio
from time import monotonic

import pytest
from tests.sessions.conftest import SMALL

from backprop_explorer.sessions.errors import TooManySessions, UnknownSession
from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.session import Session, Unit
from backprop_explorer.sessions.store import HOUR, MemoryStore
from backprop_explorer.trace.errors import UnknownValue


def test_sessions_are_made_found_and_deleted() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=3)
        one, two = await store.create(SMALL), await store.create(SMALL)
        assert one.id != two.id
        assert len(one.id) >= 20, "nobody guesses it"
        assert await store.get(two.id) is two
        await store.delete(one.id)
        assert one.stream.closed
        with pytest.raises(UnknownSession, match=one.id):
            await store.get(one.id)
        assert [live.id for live in store] == [two.id]

    asyncio.run(use())


def test_a_full_store_refuses_rather_than_throw_work_away() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=2)
        kept = [await store.create(SMALL) for _ in range(2)]
        with pytest.raises(TooManySessions, match="All 2 sessions"):
            await store.create(SMALL)
        assert set(store) == set(kept)

    asyncio.run(use())


def test_who_was_idle_the_longest_makes_room_after_a_while() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=2, idle_seconds=0)
        first, second = [await store.create(SMALL) for _ in range(2)]
        await store.get(first.id)
        third = await store.create(SMALL)
        assert set(store) == {first, third}
        assert second.stream.closed

    asyncio.run(use())


def test_who_never_moved_makes_room_first() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=2, idle_seconds=0)
        moved, untouched = [await store.create(SMALL) for _ in range(2)]
        moved.session.step(Unit.EVENT)
        await store.get(untouched.id)  # though it was used last
        third = await store.create(SMALL)
        assert set(store) == {moved, third}

    asyncio.run(use())


def test_what_a_page_shows_or_what_trains_is_never_thrown_away() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=1, idle_seconds=0)
        shown = await store.create(SMALL)
        listening = asyncio.create_task(shown.stream.wait(0))
        await asyncio.sleep(0)
        with pytest.raises(TooManySessions, match="Close pages"):
            await store.create(SMALL)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        assert set(store) == {shown}
        second = await store.create(SMALL)
        assert set(store) == {second}
        assert shown.stream.closed

    asyncio.run(use())


def test_an_untouched_session_is_given_a_sixth_of_the_time() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=1)
        first = await store.create(SMALL)
        first.used = monotonic() - HOUR / 6 - 1
        second = await store.create(SMALL)
        assert first.stream.closed
        second.session.step(Unit.EVENT)
        second.used = monotonic() - HOUR / 6 - 1
        with pytest.raises(TooManySessions):
            await store.create(SMALL)

    asyncio.run(use())


def test_many_made_at_once_are_no_more_than_fit() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=3)
        making = [store.create(SMALL) for _ in range(8)]
        made = await asyncio.gather(*making, return_exceptions=True)
        assert sum(isinstance(one, TooManySessions) for one in made) == 5
        assert len(store) == 3

    asyncio.run(use())


def test_what_is_kept_ready_is_what_would_have_been_computed() -> None:
    opening = Opening(iteration=12, value="dW2")

    async def use() -> tuple[Session, Session]:
        store = MemoryStore(capacity=3)
        computed = await store.create(SMALL, opening)
        store.keep_ready(SMALL, opening)
        ready, other = await store.create(SMALL, opening), await store.create(SMALL, opening)
        other.session.goto(40)
        assert ready.id == ready.session.id != other.id
        return computed.session, ready.session

    computed, ready = asyncio.run(use())
    assert ready.position == computed.position
    assert ready.metrics(0, 99).tobytes() == computed.metrics(0, 99).tobytes()
    for session in (computed, ready):
        session.goto(30)
    assert ready.trace.find("W1").array.tobytes() == computed.trace.find("W1").array.tobytes()


def test_a_session_that_cannot_open_there_is_not_made() -> None:
    async def use() -> None:
        store = MemoryStore(capacity=3)
        with pytest.raises(UnknownValue, match="dW9"):
            await store.create(SMALL, Opening(iteration=1, value="dW9"))
        assert len(store) == 0

    asyncio.run(use())
