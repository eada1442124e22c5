from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.api.conftest import Remote
from tests.serving import SMALL

from backprop_explorer.api import schemas

pytestmark = pytest.mark.anyio


async def test_a_session_is_made_from_a_preset(client: httpx.AsyncClient) -> None:
    made = await client.post("/api/sessions", json={"preset": "two-layer-mnist"})
    assert made.status_code == 201
    session = schemas.SessionShape.model_validate(made.json())
    assert made.headers["location"] == f"/api/sessions/{session.id}"
    assert made.headers["etag"] == '"1"'
    assert session.parameters == 39_760
    assert session.position.model_dump() == {
        "iteration": 0,
        "event": 0,
        "events": None,
        "phase": None,
        "layer": None,
        "reached": 0,
    }
    again = await client.get(made.headers["location"])
    assert again.json() == made.json()
    assert again.headers["etag"] == '"1"'


async def test_parts_of_a_preset_are_replaced(client: httpx.AsyncClient) -> None:
    body = {"preset": "two-layer-mnist", "seed": 3, "optimizer": {"learning_rate": 0.5}}
    spec = (await client.post("/api/sessions", json=body)).json()["spec"]
    assert spec["optimizer"] == {"name": "sgd", "learning_rate": 0.5}
    assert spec["seed"] == 3
    assert len(spec["layers"]) == 3
    assert "preset" not in spec


async def test_a_preset_opens_where_it_is_worth_seeing(client: httpx.AsyncClient) -> None:
    body = {"preset": "two-layer-mnist", "opening": "preset"}
    session = (await client.post("/api/sessions", json=body)).json()
    assert session["position"]["iteration"] == session["position"]["reached"] == 100
    here = session["position"]["event"]
    trace = (await client.get(f"/api/sessions/{session['id']}/trace")).json()
    made = trace["events"][here - 1]["output"]
    assert [value["name"] for value in trace["values"] if value["id"] == made] == ["dW2"]
    rows = await client.get(f"/api/sessions/{session['id']}/metrics")
    assert len(rows.json()["metrics"]) == 100


async def test_a_session_opens_where_it_is_told_to(client: httpx.AsyncClient) -> None:
    body = {**SMALL, "opening": {"iteration": 5, "value": "db1"}}
    position = (await client.post("/api/sessions", json=body)).json()["position"]
    assert (position["iteration"], position["phase"], position["layer"]) == (
        5,
        "backward",
        "Affine1",
    )


async def test_a_session_is_made_from_a_whole_spec(client: httpx.AsyncClient) -> None:
    session = (await client.post("/api/sessions", json=SMALL)).json()
    again = await client.post("/api/sessions", json=session["spec"])
    assert again.json()["spec"] == session["spec"]


async def test_a_deleted_session_is_gone(small: Remote) -> None:
    assert (await small.client.delete(small.path)).status_code == 204
    gone = await small.get()
    assert gone.status_code == 404
    assert gone.json()["type"] == "/problems/unknown-session"
    assert small.id in gone.json()["detail"]
    assert (await small.client.delete(small.path)).status_code == 404


