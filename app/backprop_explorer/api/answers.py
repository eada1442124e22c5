"""Answers as JSON bytes, past the response models: arrays go straight from NumPy to text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson
from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.datastructures import QueryParams
from starlette.responses import Response

from backprop_explorer.api.problems import INVALID, ProblemError

JSON = "application/json"


def encode(payload: Any) -> bytes:
    """JSON with the shortest text for every float32; NaN and infinity become null."""
    return orjson.dumps(payload, _other, orjson.OPT_SERIALIZE_NUMPY)


def _other(value: Any) -> Any:
    """What orjson cannot write by itself: arrays without axes, and strided ones."""
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value) if value.ndim else value[()]
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def answer(
    payload: Any,
    version: int | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A JSON answer; the version of the session it tells about is its ETag."""
    body = payload if isinstance(payload, bytes) else encode(payload)
    headers = dict(headers or {}, **({"etag": etag(version)} if version is not None else {}))
    return Response(body, status, headers, JSON)


def etag(version: int) -> str:
    return f'"{version}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """304, where the asker already has this answer."""
    known = request.headers.get("if-none-match")
    return Response(status_code=304, headers={"etag": tag}) if known == tag else None


class StrictRequest(Request):
    """A request whose JSON is read by orjson: no NaN, no infinity, no bottomless nesting."""

    async def json(self) -> Any:
        return orjson.loads(await self.body())


class Route(APIRoute):
    """A route that reads its body strictly, and no address that says more than it understands."""

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()
        known = list(query_parameters(self.dependant))

        async def strict(request: Request) -> Response:
            if request.scope["query_string"]:
                refuse_strangers(request.query_params, known)
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


def query_parameters(dependant: Dependant) -> Iterator[str]:
    """What a route reads of an address, itself and through what it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from query_parameters(inner)


def refuse_strangers(query: QueryParams, known: Sequence[str]) -> None:
    """Raises ProblemError for what nobody would read: an unknown name, or one that is there twice.

    Whoever asks for `?iteration=5` would take the answer for that of iteration 5.
    """
    for name, times in Counter(name for name, _ in query.multi_items()).items():
        if name not in known:
            there = f"it has {', '.join(known)}" if known else "it has none"
            message = f"{name[:60]} is no parameter of this address: {there}."
        elif times > 1:
            message = f"{name} is there {times} times: give it once."
        else:
            continue
        raise ProblemError(INVALID, message, errors=[{"field": name[:60], "message": message}])
