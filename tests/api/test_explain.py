from __future__ import annotations

from math import prod

import pytest
from tests.api.conftest import Remote

from backprop_explorer.api import schemas

pytestmark = pytest.mark.anyio


async def test_a_gradient_comes_from_every_example(first_net: Remote) -> None:
    await first_net.change("/backward")
    answer = await first_net.read("/values/dW2/explain?index=14,9&limit=5")
    found = schemas.ExplanationShape.model_validate(answer)
    assert (found.operation, found.combine) == ("matmul", "sum")
    assert len(found.terms) == 5
    assert found.rest.count == 95
    total = sum(term.number or 0 for term in found.terms) + (found.rest.number or 0)
    assert total == pytest.approx(found.number, abs=1e-6)
    for term in found.terms:
        assert prod(factor.number or 0 for factor in term.factors) == pytest.approx(term.number)
        assert term.label is not None
        assert term.label.example == term.label.at


async def test_the_trail_leads_back_to_the_input_and_the_parameters(small: Remote) -> None:
    await small.change("/backward")
    ends = set()
    ask = [("dW1", [400, 2])]
    for _ in range(400):
        if not ask:
            break
        name, index = ask.pop()
        query = ",".join(map(str, index))
        answer = await small.read(f"/values/{name}/explain?index={query}&limit=3")
        schemas.ExplanationShape.model_validate(answer)
        if answer["origin"]:
            assert not answer["terms"]
            ends.add(answer["origin"]["kind"])
        for term in answer["terms"]:
            for factor in term["factors"]:
                if factor["value"]:
                    there = await small.read(f"/values/{factor['value']}?rows=0:1")
                    assert len(there["shape"]) == len(factor["index"])
                    ask.append((factor["value"], factor["index"]))
    assert {"input", "parameter"} <= ends


async def test_an_explanation_looks_at_a_position(small: Remote) -> None:
    events = len((await small.read("/trace"))["events"])
    drawn = await small.read("/values/W1/explain?index=0,0&event=0")
    assert drawn["origin"]["text"].endswith("drawn by normal(std=0.01), seed 3")
    updated = await small.read(f"/values/W1/explain?index=0,0&event={events}")
    assert updated["origin"] is None
    assert len(updated["terms"]) == 2


async def test_a_single_number_needs_no_index(small: Remote) -> None:
    await small.change("/forward")
    assert (await small.read("/values/L/explain"))["index"] == []


@pytest.mark.parametrize("index", ["99,0", "0", "0,0,0", "-1,0", "a,b", "1.5,0", "0;0", "9" * 150])
async def test_an_index_that_does_not_exist_is_refused(small: Remote, index: str) -> None:
    refused = await small.get(f"/values/W2/explain?index={index}")
    assert refused.status_code == 422
    assert refused.json()["type"] in ("/problems/out-of-range", "/problems/invalid")
    assert len(refused.json()["detail"]) > 20
