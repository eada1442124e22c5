from __future__ import annotations

import pytest
from tests.api.conftest import Remote

from backprop_explorer.api import schemas

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("unit", ["event", "line", "layer", "phase", "iteration", "epoch"])
async def test_every_unit_goes_there_and_back(small: Remote, unit: str) -> None:
    there = await small.change("/step", {"unit": unit, "count": 2})
    schemas.SessionShape.model_validate(there)
    assert there["version"] == 2
    assert there["position"]["reached"] == there["position"]["iteration"]
    back = await small.change("/step", {"unit": unit, "count": -2})
    assert (back["position"]["iteration"], back["position"]["event"]) == (0, 0)
    assert back["position"]["phase"] is None


async def test_a_step_without_a_body_is_one_event(small: Remote) -> None:
    assert (await small.change("/step"))["position"]["event"] == 1
    assert (await small.change("/step", {}))["position"]["event"] == 2


async def test_at_the_very_start_a_step_back_stays(small: Remote) -> None:
    answer = await small.change("/step", {"unit": "phase", "count": -1})
    assert (answer["version"], answer["position"]["event"]) == (1, 0)


async def test_the_position_names_the_last_event(small: Remote) -> None:
    trace = await small.read("/trace")
    for event in trace["events"]:
        position = (await small.change("/step"))["position"]
        assert (position["phase"], position["layer"]) == (event["phase"], event["layer"])
        assert position["events"] == len(trace["events"])


async def test_forward_answers_with_the_activations_and_the_loss(first_net: Remote) -> None:
    answer = await first_net.change("/forward")
    schemas.Activations.model_validate(answer)
    assert answer["position"]["phase"] == "forward"
    assert [value["name"] for value in answer["activations"]] == ["z1", "a1", "z2", "L"]
    z1, _, z2, loss = answer["activations"]
    assert z1["data"] is None
    assert len(z2["data"]) == 100
    assert loss["data"] == answer["loss"] == answer["metrics"]["loss"]
    whole = await first_net.client.get(z1["href"])
    assert len(whole.json()["data"]) == 100


async def test_backward_runs_forward_first_and_answers_with_every_gradient(small: Remote) -> None:
    answer = await small.change("/backward")
    schemas.Gradients.model_validate(answer)
    names = {value["name"]: value["of"] for value in answer["gradients"]}
    for name in ("W1", "b1", "W2", "b2", "z2", "a1", "z1"):
        assert names[f"d{name}"] == name
    assert (await small.change("/backward"))["version"] == answer["version"], "it is there already"


async def test_update_answers_with_the_change_of_each_parameter(small: Remote) -> None:
    answer = await small.change("/update")
    schemas.Changes.model_validate(answer)
    assert [change["name"] for change in answer["changes"]] == ["W1", "b1", "W2", "b2"]
    weights = answer["changes"][0]
    ratio = weights["norm_of_change"] / weights["norm_before"]
    assert weights["ratio"] == pytest.approx(ratio, rel=1e-5)
    assert answer["changes"][1]["ratio"] is None, "biases start at zero"
    assert (await small.change("/update"))["position"]["iteration"] == 1


async def test_going_anywhere(small: Remote) -> None:
    there = await small.change("/goto", {"iteration": 12, "event": 4})
    assert (there["position"]["iteration"], there["position"]["event"]) == (12, 4)
    back = await small.change("/goto", {"iteration": 3})
    assert back["position"]["reached"] == 12
    assert back["position"]["event"] == 0
    assert len((await small.read("/metrics"))["metrics"]) == 12


async def test_metrics_are_those_of_the_iterations_completed(small: Remote) -> None:
    await small.change("/goto", {"iteration": 30})
    answer = await small.read("/metrics")
    schemas.Metrics.model_validate(answer)
    assert [row["iteration"] for row in answer["metrics"]] == list(range(30))
    part = await small.read("/metrics?from=10&to=500&every=7")
    assert part["metrics"] == answer["metrics"][10::7]
    assert (await small.read("/metrics?from=40"))["metrics"] == []
    assert (await small.read())["metrics"]["iteration"] == 29


async def test_what_computes_for_too_long_is_refused_with_a_pointer(small: Remote) -> None:
    refused = await small.post("/goto", {"iteration": 900_000})
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/too-long"
    assert refused.json()["see"] == f"{small.path}/train"
    assert await small.place() == (0, 0)
