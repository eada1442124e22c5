from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.api.conftest import Remote

from backprop_explorer.api import schemas
from backprop_explorer.api.answers import encode
from backprop_explorer.api.statistics import statistics

pytestmark = pytest.mark.anyio


async def test_an_array_comes_whole_with_its_statistics(small: Remote) -> None:
    await small.change("/backward")
    answer = await small.read("/values/dW2")
    schemas.ValueAnswer.model_validate(answer)
    array = np.array(answer["data"], np.float32)
    assert list(array.shape) == answer["shape"] == [6, 10]
    assert (answer["of"], answer["role"], answer["layer"]) == ("W2", "gradient", "Affine2")
    assert answer["statistics"]["max"] == pytest.approx(float(array.max()))
    assert answer["statistics"]["norm"] == pytest.approx(float(np.linalg.norm(array)), rel=1e-6)
    assert sum(answer["statistics"]["histogram"]["counts"]) == 60


async def test_three_formats_carry_the_same_bits(small: Remote) -> None:
    await small.change("/backward")
    listed = np.array((await small.read("/values/dW2"))["data"], np.float32)
    npy = await small.get("/values/dW2?format=npy")
    raw = await small.get("/values/dW2?format=f32")
    assert npy.headers["content-type"] == raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["x-shape"] == "6,10"
    loaded = np.load(io.BytesIO(npy.content), allow_pickle=False)
    assert loaded.tobytes() == listed.tobytes() == raw.content
    labels = np.load(io.BytesIO((await small.get("/values/t?format=npy")).content))
    assert labels.dtype == np.int64
    mask = await small.get("/values/mask1?format=f32&event=10")
    assert set(np.frombuffer(mask.content, "<f4")) <= {0.0, 1.0}


@pytest.mark.parametrize(
    ("query", "rows", "cols"),
    [
        ("rows=2:5&cols=1:3", slice(2, 5), slice(1, 3)),
        ("rows=4", slice(4, 5), slice(None)),
        ("cols=:4", slice(None), slice(0, 4)),
        ("rows=3:", slice(3, None), slice(None)),
        ("rows=0:9999", slice(None), slice(None)),
    ],
)
async def test_a_slice_is_a_part(small: Remote, query: str, rows: slice, cols: slice) -> None:
    await small.change("/forward")
    whole = np.array((await small.read("/values/a1"))["data"])
    part = await small.read(f"/values/a1?{query}")
    assert np.array_equal(part["data"], whole[rows, cols])
    assert part["shape"] == list(whole.shape)
    (r0, r1), (c0, c1) = part["slice"]["rows"], part["slice"]["cols"]
    assert np.array_equal(part["data"], whole[r0:r1, c0:c1])


async def test_one_axis_takes_rows_or_cols(small: Remote) -> None:
    assert (await small.read("/values/b1?cols=1:3"))["slice"] == {"rows": [1, 3], "cols": None}
    assert len((await small.read("/values/b1?rows=1:3"))["data"]) == 2
    assert (await small.get("/values/b1?rows=1:3&cols=1:3")).status_code == 422


async def test_a_single_number_is_a_number(small: Remote) -> None:
    await small.change("/forward")
    answer = await small.read("/values/L")
    assert answer["shape"] == []
    assert isinstance(answer["data"], float)
    assert (await small.get("/values/L?rows=0")).status_code == 422


async def test_a_value_that_comes_later_says_when(small: Remote) -> None:
    early = await small.get("/values/dW2")
    assert early.status_code == 409
    problem = early.json()
    assert problem["type"] == "/problems/not-computed"
    assert f"event {problem['event']}" in problem["detail"]
    there = await small.read(f"/values/dW2?event={problem['event']}")
    assert there["position"] == problem["event"]
    assert (await small.get(f"/values/dW2?event={problem['event'] - 1}")).status_code == 409
    assert await small.place() == (0, 0), "looking moves nothing"


async def test_a_parameter_before_and_after_its_update(small: Remote) -> None:
    events = len((await small.read("/trace"))["events"])
    before = await small.read("/values/W1?event=0")
    after = await small.read(f"/values/W1?event={events}")
    assert before["data"] != after["data"]
    assert (await small.read(f"/values/v{before['id']}?event={events}"))["data"] == before["data"]


async def test_an_unknown_name_suggests_near_ones(small: Remote) -> None:
    unknown = await small.get("/values/dw2")
    assert unknown.status_code == 404
    assert "dW2" in unknown.json()["near"]


async def test_statistics_can_come_alone(small: Remote) -> None:
    answer = await small.read("/values/W1?data=false")
    assert answer["data"] is None
    assert answer["statistics"]["count"] == 784 * 6


async def test_too_many_numbers_for_json_come_in_other_ways(small: Remote) -> None:
    spec = {"layers": [{"type": "affine", "units": 500}, {"type": "affine", "units": 10}]}
    big = Remote(small.client, (await small.client.post("/api/sessions", json=spec)).json())
    refused = await big.get("/values/W1")
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/too-much-data"
    assert len((await big.get("/values/W1?format=f32")).content) == 784 * 500 * 4
    assert (await big.read("/values/W1?rows=0:10"))["slice"]["rows"] == [0, 10]
    assert (await big.get("/values/W1?data=false")).status_code == 200


async def test_nan_is_null_and_counted(small: Remote, app: FastAPI) -> None:
    live = await app.state.store.get(small.id)
    weights = live.session.moment.params["W1"].copy()
    weights[0, :3] = np.nan, np.inf, -np.inf
    live.session.moment.params["W1"] = weights
    answer = await small.read("/values/W1")
    assert answer["data"][0][:3] == [None] * 3
    assert answer["statistics"]["nonfinite"] == 3
    assert answer["statistics"]["max"] == pytest.approx(float(weights[1:].max()))
    broken = await small.change("/forward")
    schemas.Activations.model_validate(broken)
    assert broken["loss"] is None
    schemas.Gradients.model_validate(await small.change("/backward"))
    schemas.Changes.model_validate(await small.change("/update"))


@given(arrays.arrays(np.float32, st.integers(1, 50), elements=st.floats(width=32)))
def test_every_float32_reads_back_as_itself(array: Any) -> None:
    read = json.loads(encode(array))
    for number, text in zip(array, read, strict=True):
        assert (text is None) if not np.isfinite(number) else (np.float32(text) == number)


def test_a_float32_is_written_shortest() -> None:
    assert encode({"a": np.float32(0.1), "b": np.array(0.1, np.float32)}) == b'{"a":0.1,"b":0.1}'
    assert encode(np.arange(6.0).reshape(2, 3).T) == b"[[0.0,3.0],[1.0,4.0],[2.0,5.0]]"


@given(
    arrays.arrays(
        st.sampled_from([np.float32, np.float64, np.int64, np.bool_]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6),
    )
)
def test_statistics_of_any_array(array: Any) -> None:
    with np.errstate(over="ignore"):
        found = statistics(array)
    schemas.Statistics.model_validate(json.loads(encode(found)))
    numbers = array.astype(np.float64).ravel()
    finite = numbers[np.isfinite(numbers)]
    assert found["nonfinite"] == len(numbers) - len(finite)
    assert found["zeros"] == np.count_nonzero(finite == 0)
    if len(finite):
        assert (found["min"], found["max"]) == (finite.min(), finite.max())
        assert sum(found["histogram"]["counts"]) == len(finite)
    else:
        assert found["min"] is found["histogram"] is None
