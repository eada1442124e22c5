"""Training at full speed, and what is heard of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer, encode
from backprop_explorer.api.changes import Changing, announce
from backprop_explorer.api.dependencies import Live
from backprop_explorer.api.documented import (
    EVERYWHERE,
    OF_A_CHANGE,
    OF_A_SESSION,
    answers,
    problem_answers,
)
from backprop_explorer.api.problems import ProblemError, body_of
from backprop_explorer.api.requests import Train
from backprop_explorer.api.schemas import Metrics, SessionShape
from backprop_explorer.api.views import metrics_view, session_view
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.stream import Missed
from backprop_explorer.sessions.trainer import Ending, Training

router = APIRouter(prefix="/sessions/{id}", tags=["training"], route_class=Route)

MAX_ROWS = 20_000
STREAM_EXAMPLE = """event: position
id: 18
data: {"version": 18, "position": {"iteration": 413, "event": 0, …}, "training": false, …}
"""
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "events, until the session is deleted or the server ends",
        "content": {"text/event-stream": {"example": STREAM_EXAMPLE}},
    },
    **problem_answers((*EVERYWHERE, *OF_A_SESSION)),
}


@router.post(
    "/train",
    status_code=202,
    summary="Train",
    responses=answers(202, SessionShape, examples.SESSION, *OF_A_CHANGE, problems.OUT_OF_RANGE),
)
async def train(request: Request, change: Changing, what: Train) -> Response:
    """Trains from the start of the current iteration, in a process of its own.

    Progress comes on the stream. Meanwhile the session can be read, but not moved.
    """

    live = change.live

    def begin() -> None:
        slots = request.app.state.slots
        Training(live, slots, what.iterations, announce, on_end).start()
        live.stream.publish("training", encode({"state": "started", "iterations": what.iterations}))

    return await change.make(begin, status=202)


@router.delete(
    "/train",
    summary="Stop training",
    responses=answers(200, SessionShape, examples.SESSION, *OF_A_SESSION, problems.CROSS_SITE),
)
async def stop(live: Live) -> Response:
    """Answers with the session where it stopped. It does not look at If-Match: a session that
    trains changes all the time, and stopping is always right."""
    if (training := live.training) is not None:
        await training.stop()
    async with live.lock:
        return answer(session_view(live), live.session.version)


@router.get(
    "/metrics",
    summary="Read the metrics",
    responses=answers(
        200,
        Metrics,
        examples.METRICS,
        *OF_A_SESSION,
        problems.TOO_MUCH_DATA,
    ),
)
async def read_metrics(
    live: Live,
    start: Annotated[int, Query(alias="from", ge=0, description="the first iteration")] = 0,
    to: Annotated[int | None, Query(ge=0, description="the first one not wanted")] = None,
    every: Annotated[int, Query(ge=1, description="only every so many iterations")] = 1,
) -> Response:
    """Loss, accuracy on the batch, and for each parameter the norm of its gradient and the size of
    its change against its own size, for every iteration that was completed."""
    async with live.lock:
        session = live.session
        if to is not None and to < start:
            raise ProblemError(
                problems.INVALID, f"to cannot be {to}: take {start} or more, where from is {start}."
            )
        stop = session.reached if to is None else min(to, session.reached)
        if (stop - start) / every > MAX_ROWS:
            raise ProblemError(
                problems.TOO_MUCH_DATA,
                f"{stop - start:,} iterations are too many for one answer; {MAX_ROWS:,} are the "
                f"most. Ask for fewer with from and to, or for some with every="
                f"{-(-(stop - start) // MAX_ROWS)}.",
            )
        rows = metrics_view(session, start, stop, every)
        return answer({"reached": session.reached, "metrics": rows}, session.version)


@router.get(
    "/stream",
    summary="Listen to a session",
    response_class=EventSourceResponse,
    responses=STREAM,
)
async def stream(
    live: Live,
    last_event_id: Annotated[
        str | None, Header(max_length=40, description="the last event that was heard")
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events, from now on or after Last-Event-ID.

    `session`: the whole session, first of all, and where events were missed. `position`: what
    changed when it moved. `metrics`: those of the iterations just completed, the last 200 at most.
    `training`: it started or ended, and how. `problem`: why it ended too early.
    """
    known = last_event_id is not None and last_event_id.isascii() and last_event_id.isdecimal()
    seen = int(last_event_id or 0) if known else -1
    if seen < 0:
        seen = live.stream.last_id
        yield snapshot(live)
    while True:
        try:
            events = live.stream.since(seen)
        except Missed:
            seen = live.stream.last_id
            yield snapshot(live)
            continue
        for event in events:
            yield ServerSentEvent(raw_data=event.data, event=event.kind, id=str(event.id))
            seen = event.id
        if live.stream.closed:
            return
        await live.stream.wait(seen)


def snapshot(live: LiveSession) -> ServerSentEvent:
    view = encode(session_view(live)).decode()
    return ServerSentEvent(raw_data=view, event="session", id=str(live.stream.last_id))


def on_end(live: LiveSession, ending: Ending) -> None:
    """Tells the stream that and how a training ended."""
    if ending in PROBLEM_OF:
        problem, detail = PROBLEM_OF[ending]
        live.stream.publish("problem", encode(body_of(problem, detail)))
    live.stream.publish("training", encode({"state": "ended", "because": ending}))
    announce(live, live.session.reached)


PROBLEM_OF: dict[Ending, tuple[Any, str]] = {
    Ending.WORKER_DIED: (
        problems.WORKER_DIED,
        "The process that trained this session ended. The session is where its last finished piece "
        "left it; start the training again to go on.",
    ),
    Ending.FAILED: (
        problems.INTERNAL,
        "Training failed, and the server wrote down why in its log. The session is where its last "
        "finished piece left it.",
    ),
}
