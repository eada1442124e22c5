from __future__ import annotations

import httpx
import numpy as np
import pytest
from tests.api.conftest import Remote

from backprop_explorer.api import schemas

pytestmark = pytest.mark.anyio


async def test_a_trace_is_the_structure_of_an_iteration(first_net: Remote) -> None:
    answer = await first_net.read("/trace")
    trace = schemas.TraceShape.model_validate(answer)
    assert [layer.name for layer in trace.layers] == [
        "Affine1",
        "Relu1",
        "Affine2",
        "SoftmaxWithLoss",
    ]
    assert [event.index for event in trace.events] == list(range(1, len(trace.events) + 1))
    ids = {value.id for value in trace.values}
    for event in trace.events:
        assert {*event.inputs, *event.outputs} <= ids
        assert event.source is not None
        begin, end = event.source.columns
        assert event.source.text[begin:end]
        assert event.formula
    dW2 = next(value for value in trace.values if value.name == "dW2")
    assert trace.events[(dW2.event or 0) - 1].formula == "dW2 = a1ᵀ · dz2"
    assert trace.layers[0].formula == "x · W1 + b1"
    assert len(trace.batch.rows) == len(trace.batch.labels) == 100
    assert trace.batch.image_shape == (28, 28)
    assert trace.ends["phase"][-1] == len(trace.events)


async def test_labels_are_those_of_the_batch(small: Remote) -> None:
    batch = (await small.read("/trace"))["batch"]
    assert (await small.read("/values/t"))["data"] == batch["labels"]


async def test_a_trace_is_the_same_throughout_its_iteration(small: Remote) -> None:
    first = await small.get("/trace")
    await small.change("/step", {"unit": "phase"})
    again = await small.get("/trace", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert (await small.get("/trace")).content == first.content
    await small.change("/step", {"unit": "iteration"})
    other = await small.get("/trace", headers={"If-None-Match": first.headers["etag"]})
    assert other.json()["iteration"] == 1


async def test_a_batch_of_points_says_where_they_lie(client: httpx.AsyncClient) -> None:
    spec = {
        "dataset": {"name": "circle", "features": ["x1^2", "x2^2"]},
        "layers": [{"type": "affine", "units": 2}],
        "batch_size": 5,
    }
    made = await client.post("/api/sessions", json=spec)
    trace = (await client.get(f"{made.headers['location']}/trace")).json()
    batch = trace["batch"]
    x = (await client.get(f"{made.headers['location']}/values/x")).json()["data"]
    assert batch["features"] == ["x1²", "x2²"]
    assert batch["domain"] == [-6, 6]
    np.testing.assert_allclose(np.square(batch["points"]), x, rtol=1e-6)


async def test_a_regression_is_labelled_with_numbers(client: httpx.AsyncClient) -> None:
    spec = {
        "dataset": {"name": "sine"},
        "layers": [{"type": "affine", "units": 1}],
        "loss": {"name": "mean_squared_error"},
        "batch_size": 3,
    }
    made = await client.post("/api/sessions", json=spec)
    batch = schemas.TraceShape.model_validate(
        (await client.get(f"{made.headers['location']}/trace")).json()
    ).batch
    assert np.shape(batch.labels) == (3, 1)
    assert batch.classes == []
    session = (await client.get(made.headers["location"])).json()
    assert schemas.SessionShape.model_validate(session).spec.dataset.name == "sine"


async def test_what_is_inside_of_a_block_says_so(client: httpx.AsyncClient) -> None:
    block = {"type": "residual", "layers": [{"type": "relu"}]}
    made = await client.post(
        "/api/sessions", json={"layers": [block, {"type": "affine", "units": 10}]}
    )
    trace = (await client.get(f"{made.headers['location']}/trace")).json()
    assert [(layer["name"], layer["block"]) for layer in trace["layers"]] == [
        ("Residual1", None),
        ("Relu1", "Residual1"),
        ("Affine1", None),
        ("SoftmaxWithLoss", None),
    ]
