from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.api.conftest import Remote
from tests.serving import SMALL

from backprop_explorer.config import Settings
from backprop_explorer.main import create_app

pytestmark = pytest.mark.anyio


async def test_two_clients_stepping_at_once_add_up(small: Remote) -> None:
    events = len((await small.read("/trace"))["events"])

    async def walk(count: int) -> list[int]:
        return [(await small.post("/step", {"count": count})).status_code for _ in range(200)]

    results = await asyncio.gather(walk(1), walk(2))
    assert {status for walked in results for status in walked} == {200}
    # Positions 0 … events of each iteration, in one line.
    assert await small.place() == divmod(600, events + 1)
    assert (await small.read())["version"] == 401


async def test_of_two_who_mean_the_same_version_one_wins(small: Remote) -> None:
    headers = {"If-Match": '"1"'}
    answers = await asyncio.gather(*(small.post("/step", headers=headers) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert await small.place() == (0, 1)


async def test_one_key_sent_many_times_at_once_happens_once(small: Remote) -> None:
    headers = {"Idempotency-Key": "together"}
    answers = await asyncio.gather(*(small.post("/step", headers=headers) for _ in range(8)))
    assert len({answer.content for answer in answers}) == 1
    assert await small.place() == (0, 1)


async def test_one_key_makes_one_session(anyio_backend: str) -> None:
    app = create_app(Settings())
    transport = httpx.ASGITransport(app)
    headers = {"Idempotency-Key": "together"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        making = [client.post("/api/sessions", json=SMALL, headers=headers) for _ in range(5)]
        made = await asyncio.gather(*making)
    assert len({answer.json()["id"] for answer in made}) == 1
    assert len(app.state.store) == 1


async def test_a_change_that_waited_for_a_deletion_is_too_late(small: Remote) -> None:
    deleted, late = await asyncio.gather(
        small.client.delete(small.path), small.post("/train", {"iterations": 1_000_000})
    )
    assert (deleted.status_code, late.status_code) == (204, 404)


async def test_readers_and_long_moves_do_not_disturb_each_other(small: Remote) -> None:
    reads = [small.get(path) for path in ("", "/trace", "/values/W1", "/metrics") for _ in range(5)]
    moves = [small.post("/goto", {"iteration": i, "event": 3}) for i in (70, 5, 60, 20)]
    answers = await asyncio.gather(*moves, *reads)
    assert {answer.status_code for answer in answers} == {200}
    assert await small.place() == (20, 3)
