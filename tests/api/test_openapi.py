"""The document is complete, and its examples are what it says they are."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from backprop_explorer.api import examples, schemas
from backprop_explorer.api.problems import PROBLEMS
from backprop_explorer.config import Settings
from backprop_explorer.main import create_app

DOCUMENT = create_app(Settings()).openapi()
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_route_says_what_it_does(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 20
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    for parameter in operation.get("parameters", []):
        assert parameter.get("description"), parameter["name"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_route_shows_an_answer_and_its_problems(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    success = next(answer for status, answer in answers.items() if status < "300")
    if "204" not in answers:
        (content,) = success["content"].values()
        assert content["example"]
    problems = {
        example["value"]["type"]
        for answer in answers.values()
        for example in answer.get("content", {})
        .get("application/problem+json", {})
        .get("examples", {})
        .values()
    }
    assert "/problems/internal" in problems
    assert problems <= {problem.type for problem in PROBLEMS.values()}
    assert "HTTPValidationError" not in str(operation)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_body_has_an_example(operation: dict[str, Any]) -> None:
    if "requestBody" not in operation:
        return
    schema = str(operation["requestBody"])
    name = schema.split("#/components/schemas/")[1].split("'")[0]
    assert DOCUMENT["components"]["schemas"][name]["examples"]


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (schemas.SessionShape, examples.SESSION),
        (schemas.ValueAnswer, examples.VALUE_ANSWER),
        (schemas.Activations, examples.ACTIVATIONS),
        (schemas.Gradients, examples.GRADIENTS),
        (schemas.Changes, examples.CHANGES),
        (schemas.TraceShape, examples.TRACE),
        (schemas.ExplanationShape, examples.EXPLANATION),
        (schemas.MapShape, examples.MAP),
        (schemas.PointsShape, examples.POINTS),
        (schemas.Metrics, examples.METRICS),
        (schemas.GradientCheckShape, examples.GRADIENT_CHECK),
    ],
)
def test_the_examples_have_the_shapes(model: type[BaseModel], example: Any) -> None:
    model.model_validate(example)


@pytest.mark.anyio
@pytest.mark.parametrize("slug", sorted(PROBLEMS))
async def test_every_problem_can_be_looked_up(client: httpx.AsyncClient, slug: str) -> None:
    found = (await client.get(PROBLEMS[slug].type)).json()
    assert found["title"] == PROBLEMS[slug].title
    assert found["meaning"].endswith(".")
    assert found["status"] == PROBLEMS[slug].status


@pytest.mark.anyio
async def test_an_unknown_problem_is_a_problem(client: httpx.AsyncClient) -> None:
    assert (await client.get("/problems/none")).json()["type"] == "/problems/not-found"
