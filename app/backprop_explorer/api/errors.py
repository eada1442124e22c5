"""Turns every exception into a problem."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backprop_explorer.api import problems
from backprop_explorer.api.problems import Problem, ProblemError
from backprop_explorer.api.wording import described, path, shown
from backprop_explorer.data.errors import MissingDataset, TableError
from backprop_explorer.errors import ExplorerError
from backprop_explorer.sessions import errors as sessions
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
    listed = described(found)
    first = listed[0]
    more = f" ({len(listed) - 1} more in errors.)" if len(listed) > 1 else ""
    return problems.response(problems.INVALID, first["message"] + more, errors=listed)


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
