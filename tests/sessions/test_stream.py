from __future__ import annotations

import asyncio

import pytest

from backprop_explorer.sessions.stream import MAX_BYTES, MAX_EVENTS, Missed, Stream


def test_a_listener_gets_what_came_after_the_last_event_it_saw() -> None:
    stream = Stream()
    for number in range(5):
        stream.publish("position", str(number).encode())
    assert [event.data for event in stream.since(3)] == ["3", "4"]
    assert [event.id for event in stream.since(0)] == [1, 2, 3, 4, 5]
    assert stream.since(5) == []


def test_a_listener_too_far_behind_or_from_another_life_is_told() -> None:
    stream = Stream()
    for _ in range(MAX_EVENTS + 10):
        stream.publish("position", b"{}")
    with pytest.raises(Missed):
        stream.since(9)
    assert len(stream.since(10)) == MAX_EVENTS
    with pytest.raises(Missed):
        stream.since(MAX_EVENTS + 11)


def test_large_events_do_not_pile_up() -> None:
    stream = Stream()
    for _ in range(100):
        stream.publish("metrics", b"x" * (MAX_BYTES // 10))
    assert len(stream.since(stream.last_id - 9)) == 9
    with pytest.raises(Missed):
        stream.since(stream.last_id - 11)
    stream.publish("metrics", b"x" * (3 * MAX_BYTES))
    assert len(stream.since(stream.last_id - 1)) == 1, "the latest is always kept"


def test_waiting_ends_with_news_and_with_the_stream() -> None:
    async def listen() -> list[str]:
        stream = Stream()
        waiting = [asyncio.create_task(stream.wait(0)) for _ in range(3)]
        await asyncio.sleep(0)
        stream.publish("position", b"{}")
        await asyncio.gather(*waiting)
        await stream.wait(0)
        ending = asyncio.create_task(stream.wait(1))
        await asyncio.sleep(0)
        stream.close()
        await ending
        return [event.kind for event in stream.since(0)]

    assert asyncio.run(asyncio.wait_for(listen(), 5)) == ["position"]
