"""Turns every exception into a problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backprop_explorer.api import problems
from backprop_explorer.api.problems import Problem, ProblemError
from backprop_explorer.api.requests import UNKNOWN_PRESET
from backprop_explorer.data.errors import MissingDataset, TableError
from backprop_explorer.errors import ExplorerError
from backprop_explorer.sessions import catalog
from backprop_explorer.sessions import errors as sessions
from backprop_explorer.sessions.spec.datasets import DATASET_ERROR
from backprop_explorer.trace import errors as traces

# The first class that fits decides.
BY_CLASS: tuple[tuple[type[Exception], Problem], ...] = (
    (sessions.UnknownSession, problems.UNKNOWN_SESSION),
    (sessions.TooManySessions, problems.FULL),
    (sessions.SessionIsTraining, problems.TRAINING),
    (sessions.TooLong, problems.TOO_LONG),
    (sessions.NoPoints, problems.NO_POINTS),
    (sessions.OutOfRange, problems.OUT_OF_RANGE),
    (sessions.KeyReused, problems.KEY_REUSED),
    (sessions.WorkerDied, problems.WORKER_DIED),
    (sessions.SpecError, problems.BAD_SPEC),
    (traces.UnknownValue, problems.UNKNOWN_VALUE),
    (traces.NotComputed, problems.NOT_COMPUTED),
    (traces.BadIndex, problems.OUT_OF_RANGE),
    (traces.BadPosition, problems.OUT_OF_RANGE),
    (MissingDataset, problems.NOT_HERE),
    (ExplorerError, problems.INVALID),
)
# Pydantic puts the kind of a part into the path of its errors; people write no such field. A kind
# may have the name of a field (momentum), so only what follows such a part is left out.
KINDS_IN = frozenset("init loss optimizer schedule regularization clipping".split())
TAGS = frozenset(
    catalog.kind_of(model) for union in catalog.UNIONS.values() for model in catalog.members(union)
)
BY_STATUS = {
    404: problems.NOT_FOUND,
    405: problems.METHOD_NOT_ALLOWED,
    413: problems.TOO_LARGE,
}


def install(app: FastAPI) -> None:
    """Makes every failure of the application a problem."""
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(ExplorerError, on_explorer_error)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_bug)


async def on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return problems.response(error.problem, error.detail, **error.extra)


async def on_explorer_error(request: Request, error: Exception) -> Response:
    problem = next(problem for kind, problem in BY_CLASS if isinstance(error, kind))
    return problems.response(problem, str(error), **members(request, error))


def members(request: Request, error: Exception) -> dict[str, Any]:
    """What a program may want to know about the problem besides its type."""
    if isinstance(error, traces.NotComputed):
        return {"name": error.name, "event": error.event}
    if isinstance(error, traces.UnknownValue):
        return {"near": error.near}
    if isinstance(error, sessions.OutOfRange):
        return {"errors": [{"field": error.field, "message": str(error)}]}
    if isinstance(error, sessions.SpecError):
        return {"errors": [{"field": path(error.field), "message": str(error)}]}
    if isinstance(error, TableError):
        return {"errors": [{"field": "dataset.text", "message": str(error)}]}
    if isinstance(error, MissingDataset):
        return {"errors": [{"field": "dataset", "message": str(error)}]}
    if isinstance(error, sessions.TooLong):
        id = request.path_params.get("id")  # none where the session was to be made
        return {"see": f"/api/sessions/{id}/{error.instead}"} if id else {}
    if isinstance(error, sessions.SessionIsTraining):
        return {"see": f"/api/sessions/{request.path_params['id']}/train"}
    return {}


async def on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        reason = str(found[0].get("ctx", {}).get("error", "it ends too early"))
        detail = (
            f"The body is not JSON: {reason}. JSON has neither NaN nor infinity, and strings and "
            "field names stand in double quotes."
        )
        return problems.response(problems.BROKEN_JSON, detail)
    listed = [described(one) for one in found]
    first = listed[0]
    more = f" ({len(listed) - 1} more in errors.)" if len(listed) > 1 else ""
    return problems.response(problems.INVALID, first["message"] + more, errors=listed)


def described(error: dict[str, Any]) -> dict[str, str]:
    """One validation error as a sentence with the field and the value in it."""
    where, *parts = error["loc"]
    parts = without_tags(parts)
    field = path(parts) if parts else str(where)
    message = str(error["msg"]).removeprefix("Value error, ")
    value = shown(error.get("input"))
    if error["type"] == DATASET_ERROR:
        return {"field": f"dataset.{error['ctx']['option']}", "message": message}
    if error["type"] == UNKNOWN_PRESET:
        return {"field": "preset", "message": message}
    if error["type"] == "missing":
        sentence = f"{field} is missing: give it a value." if parts else "The body is missing."
    elif error["type"] == "extra_forbidden":
        sentence = f"{field} is not a field here; it is {value}. Leave it out or look in /docs."
    else:
        sentence = f"{field} cannot be {value}: {message[:1].lower()}{message[1:]}."
    return {"field": field, "message": sentence}


def without_tags(parts: Sequence[str | int]) -> list[str | int]:
    """Leaves out what stands after a field or a place in a list that holds one of several kinds."""
    kept: list[str | int] = []
    previous: str | int = ""
    for part in parts:
        if part not in TAGS or not (previous in KINDS_IN or isinstance(previous, int)):
            kept.append(part)
        previous = part
    return kept


def path(parts: Sequence[str | int]) -> str:
    """`layers[0].units` for ("layers", 0, "units")."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


def shown(value: Any) -> str:
    """A value as a short piece of text, whatever was sent."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


async def on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = BY_STATUS.get(error.status_code, problems.NOT_FOUND)
    method, address = request.method, shown(request.url.path)
    detail = {
        problems.NOT_FOUND: f"Nothing is at {address}. The API is described at /docs.",
        problems.METHOD_NOT_ALLOWED: f"{method} is not possible at {address}; /docs says what is.",
    }.get(problem, str(error.detail))
    return problems.response(problem, detail, headers=dict(error.headers or {}))


async def on_bug(request: Request, error: Exception) -> Response:
    detail = "The server made a mistake, and wrote it down in its log. The session is as it was."
    return problems.response(problems.INTERNAL, detail)
