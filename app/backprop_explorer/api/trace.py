"""The structure of an iteration, without its numbers."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Request
from starlette.responses import Response

from backprop_explorer.api import examples
from backprop_explorer.api.answers import JSON, Route, encode, unchanged
from backprop_explorer.api.dependencies import Live
from backprop_explorer.api.documented import OF_A_SESSION, answers
from backprop_explorer.api.schemas import TraceShape
from backprop_explorer.api.values import value_view
from backprop_explorer.sessions.moment import inside_of
from backprop_explorer.sessions.session import Session
from backprop_explorer.trace import Event, Layer, Trace, event_formula

router = APIRouter(prefix="/sessions/{id}", tags=["looking"], route_class=Route)

_encoded: WeakKeyDictionary[Trace, bytes] = WeakKeyDictionary()


@router.get(
    "/trace",
    summary="Read the structure of the iteration",
    responses=answers(200, TraceShape, examples.TRACE, *OF_A_SESSION),
)
async def read_trace(request: Request, live: Live) -> Response:
    """Its layers, values and events, with source lines and formulas, and the batch's examples.

    It is the same at every position of the iteration, and so is its ETag. Events and values are all
    listed, those after the position too: a value is there once `event` events have happened.
    """
    async with live.lock:
        session = live.session
        trace = session.trace
        tag = f'"trace-{session.moment.iteration}"'
        if same := unchanged(request, tag):
            return same
        if trace not in _encoded:
            _encoded[trace] = encode(trace_view(session, trace))
        return Response(_encoded[trace], headers={"etag": tag}, media_type=JSON)


def trace_view(session: Session, trace: Trace) -> dict[str, Any]:
    moment, dataset = session.moment, session.experiment.dataset
    batch = inside_of(moment).batch
    return {
        "iteration": moment.iteration,
        "layers": [layer_view(trace, layer) for layer in trace.layers],
        "values": [value_view(value) for value in trace.values],
        "events": [event_view(trace, event) for event in trace.events],
        "ends": {unit: trace.ends(unit) for unit in ("line", "layer", "phase")},
        "findings": trace.findings,
        "batch": {
            "rows": batch.rows,
            "labels": batch.labels,
            "classes": dataset.classes,
            "image_shape": dataset.image_shape,
            "features": dataset.features,
            "points": dataset.points.train[batch.rows] if dataset.points else None,
            "domain": dataset.points.domain if dataset.points else None,
        },
    }


def layer_view(trace: Trace, layer: Layer) -> dict[str, Any]:
    made = trace.find(layer.output).event
    formula = event_formula(trace, trace.events[made - 1]) if made else ""
    return {
        "name": layer.name,
        "type": layer.type,
        "number": layer.number,
        "parameters": layer.parameters,
        "gradients": layer.gradients,
        "input": layer.input,
        "output": layer.output,
        "input_gradient": layer.input_gradient,
        "output_gradient": layer.output_gradient,
        "block": layer.block,
        "formula": formula.partition(" = ")[2] or formula,
    }


def event_view(trace: Trace, event: Event) -> dict[str, Any]:
    return {
        "index": event.index,
        "phase": event.phase,
        "layer": event.layer,
        "operation": event.operation,
        "inputs": event.inputs,
        "output": event.output,
        "outputs": event.outputs,
        "target": event.target,
        "source": event.source,
        "formula": event_formula(trace, event),
    }
