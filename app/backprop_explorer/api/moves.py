"""Moving along a session's line of positions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route
from backprop_explorer.api.changes import Changing
from backprop_explorer.api.documented import OF_A_CHANGE, answers
from backprop_explorer.api.requests import Goto, Step
from backprop_explorer.api.schemas import Activations, Changes, Gradients, SessionShape
from backprop_explorer.api.values import small_value
from backprop_explorer.api.views import session_view
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.metrics import as_words, norm
from backprop_explorer.trace import Phase

OF_A_MOVE = (*OF_A_CHANGE, problems.OUT_OF_RANGE, problems.TOO_LONG)

ONE_EVENT = Step()

router = APIRouter(prefix="/sessions/{id}", tags=["moving"], route_class=Route)


@router.post(
    "/step",
    summary="Step forward or back",
    responses=answers(200, SessionShape, examples.SESSION, *OF_A_MOVE),
)
async def step(change: Changing, to: Step = ONE_EVENT) -> Response:
    """Goes to the next stop of the unit, across iterations too; at the very start it stays."""
    session = change.session
    return await change.make(
        lambda: session.step(to.unit, to.count),
        effort=lambda: session.effort(to.unit, to.count),
    )


@router.post(
    "/goto",
    summary="Go to any position",
    responses=answers(200, SessionShape, examples.SESSION, *OF_A_MOVE),
)
async def goto(change: Changing, to: Goto) -> Response:
    """Back by a short replay, ahead by training; bit-identical to having stepped there."""
    session = change.session
    return await change.make(
        lambda: session.goto(to.iteration, to.event),
        effort=lambda: session.seconds_to(to.iteration),
    )


@router.post(
    "/forward",
    summary="Run the forward pass",
    responses=answers(200, Activations, examples.ACTIVATIONS, *OF_A_MOVE),
)
async def forward(change: Changing) -> Response:
    """To the end of this iteration's forward pass; answers with the activations and the loss.

    Of an iteration that is complete, the next one is meant.
    """
    return await change.make(lambda: change.session.finish(Phase.FORWARD), activations)


@router.post(
    "/backward",
    summary="Run the backward pass",
    responses=answers(200, Gradients, examples.GRADIENTS, *OF_A_MOVE),
)
async def backward(change: Changing) -> Response:
    """To the end of this iteration's backward pass, running forward first if need be; answers
    with every gradient."""
    return await change.make(lambda: change.session.finish(Phase.BACKWARD), gradients)


@router.post(
    "/update",
    summary="Update the parameters",
    responses=answers(200, Changes, examples.CHANGES, *OF_A_MOVE),
)
async def update(change: Changing) -> Response:
    """To the end of this iteration; answers with the change of each parameter."""
    return await change.make(lambda: change.session.finish(Phase.UPDATE), changes)


def activations(live: LiveSession) -> dict[str, Any]:
    """What every layer gave to the next one, and the loss."""
    session = live.session
    trace, here = session.trace, session.moment.event
    names = dict.fromkeys([layer.output for layer in trace.layers])
    row = session.metrics_of(session.moment.iteration)
    return {
        **session_view(live),
        "loss": trace.find("L", here).array,
        "accuracy": as_words(row, session.moment.params)["accuracy"],
        "activations": [small_value(live, trace.find(name, here)) for name in names],
    }


def gradients(live: LiveSession) -> dict[str, Any]:
    """The gradient of every parameter, and of what passed between the layers."""
    session = live.session
    trace, here = session.trace, session.moment.event
    names = [
        name
        for layer in reversed(trace.layers)
        for name in (layer.output_gradient, *layer.gradients, layer.input_gradient)
        if name is not None
    ]
    found = [trace.find(name, here) for name in dict.fromkeys(names)]
    return {**session_view(live), "gradients": [small_value(live, value) for value in found]}


def changes(live: LiveSession) -> dict[str, Any]:
    """How each parameter changed in this iteration, as norms."""
    session = live.session
    iteration = session.moment.iteration
    before = session.moment.params
    ratios = as_words(session.metrics_of(iteration), before)["update_ratios"]
    return {
        **session_view(live),
        "changes": [
            {
                "name": name,
                "shape": before[name].shape,
                "norm_before": norm(before[name]),
                "norm_after": norm(session.trace.find(name).array),
                "norm_of_change": norm(session.trace.find(name).array - before[name]),
                "ratio": ratios[name],
            }
            for name in before
        ],
    }
