"""What routes are given: the session of the path, and the conditions a change comes under."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from backprop_explorer.api import problems
from backprop_explorer.api.problems import ProblemError
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.store import SessionStore


async def the_store(request: Request) -> SessionStore:
    store: SessionStore = request.app.state.store
    return store


SessionId = Annotated[
    str, Path(description="the session's id", examples=["k3v9Qd0x5LmWc2Tn7Yb1Zg"])
]


async def live_session(request: Request, id: SessionId) -> LiveSession:
    store: SessionStore = request.app.state.store
    return await store.get(id)


MAX_KEY = 200
CONDITION_HEADERS = {
    "If-Match": 'the version the change is for, as in `"17"`; where it is stale the answer is 412',
    "Idempotency-Key": "a new key for each request; repeated, it gets the first answer again",
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """The two headers by which a client makes a request safe; both are optional."""

    request: Request
    if_match: str | None
    key: str | None

    async def digest(self) -> bytes:
        """Tells this request from others: its method, path and body."""
        head = f"{self.request.method} {self.request.scope['path']}\n".encode()
        return blake2b(head + await self.request.body(), digest_size=16).digest()

    def refuse_stale(self, version: int) -> None:
        """Raises ProblemError where If-Match names another version than this."""
        if self.if_match is None:
            return
        tags = [tag.strip().removeprefix("W/") for tag in self.if_match.split(",")]
        if "*" not in tags and f'"{version}"' not in tags:
            raise ProblemError(
                problems.STALE,
                f"The request is for version {self.if_match[:60]} and the session is at "
                f'"{version}": something else has moved it since. Read it again, then decide.',
                version=version,
            )


async def conditions(request: Request) -> Conditions:
    """Reads the headers itself: declared one by one they would double the time of a step. The
    OpenAPI document has them from `CONDITION_HEADERS`."""
    key = request.headers.get("idempotency-key")
    if key is not None and not 1 <= len(key) <= MAX_KEY:
        raise ProblemError(
            problems.INVALID,
            f"The Idempotency-Key has {len(key)} characters; it may have 1 to {MAX_KEY}.",
        )
    return Conditions(request, request.headers.get("if-match"), key)


Live = Annotated[LiveSession, Depends(live_session)]
Store = Annotated[SessionStore, Depends(the_store)]
Under = Annotated[Conditions, Depends(conditions)]
AtEvent = Annotated[
    int | None,
    Query(ge=0, description="a position of this iteration; the session's own if left out"),
]
