"""Every problem the API can answer with (RFC 9457), each with an address that explains it.

A `type` is stable: programs may rely on it. The `detail` is for people: it names what was wrong,
the bad value, and what would do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: `slug` is the last part of its `type`, /problems/<slug>."""

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        return f"/problems/{self.slug}"


PROBLEMS: dict[str, Problem] = {}


def _problem(slug: str, status: int, title: str, meaning: str) -> Problem:
    problem = PROBLEMS[slug] = Problem(slug, status, title, meaning)
    return problem


BROKEN_JSON = _problem(
    "broken-json",
    400,
    "The body is not JSON",
    "The body could not be read as JSON: broken, nested too deeply, not UTF-8, or with a number "
    "that JSON does not have, such as NaN.",
)
BAD_HOST = _problem(
    "bad-host",
    400,
    "Unknown host name",
    "The Host header is not a name of this server. It answers to localhost, to plain addresses and "
    "to the names it was started with, so that no other site can pretend to be it.",
)
CROSS_SITE = _problem(
    "cross-site",
    403,
    "Another site may not do this",
    "A page of another site tried to change something here.",
)
NOT_FOUND = _problem("not-found", 404, "No such address", "Nothing is at this address.")
UNKNOWN_SESSION = _problem(
    "unknown-session",
    404,
    "No such session",
    "It was deleted, never made, or the server was started anew since.",
)
UNKNOWN_VALUE = _problem(
    "unknown-value", 404, "No such value", "The trace has no value of this name."
)
NO_POINTS = _problem(
    "no-points",
    404,
    "The examples are no points",
    "A map shows what the network says between examples that are points of a line or a plane; "
    "those of this session's data set are something else.",
)
METHOD_NOT_ALLOWED = _problem(
    "method-not-allowed",
    405,
    "Not possible here",
    "The address exists, but not with this method; the Allow header lists those it has.",
)
NOT_COMPUTED = _problem(
    "not-computed",
    409,
    "Not computed yet",
    "The value exists in this iteration, but only after the position asked about. `event` is the "
    "first position at which it can be read.",
)
TRAINING = _problem(
    "training",
    409,
    "The session is training",
    "A session that trains can be read, but not moved or changed. Stop it with DELETE …/train.",
)
NOT_HERE = _problem(
    "dataset-not-here",
    409,
    "The data set is not on this machine",
    "It has to be fetched or imported once; the detail says how.",
)
STALE = _problem(
    "stale",
    412,
    "The session has moved on",
    "The If-Match header named a version that is not the session's any more. Nothing was done.",
)
TOO_LARGE = _problem(
    "too-large", 413, "The request is too large", "A body may have only so many bytes."
)
NOT_JSON = _problem(
    "not-json",
    415,
    "The body must be JSON",
    "Send it with Content-Type: application/json.",
)
INVALID = _problem(
    "invalid",
    422,
    "The request does not fit",
    "A field is missing, unknown, of the wrong type or out of range. `errors` lists each.",
)
BAD_SPEC = _problem(
    "bad-spec",
    422,
    "The parts of the spec do not fit together",
    "Every part is right by itself, but this network cannot be built.",
)
OUT_OF_RANGE = _problem(
    "out-of-range", 422, "There is no such place", "A position or an index that does not exist."
)
TOO_LONG = _problem(
    "too-long",
    422,
    "This would compute for too long",
    "One request may compute for about a second. `see` is the request that can take longer.",
)
TOO_MUCH_DATA = _problem(
    "too-much-data",
    422,
    "Too many numbers for one JSON answer",
    "Ask for a part with rows and cols, or for the whole with format=npy or format=f32.",
)
KEY_REUSED = _problem(
    "key-reused",
    422,
    "This Idempotency-Key was used before",
    "The key belongs to an earlier, different request.",
)
INTERNAL = _problem(
    "internal",
    500,
    "Something went wrong in the server",
    "Not your fault. The session is as it was. Please report it with what you did.",
)
FULL = _problem(
    "full", 503, "The server is full", "It keeps only so many sessions, and all are in use."
)
WORKER_DIED = _problem(
    "worker-died",
    503,
    "The training process ended",
    "Training stopped and the session is at its last good state. Start the training again.",
)


class ProblemError(Exception):
    """Ends a request with a problem; `extra` are further members of the answer."""

    def __init__(self, problem: Problem, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail
        self.extra = extra


def body_of(problem: Problem, detail: str, **extra: Any) -> dict[str, Any]:
    """The members of a problem's answer."""
    return {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        **extra,
    }


def response(
    problem: Problem, detail: str, headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """The answer for a problem."""
    body = orjson.dumps(body_of(problem, detail, **extra), default=str)
    return Response(body, problem.status, headers=headers, media_type=MEDIA_TYPE)
