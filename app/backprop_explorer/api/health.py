"""For whoever runs the server."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from backprop_explorer.api.answers import Route, answer
from backprop_explorer.api.documented import answers
from backprop_explorer.api.schemas import Alive, Ready

router = APIRouter(tags=["server"], route_class=Route)


@router.get("/livez", summary="Is it alive?", responses=answers(200, Alive, {"status": "alive"}))
async def livez() -> Response:
    """Answers as long as the process does."""
    return answer({"status": "alive"})


@router.get(
    "/readyz",
    summary="Can it serve?",
    responses=answers(200, Ready, {"status": "ready", "sessions": 3})
    | {503: {"description": "no"}},
)
async def readyz(request: Request) -> Response:
    """Its sessions and how many it can keep; 503 while it starts or ends."""
    state = request.app.state
    return answer(
        {"status": "ready" if state.ready else "not ready", "sessions": len(state.store)},
        status=200 if state.ready else 503,
    )
