from __future__ import annotations

import asyncio
import io
from itertools import pairwise

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from tests.api.conftest import Remote

from backprop_explorer.api import schemas

pytestmark = pytest.mark.anyio


@pytest.fixture
async def playground(client: httpx.AsyncClient) -> Remote:
    made = await client.post("/api/sessions", json={"preset": "playground"})
    return Remote(client, made.json())


async def test_a_map_tells_what_its_numbers_are(playground: Remote) -> None:
    answer = await playground.read("/map?size=4")
    schemas.MapShape.model_validate(answer)
    assert np.shape(answer["outputs"]) == tuple(answer["shape"]) == (4, 4, 1)
    assert (answer["domain"], answer["middle"]) == ([-6, 6], 0)
    assert answer["axis"] == [-4.5, -1.5, 1.5, 4.5]


async def test_three_formats_carry_the_same_bits(playground: Remote) -> None:
    listed = np.array((await playground.read("/map?size=9"))["outputs"], np.float32)
    npy = await playground.get("/map?size=9&format=npy")
    raw = await playground.get("/map?size=9&format=f32")
    assert raw.headers["x-shape"] == "9,9,1"
    assert raw.headers["etag"] == '"1"'
    assert np.load(io.BytesIO(npy.content)).tobytes() == listed.tobytes() == raw.content


async def test_the_update_changes_it_parameter_by_parameter(playground: Remote) -> None:
    await playground.change("/backward")
    event = (await playground.read())["position"]["event"]
    seen = [(await playground.read("/map"))["outputs"]]
    for _ in range(6):
        await playground.change("/step", {"count": 2})  # of W1 the step, and then the change
        seen.append((await playground.read("/map"))["outputs"])
    assert all(one != other for one, other in pairwise(seen))
    looked = await playground.read(f"/map?event={event + 2}")
    assert (looked["position"], looked["outputs"]) == (event + 2, seen[1])


async def test_a_position_that_there_is_not(playground: Remote) -> None:
    answer = await playground.get("/map?event=999")
    assert answer.json()["type"] == "/problems/out-of-range"


@pytest.mark.parametrize(
    ("preset", "middle", "shape"),
    [("spiral", 0.5, [50, 50, 1]), ("sine", None, [50, 1]), ("exclusive-or", 0.5, [50, 50, 1])],
)
async def test_every_kind_of_point(
    client: httpx.AsyncClient, preset: str, middle: float | None, shape: list[int]
) -> None:
    remote = Remote(client, (await client.post("/api/sessions", json={"preset": preset})).json())
    answer = await remote.read("/map")
    assert (answer["middle"], answer["shape"]) == (middle, shape)
    points = await remote.read("/points")
    schemas.PointsShape.model_validate(points)
    for part in ("train", "test"):
        assert len(points[part]["points"]) == len(points[part]["labels"])


async def test_it_can_be_read_while_the_session_trains(playground: Remote) -> None:
    await playground.post("/train", {"iterations": 1_000_000})
    try:
        first, second = await playground.read("/map"), None
        for _ in range(200):
            second = await playground.read("/map?event=0")
            if second["iteration"] != first["iteration"]:
                break
            await asyncio.sleep(0.02)
        assert second is not None
        assert second["outputs"] != first["outputs"]
    finally:
        await playground.client.delete(f"{playground.path}/train")


async def test_a_wide_network_is_mapped_in_a_thread(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    spec = {
        "dataset": {"name": "circle"},
        "layers": [
            {"type": "affine", "units": 600},
            {"type": "relu"},
            {"type": "affine", "units": 600},
            {"type": "affine", "units": 1},
        ],
        "loss": {"name": "hinge"},
    }
    remote = Remote(client, (await client.post("/api/sessions", json=spec)).json())
    assert (await remote.read("/map"))["shape"] == [50, 50, 1]
