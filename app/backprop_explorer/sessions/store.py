"""Where sessions are kept."""

from __future__ import annotations

import secrets
from asyncio import to_thread
from collections.abc import Iterator
from time import monotonic
from typing import Protocol

from backprop_explorer.sessions.errors import TooManySessions, UnknownSession
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.opening import START, Opening
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec import Spec

HOUR = 3600.0
UNTOUCHED = 1 / 6  # of the patience there is with a session that somebody has moved


class SessionStore(Protocol):
    """What the API needs of a store."""

    async def create(self, spec: Spec, opening: Opening = START) -> LiveSession:
        """A new session, opened there.

        Raises TooManySessions, OutOfRange, TooLong, UnknownValue, or SpecError and the data set's
        errors.
        """

    async def get(self, id: str) -> LiveSession:
        """The session with this id. Raises UnknownSession."""

    async def delete(self, id: str) -> LiveSession:
        """Takes the session out. Raises UnknownSession."""

    def __iter__(self) -> Iterator[LiveSession]:
        """Every session."""

    def __len__(self) -> int:
        """How many sessions there are."""


class MemoryStore:
    """Sessions for as long as the process lives.

    When it is full, a session that was left makes room: one that nobody has moved since it was made
    after ten minutes, any other after an hour. Where all of them are used, train, or are shown on
    a page, a new one is refused.
    """

    def __init__(self, capacity: int, idle_seconds: float = HOUR) -> None:
        self.capacity = capacity
        self.idle_seconds = idle_seconds
        self._sessions: dict[str, LiveSession] = {}
        self._ready: tuple[Spec, Opening, Session] | None = None

    def keep_ready(self, spec: Spec, opening: Opening) -> None:
        """From now on, a session of this spec that opens there is made without computing."""
        self._ready = spec, opening, opened("ready", spec, opening)

    async def create(self, spec: Spec, opening: Opening = START) -> LiveSession:
        id = secrets.token_urlsafe(16)
        if self._ready and self._ready[:2] == (spec, opening):
            session = self._ready[2].twin(id)
        else:  # in a thread: a data set may have to be read from disk, an opening be trained to
            session = await to_thread(opened, id, spec, opening)
        self._make_room()
        live = LiveSession(session)
        self._sessions[live.id] = live
        return live

    async def get(self, id: str) -> LiveSession:
        try:
            live = self._sessions[id]
        except KeyError:
            raise UnknownSession(
                f"There is no session {id!r}. It may have been deleted, or the server was started "
                "anew since. Make one with POST /api/sessions."
            ) from None
        live.used = monotonic()
        return live

    async def delete(self, id: str) -> LiveSession:
        live = await self.get(id)
        del self._sessions[id]
        live.stream.close()
        return live

    def __iter__(self) -> Iterator[LiveSession]:
        return iter(tuple(self._sessions.values()))

    def __len__(self) -> int:
        return len(self._sessions)

    def _make_room(self) -> None:
        if len(self._sessions) < self.capacity:
            return
        left = [live for live in self._sessions.values() if self._was_left(live)]
        if not left:
            raise TooManySessions(
                f"All {self.capacity} sessions that this server keeps are in use. Close pages or "
                "delete sessions that you no longer need, or start the server with a larger "
                "--max-sessions."
            )
        oldest = min(left, key=lambda live: (not live.is_untouched, live.used))
        del self._sessions[oldest.id]
        oldest.stream.close()

    def _was_left(self, live: LiveSession) -> bool:
        patience = self.idle_seconds * (UNTOUCHED if live.is_untouched else 1)
        return not live.is_watched and monotonic() - live.used >= patience


def opened(id: str, spec: Spec, opening: Opening) -> Session:
    """A new session, gone to where it opens."""
    session = Session(id, spec)
    session.open(opening)
    return session
