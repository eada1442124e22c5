"""What the network says between the examples, where these are points of a line or a plane."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer, etag
from backprop_explorer.api.changes import SHORT
from backprop_explorer.api.dependencies import AtEvent, Live
from backprop_explorer.api.documented import OF_A_SESSION, answers
from backprop_explorer.api.schemas import MapShape, PointsShape
from backprop_explorer.api.values import Format, binary
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.map import draw_map, effort, points_of

router = APIRouter(prefix="/sessions/{id}", tags=["looking"], route_class=Route)

OF_A_MAP = (
    *OF_A_SESSION,
    problems.NO_POINTS,
    problems.INVALID,
    problems.OUT_OF_RANGE,
    problems.TOO_LONG,
)
Size = Annotated[
    int,
    Query(ge=2, le=limits.MAX_MAP_SIZE, description="how many points along each axis"),
]


@router.get(
    "/map",
    summary="Read what the network says everywhere",
    responses=answers(200, MapShape, examples.MAP, *OF_A_MAP),
)
async def read_map(
    live: Live,
    size: Size = 50,
    event: AtEvent = None,
    format: Annotated[
        Format, Query(description="json, npy (a NumPy file) or f32 (raw), the outputs alone")
    ] = Format.JSON,
) -> Response:
    """The network's outputs all over the line or plane that the examples lie on, with the
    parameters as they stand at the position, in evaluation mode: no dropout, and batch
    normalization by its running statistics. They are what the loss shows as `y`: chances under a
    cross-entropy, scores or numbers as they are under others.

    On a line there are `size` points and the outputs are (size, K); in a plane size × size, and the
    outputs are (size, size, K) as they are drawn: row 0 at the top, where x2 is largest. Each point
    is the middle of its part of the domain: x1 is `axis[column]`, x2 is `axis[size − 1 − row]`.
    """
    async with live.lock:
        session = live.session
        if event:
            _ = session.trace  # whoever names an event asks for what is inside of the iteration
        moment = session.moment if event is None else session.moment.at(event)
        experiment, version = session.experiment, session.version
        draw = partial(draw_map, experiment, moment, size)
        # Under the lock, so that who asks for one after the other gets one after the other.
        drawn = await run_sync(draw) if effort(experiment, size) > SHORT else draw()
    if format is not Format.JSON:
        return binary(drawn.outputs, format, etag(version))
    view = {
        "iteration": moment.iteration,
        "position": moment.event,
        "domain": points_of(experiment).domain,
        "axis": drawn.axis,
        "middle": experiment.middle,
        "shape": drawn.outputs.shape,
        "outputs": drawn.outputs,
    }
    return answer(view, version)


@router.get(
    "/points",
    summary="Read where all examples lie",
    responses=answers(200, PointsShape, examples.POINTS, *OF_A_SESSION, problems.NO_POINTS),
)
async def read_points(live: Live) -> Response:
    """The points of all training and test examples, and what should be said about each. They are
    the same as long as the session lives."""
    experiment = live.session.experiment
    points, dataset = points_of(experiment), experiment.dataset
    view: dict[str, Any] = {
        "domain": points.domain,
        "classes": dataset.classes,
        "train": {"points": points.train, "labels": dataset.t_train},
        "test": {"points": points.test, "labels": dataset.t_test},
    }
    return answer(view)
