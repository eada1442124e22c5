"""The numbers of the API are those of the textbook's formulas, worked out here again."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from tests.api.conftest import Remote

from backprop_explorer.sessions import limits

pytestmark = pytest.mark.anyio


async def array(remote: Remote, name: str, event: int) -> Any:
    answer = await remote.get(f"/values/{name}?format=npy&event={event}")
    assert answer.status_code == 200
    return np.load(io.BytesIO(answer.content))


def by_hand(x: Any, t: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> dict[str, Any]:
    """One iteration of chapter 5, in float64."""
    n = len(x)
    z1 = x @ W1 + b1
    a1 = np.maximum(z1, 0)
    z2 = a1 @ W2 + b2
    y = np.exp(z2 - z2.max(axis=1, keepdims=True))
    y /= y.sum(axis=1, keepdims=True)
    dz2 = (y - np.eye(10)[t]) / n
    da1 = dz2 @ W2.T
    dz1 = da1 * (z1 > 0)
    return {
        "z1": z1,
        "a1": a1,
        "z2": z2,
        "y": y,
        "L": -np.log(y[np.arange(n), t]).mean(),
        "dz2": dz2,
        "dW2": a1.T @ dz2,
        "db2": dz2.sum(axis=0),
        "da1": da1,
        "dz1": dz1,
        "dW1": x.T @ dz1,
        "db1": dz1.sum(axis=0),
    }


@pytest.mark.parametrize("iteration", [0, 150])
async def test_an_iteration_is_chapter_5(first_net: Remote, iteration: int) -> None:
    await first_net.change("/goto", {"iteration": iteration})
    end = len((await first_net.read("/trace"))["events"])
    given = {name: await array(first_net, name, 0) for name in ("x", "t", "W1", "b1", "W2", "b2")}
    wanted = by_hand(**{k: v if k == "t" else v.astype(np.float64) for k, v in given.items()})
    for name, numbers in wanted.items():
        found = await array(first_net, name, end)
        scale = np.abs(numbers).max()
        np.testing.assert_allclose(found, numbers, rtol=1e-4, atol=2e-6 * scale, err_msg=name)
    for name in ("W1", "b1", "W2", "b2"):
        found = await array(first_net, name, end)
        step = given[name] - np.float32(0.1) * await array(first_net, f"d{name}", end)
        assert found.tobytes() == step.tobytes(), name


async def test_the_batch_is_the_data_sets(first_net: Remote, app: FastAPI) -> None:
    live = await app.state.store.get(first_net.id)
    dataset = live.session.experiment.dataset
    rows = (await first_net.read("/trace"))["batch"]["rows"]
    x = await array(first_net, "x", 0)
    assert np.array_equal(x, dataset.x_train[rows] / np.float32(255))
    assert np.array_equal(await array(first_net, "t", 0), dataset.t_train[rows])


async def test_metrics_are_measured_on_these_arrays(first_net: Remote) -> None:
    await first_net.change("/update")
    end = (await first_net.read())["position"]["event"]
    await first_net.change("/step")
    (row,) = (await first_net.read("/metrics"))["metrics"]
    await first_net.change("/step", {"count": -1})
    gradient = await array(first_net, "dW1", end)
    before, after = await array(first_net, "W1", 0), await array(first_net, "W1", end)
    y, t = await array(first_net, "y", end), await array(first_net, "t", 0)
    assert row["loss"] == float(str(await array(first_net, "L", end)))
    assert row["accuracy"] == pytest.approx((y.argmax(axis=1) == t).mean())
    assert row["gradient_norms"]["W1"] == pytest.approx(np.linalg.norm(gradient), rel=1e-5)
    ratio = np.linalg.norm(after - before) / np.linalg.norm(before)
    assert row["update_ratios"]["W1"] == pytest.approx(ratio, rel=1e-4)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has time for all that is asked, however busy the machine is."""
    monkeypatch.setattr(limits, "MAX_SECONDS", 60.0)


@pytest.mark.usefixtures("patient")
async def test_gradients_are_right(first_net: Remote) -> None:
    answer = await first_net.change("/gradient-check", {"examples": 3, "sample": 40})
    assert answer["verdict"] == "agrees"
    assert answer["worst"] < answer["limit"] < 1e-6
    assert (answer["checked"], answer["of"]) == (40 + 40 + 40 + 10, 39_760)
    assert (answer["input"]["name"], answer["input"]["checked"]) == ("x", 40)
    assert answer["method"] == "central-difference", "its ReLU has a kink"
    assert "|backpropagated − numeric| <" in answer["rule"]
    again = await first_net.change("/gradient-check", {"examples": 3, "sample": 40})
    assert again == answer
    assert (await first_net.read())["version"] == 1, "checking changes nothing"


@pytest.mark.usefixtures("patient")
async def test_all_gradients_of_the_first_net_are_checked_in_one_request(
    first_net: Remote,
) -> None:
    answer = await first_net.change("/gradient-check")
    assert answer["verdict"] == "agrees"
    assert (answer["checked"], answer["of"]) == (39_760, 39_760)
    assert answer["input"]["checked"] == answer["input"]["of"] == 3 * 784
    assert [check["name"] for check in answer["parameters"]] == ["W1", "b1", "W2", "b2"]


async def test_a_check_of_everything_is_refused_where_it_takes_too_long(
    first_net: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 1e-6)
    body = {"sample": "all", "examples": 100}
    refused = await first_net.post("/gradient-check", body)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/too-long"
    assert refused.json()["see"].endswith("/gradient-check")
