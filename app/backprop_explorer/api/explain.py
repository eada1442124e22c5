"""Where one number comes from."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer, etag, unchanged
from backprop_explorer.api.dependencies import AtEvent, Live
from backprop_explorer.api.documented import OF_A_VALUE, answers
from backprop_explorer.api.problems import ProblemError
from backprop_explorer.api.schemas import ExplanationShape
from backprop_explorer.api.values import ValueName
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.provenance import origin_of
from backprop_explorer.sessions.session import Session
from backprop_explorer.trace import Explanation

router = APIRouter(prefix="/sessions/{id}/values", tags=["looking"], route_class=Route)


@router.get(
    "/{name}/explain",
    summary="Ask where one number comes from",
    responses=answers(200, ExplanationShape, examples.EXPLANATION, *OF_A_VALUE),
)
async def explain(
    request: Request,
    live: Live,
    name: ValueName,
    index: Annotated[
        str,
        Query(
            max_length=200, description="which number; empty for a single one", examples=["14,9"]
        ),
    ] = "",
    event: AtEvent = None,
    limit: Annotated[
        int, Query(ge=1, le=limits.MAX_TERMS, description="how many terms, largest first")
    ] = 10,
) -> Response:
    """The event that made it, the formula, and the terms, each with factors to be asked next.

    What `limit` left out is counted and combined in `rest`. A parameter, an input or a label ends
    the trail: it has no terms, and `origin` says where it came from.
    """
    async with live.lock:
        session = live.session
        if same := unchanged(request, etag(session.version)):
            return same
        here = session.moment.event if event is None else event
        found = session.trace.explain(name, numbers_of(index), here, limit)
        return answer(explanation_view(session, found), session.version)


def numbers_of(text: str) -> tuple[int, ...]:
    """(14, 9) for "14,9". Raises ProblemError."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        raise ProblemError(
            problems.INVALID,
            f"index cannot be {text[:40]!r}: write a whole number for each axis, as in 14,9.",
        )
    return tuple(int(part) for part in parts)


def explanation_view(session: Session, found: Explanation) -> dict[str, Any]:
    view = {field: getattr(found, field) for field in Explanation.__slots__}
    view["origin"] = origin_of(session, found)
    return view
