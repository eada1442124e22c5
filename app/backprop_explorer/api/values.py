"""Arrays at a position: numbers, statistics, slices."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer, etag, unchanged
from backprop_explorer.api.dependencies import AtEvent, Live
from backprop_explorer.api.documented import OF_A_VALUE, answers
from backprop_explorer.api.problems import ProblemError
from backprop_explorer.api.schemas import ValueAnswer
from backprop_explorer.api.statistics import statistics
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.trace import Value
from backprop_explorer.trace.model import Array

router = APIRouter(prefix="/sessions/{id}/values", tags=["looking"], route_class=Route)

SMALL = 1_000  # numbers that come along without being asked for
SPAN = re.compile(r"(\d{0,9}):(\d{0,9})|(\d{1,9})", re.ASCII)

ValueName = Annotated[
    str,
    Path(
        max_length=200,
        description="a name of the trace, or an id such as v17",
        examples=["dW2", "v17"],
    ),
]


class Format(StrEnum):
    """How numbers travel."""

    JSON = "json"
    NPY = "npy"
    F32 = "f32"


@router.get(
    "/{name}",
    summary="Read an array",
    responses=answers(200, ValueAnswer, examples.VALUE_ANSWER, *OF_A_VALUE, problems.TOO_MUCH_DATA),
)
async def read_value(
    request: Request,
    live: Live,
    name: ValueName,
    event: AtEvent = None,
    rows: Annotated[str | None, Query(description="of the first axis", examples=["0:64"])] = None,
    cols: Annotated[str | None, Query(description="of the last axis", examples=["0:50"])] = None,
    format: Annotated[
        Format, Query(description="json, npy (a NumPy file) or f32 (raw)")
    ] = Format.JSON,
    data: Annotated[bool, Query(description="false: statistics only")] = True,
) -> Response:
    """Shape, statistics of the whole array, and its numbers or a slice of them.

    `rows` cuts the first axis and `cols` the last, as in `0:64`, `:10` or `7`; an array with one
    axis takes either. `npy` is a NumPy file; `f32` is raw little-endian float32 with the shape in
    the header X-Shape.
    """
    async with live.lock:
        session = live.session
        here = session.moment.event if event is None else event
        value = session.trace.find(name, here)
        tag = etag(session.version)
        if same := unchanged(request, tag):
            return same
        window = Window(value.array, rows, cols)
        if format is not Format.JSON:
            return binary(window.array, format, tag)
        if data:
            refuse_too_much(window.array)
        view = {
            "iteration": session.moment.iteration,
            "position": here,
            **value_view(value),
            "statistics": statistics(value.array),
            "slice": {"rows": window.rows, "cols": window.cols},
            "data": window.array if data else None,
        }
        return answer(view, session.version)


class Window:
    """A part of an array: rows of its first axis, columns of its last. Raises ProblemError."""

    def __init__(self, array: Array, rows: str | None, cols: str | None) -> None:
        self.array = array
        self.rows = self.cols = None
        if array.ndim == 1:
            if rows is not None and cols is not None:
                raise ProblemError(
                    problems.OUT_OF_RANGE,
                    f"An array of shape {array.shape} has one axis: give rows or cols, not both.",
                )
            self.rows = self.cut(0, "rows" if cols is None else "cols", rows or cols)
        else:
            self.rows = self.cut(0, "rows", rows)
            self.cols = self.cut(-1, "cols", cols)

    def cut(self, axis: int, name: str, text: str | None) -> tuple[int, int] | None:
        """Keeps what `text` says of an axis; returns its first index and the one past its last."""
        if self.array.ndim == 0:
            if text is not None:
                raise ProblemError(
                    problems.OUT_OF_RANGE, f"A single number has no {name}: leave {name} out."
                )
            return None
        length = self.array.shape[axis]
        start, stop = span(text, length, name)
        index: list[slice] = [slice(None)] * self.array.ndim
        index[axis] = slice(start, stop)
        self.array = self.array[tuple(index)]
        return start, stop


def span(text: str | None, length: int, name: str) -> tuple[int, int]:
    """(start, stop) of `start:stop`, `start:`, `:stop` or `index`. Raises ProblemError."""
    if text is None:
        return 0, length
    match = SPAN.fullmatch(text)
    if match is None:
        raise ProblemError(
            problems.INVALID, f"{name} cannot be {text[:40]!r}: write it as 0:64, :64, 64: or 7."
        )
    if match[3] is not None:
        start, stop = int(match[3]), int(match[3]) + 1
    else:
        start, stop = int(match[1] or 0), int(match[2] or length)
    if start >= length or stop <= start:
        raise ProblemError(
            problems.OUT_OF_RANGE,
            f"{name} {text} holds nothing: the axis has the indices 0 to {length - 1}.",
        )
    return start, min(stop, length)


def refuse_too_much(array: Array) -> None:
    if array.size > limits.MAX_JSON_NUMBERS:
        raise ProblemError(
            problems.TOO_MUCH_DATA,
            f"{array.size:,} numbers are too many for one JSON answer; "
            f"{limits.MAX_JSON_NUMBERS:,} are the most. Ask for a slice with rows and cols, or for "
            "the whole with format=npy or format=f32.",
        )


def binary(array: Array, format: Format, tag: str) -> Response:
    """The numbers as a NumPy file, or as raw float32."""
    if format is Format.NPY:
        file = io.BytesIO()
        np.save(file, array, allow_pickle=False)
        content = file.getvalue()
    else:
        content = array.astype("<f4").tobytes()
    shape = ",".join(map(str, array.shape))
    headers = {"etag": tag, "x-shape": shape, "x-dtype": str(array.dtype)}
    return Response(content, headers=headers, media_type="application/octet-stream")


def value_view(value: Value) -> dict[str, Any]:
    """What a value is, without its numbers."""
    return {
        "id": value.id,
        "name": value.name,
        "label": value.label,
        "shape": value.shape,
        "dtype": str(value.dtype),
        "role": value.role,
        "of": value.of,
        "layer": value.layer,
        "event": value.event,
        "view_of": value.view_of,
    }


def small_value(live: LiveSession, value: Value) -> dict[str, Any]:
    """A value with its statistics, and with its numbers if they are few."""
    return {
        **value_view(value),
        "statistics": statistics(value.array),
        "data": value.array if value.size <= SMALL else None,
        "href": f"/api/sessions/{live.id}/values/{value.name}?event={live.session.moment.event}",
    }
