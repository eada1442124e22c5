"""Making, reading and deleting sessions."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer, etag, unchanged
from backprop_explorer.api.changes import kept
from backprop_explorer.api.dependencies import Live, Store, Under
from backprop_explorer.api.documented import OF_A_BODY, OF_A_SESSION, answers
from backprop_explorer.api.requests import NewSession
from backprop_explorer.api.schemas import SessionShape
from backprop_explorer.api.views import session_view
from backprop_explorer.sessions.answers import Answers
from backprop_explorer.sessions.store import SessionStore

OF_MAKING = (
    *OF_A_BODY,
    problems.BAD_SPEC,
    problems.NOT_HERE,
    problems.KEY_REUSED,
    problems.FULL,
    problems.OUT_OF_RANGE,
    problems.TOO_LONG,
    problems.UNKNOWN_VALUE,
)

router = APIRouter(prefix="/sessions", tags=["sessions"], route_class=Route)


@router.post(
    "",
    status_code=201,
    summary="Make a session",
    responses=answers(201, SessionShape, examples.SESSION, *OF_MAKING),
)
async def create(request: Request, new: NewSession, store: Store, under: Under) -> Response:
    """From a preset, a whole spec, or a preset with parts of its spec replaced.

    Unless told otherwise the session opens at iteration 0, event 0: the batch is there and nothing
    is computed.
    """
    if not under.key:
        return await made(store, new)
    digest = await under.digest()
    first_answers: Answers = request.app.state.answers
    lock: asyncio.Lock = request.app.state.making
    async with lock:
        if first := first_answers.find(under.key, digest):
            return Response(first.body, first.status, first.headers)
        response = await made(store, new)
        first_answers.keep(under.key, digest, kept(response))
        return response


async def made(store: SessionStore, new: NewSession) -> Response:
    live = await store.create(new.spec(), new.opening)
    location = {"location": f"/api/sessions/{live.id}"}
    return answer(session_view(live), live.session.version, 201, location)


@router.get(
    "/{id}",
    summary="Read a session",
    responses=answers(200, SessionShape, examples.SESSION, *OF_A_SESSION),
)
async def read(request: Request, live: Live) -> Response:
    """Its spec, position, version, latest metrics and findings."""
    async with live.lock:
        tag = etag(live.session.version)
        return unchanged(request, tag) or answer(session_view(live), live.session.version)


@router.delete(
    "/{id}",
    status_code=204,
    summary="Delete a session",
    responses=answers(204, None, None, *OF_A_SESSION, problems.STALE, problems.CROSS_SITE),
)
async def delete(live: Live, store: Store, under: Under) -> Response:
    """Its training stops and its streams end. It cannot be brought back."""
    async with live.lock:
        under.refuse_stale(live.session.version)
        await store.delete(live.id)
    if live.training is not None:
        await live.training.stop()
    return Response(status_code=204)
