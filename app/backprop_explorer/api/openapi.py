"""The OpenAPI document: FastAPI's, with what it cannot know."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from backprop_explorer import __version__
from backprop_explorer.api.dependencies import CONDITION_HEADERS
from backprop_explorer.api.problems import STALE

DESCRIPTION = """\
Everything the page can do, a script can do.

A **session** walks through the training of a network along a line of **positions**: iteration *i*,
after *k* of its **events**, each one NumPy operation. A **value** is one version of one array.

Numbers are finite: NaN and infinity are `null`, counted in `nonfinite`. Floats carry the shortest
text that reads back to the same float32. Every problem is `application/problem+json`, with a `type`
that can be relied on and can be looked up at its address.

`version` grows with each change of a session and is its ETag. Send it as `If-Match` to change only
what you have seen, and an `Idempotency-Key` to have a repeated request done once.
"""
TAGS = [
    {"name": "sessions", "description": "Making, reading and deleting sessions."},
    {"name": "moving", "description": "Along the line of positions, in both directions."},
    {"name": "looking", "description": "At arrays, operations, numbers and gradients."},
    {"name": "training", "description": "At full speed, in a process of its own."},
    {"name": "catalog", "description": "What can be chosen."},
    {"name": "server", "description": "For whoever runs it."},
]


def install(app: FastAPI) -> None:
    """Has the application serve this document at /openapi.json."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = get_openapi(
                title="Backprop Explorer",
                version=__version__,
                summary="A time-travel debugger for backpropagation.",
                description=DESCRIPTION,
                tags=TAGS,
                routes=app.routes,
            )
            add_condition_headers(app.openapi_schema)
            remove_default_problems(app.openapi_schema)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def add_condition_headers(document: dict[str, Any]) -> None:
    """To every operation that may answer that its condition does not hold."""
    for path in document["paths"].values():
        for operation in path.values():
            if str(STALE.status) in operation["responses"]:
                operation.setdefault("parameters", []).extend(
                    {
                        "name": name,
                        "in": "header",
                        "required": False,
                        "description": meaning,
                        "schema": {"type": "string"},
                    }
                    for name, meaning in CONDITION_HEADERS.items()
                )


def remove_default_problems(document: dict[str, Any]) -> None:
    """FastAPI promises its own form of 422 to whoever has a path parameter; we have another."""
    for path in document["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