async def test_an_unchanged_session_is_not_sent_again(small: Remote) -> None:
    tag = (await small.get()).headers["etag"]
    same = await small.get(headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    await small.change("/step")
    assert (await small.get(headers={"If-None-Match": tag})).status_code == 200


async def test_a_stale_version_changes_nothing(small: Remote) -> None:
    await small.change("/step", headers={"If-Match": '"1"'})
    late = await small.post("/step", headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert late.json()["version"] == 2
    assert await small.place() == (0, 1)
    for right in ('"2"', '"7", W/"3"', "*"):
        await small.change("/step", headers={"If-Match": right})
    assert await small.place() == (0, 4)
    late = await small.client.delete(small.path, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    await small.read()


async def test_a_repeated_key_gets_the_first_answer_and_nothing_happens_twice(
    small: Remote,
) -> None:
    headers = {"Idempotency-Key": "k1", "If-Match": '"1"'}
    first = await small.post("/step", {"unit": "event", "count": 2}, headers=headers)
    again = await small.post("/step", {"unit": "event", "count": 2}, headers=headers)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"] == '"2"'
    assert again.headers["content-type"] == "application/json"
    assert await small.place() == (0, 2)
    other = await small.post("/step", {"unit": "event", "count": 3}, headers=headers)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/key-reused"
    assert await small.place() == (0, 2)


async def test_a_request_that_failed_may_be_repeated_under_its_key(small: Remote) -> None:
    headers = {"Idempotency-Key": "k2"}
    bad = await small.post("/goto", {"iteration": 0, "event": 9999}, headers=headers)
    assert bad.status_code == 422
    await small.change("/goto", {"iteration": 0, "event": 3}, headers=headers)


async def test_a_session_is_made_once_for_each_key(client: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "new-session"}
    first, again = [await client.post("/api/sessions", json=SMALL, headers=headers) for _ in "12"]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["location"] == first.headers["location"]


async def test_the_catalog_has_what_a_menu_needs(client: httpx.AsyncClient) -> None:
    catalog = (await client.get("/api/catalog")).json()
    assert schemas.Catalog.model_validate(catalog)
    for preset in catalog["presets"]:
        made = await client.post("/api/sessions", json={"preset": preset["name"]})
        assert made.status_code == 201
    bodies = [
        *(body for kind in catalog["layers"] for body in [with_layer(kind["name"])]),
        *({"layers": TEN, "optimizer": {"name": kind["name"]}} for kind in catalog["optimizers"]),
        *({"layers": TEN, "schedule": {"name": kind["name"]}} for kind in catalog["schedules"]),
        *({"layers": TEN, "clipping": {"name": kind["name"]}} for kind in catalog["clippings"]),
        *(
            {"layers": TEN, "regularization": {"name": kind["name"]}}
            for kind in catalog["regularizations"]
        ),
        *(
            {"layers": [{**TEN[0], "init": {"name": kind["name"]}}]}
            for kind in catalog["initializers"]
        ),
        *(with_loss(kind["name"]) for kind in catalog["losses"]),
        *(with_dataset(kind) for kind in catalog["datasets"] if kind["here"]),
    ]
    for body in bodies:
        made = await client.post("/api/sessions", json=body)
        assert made.status_code == 201, (body, made.text)
        moved = await client.post(f"{made.headers['location']}/goto", json={"iteration": 1})
        assert moved.status_code == 200, (body, moved.text)


TEN: list[dict[str, Any]] = [{"type": "affine", "units": 10}]
FLAT = {"type": "flatten"}


def with_layer(kind: str) -> dict[str, Any]:
    """A spec in which a layer of this kind fits."""
    if kind == "self_attention":
        layers = [{"type": kind, "units": 4}, FLAT, {"type": "affine", "units": 8}]
        return {"dataset": {"name": "recall"}, "layers": layers}
    settings: dict[str, Any] = {
        "affine": {"units": 4},
        "convolution": {"filters": 2, "stride": 5},
        "residual": {"layers": [{"type": "relu"}]},
    }.get(kind, {})
    return {"layers": [{"type": kind, **settings}, FLAT, *TEN], "batch_size": 10}


def with_loss(kind: str) -> dict[str, Any]:
    units = 2 if kind == "softmax_cross_entropy" else 1
    return {
        "dataset": {"name": "circle"},
        "layers": [{"type": "affine", "units": units}],
        "loss": {"name": kind},
    }


def with_dataset(kind: dict[str, Any]) -> dict[str, Any]:
    options = {"csv": {"text": "0,1,a\n1,1,b\n0,0,a\n1,0,b\n"}}.get(kind["name"], {})
    regression = kind["task"] == "regression"
    units = 1 if regression else max(len(kind["classes"]), 2)
    return {
        "dataset": {"name": kind["name"], **options},
        "layers": [FLAT, {"type": "affine", "units": units}],
        "loss": {"name": "mean_squared_error" if regression else "softmax_cross_entropy"},
        "batch_size": 2,
    }


async def test_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/livez")).json() == {"status": "alive"}
    assert (await client.get("/api/readyz")).status_code == 503, "it has not started here"
