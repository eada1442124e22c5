"""Answers as JSON bytes, past the response models: arrays go straight from NumPy to text."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

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
    """A route that reads its body strictly."""

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict
