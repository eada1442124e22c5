"""What the OpenAPI document says of each route's answers, and which problems it can have."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from backprop_explorer.api import problems
from backprop_explorer.api.problems import MEDIA_TYPE, Problem, body_of
from backprop_explorer.api.schemas import ProblemShape

EVERYWHERE = (problems.BAD_HOST, problems.INVALID, problems.INTERNAL)
OF_A_BODY = (
    problems.BROKEN_JSON,
    problems.CROSS_SITE,
    problems.TOO_LARGE,
    problems.NOT_JSON,
)
OF_A_SESSION = (problems.UNKNOWN_SESSION,)
OF_A_CHANGE = (
    *OF_A_BODY,
    *OF_A_SESSION,
    problems.TRAINING,
    problems.STALE,
    problems.KEY_REUSED,
)
OF_A_VALUE = (
    *OF_A_SESSION,
    problems.UNKNOWN_VALUE,
    problems.NOT_COMPUTED,
    problems.OUT_OF_RANGE,
)


def answers(
    status: int, model: type[BaseModel] | None, example: Any, *possible: Problem
) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route: its success with an example, and the problems it can have."""
    success: dict[str, Any] = {"description": "as asked"}
    if model is not None:
        success |= {"model": model, "content": {"application/json": {"example": example}}}
    return {status: success, **problem_answers((*EVERYWHERE, *possible))}


def problem_answers(possible: tuple[Problem, ...]) -> dict[int | str, dict[str, Any]]:
    """The problems by status; several of one status are told apart by their type."""
    found: dict[int | str, dict[str, Any]] = {}
    for problem in dict.fromkeys(possible):
        entry = found.setdefault(
            problem.status,
            {
                "description": "",
                "model": ProblemShape,
                "content": {MEDIA_TYPE: {"examples": {}}},
            },
        )
        entry["description"] += f"`{problem.type}` {problem.meaning}\n\n"
        entry["content"][MEDIA_TYPE]["examples"][problem.slug] = {
            "value": body_of(problem, problem.meaning)
        }
    return found
