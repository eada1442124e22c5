"""What happened to a session, in order, for those who listen.

The last events are kept in a bounded ring that all listeners share; a listener is only a number,
the last event it has seen. Who is too slow, or comes back too late, is told `MISSED` and starts
again from a snapshot, so that nobody can make memory grow.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

MAX_EVENTS = 256
MAX_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """`kind` is "position", "metrics", "training" or "problem"; `data` is JSON."""

    id: int
    kind: str
    data: str


class Missed(Exception):
    """The events after the one last seen are gone."""


class Stream:
    """One session's events, numbered from 1."""

    def __init__(self) -> None:
        self.last_id = 0
        self.closed = False
        self.listeners = 0
        self._ring: deque[StreamEvent] = deque()
        self._bytes = 0
        self._news = asyncio.Event()

    def publish(self, kind: str, data: bytes) -> None:
        """Appends an event and wakes the listeners; the oldest events make room."""
        self.last_id += 1
        self._ring.append(StreamEvent(self.last_id, kind, data.decode()))
        self._bytes += len(data)
        while len(self._ring) > 1 and (len(self._ring) > MAX_EVENTS or self._bytes > MAX_BYTES):
            self._bytes -= len(self._ring.popleft().data)
        self._wake()

    def close(self) -> None:
        """Ends every listener's stream, after what was published."""
        self.closed = True
        self._wake()

    def since(self, seen: int) -> list[StreamEvent]:
        """The events after the one numbered `seen`. Raises Missed where some of them are gone."""
        if seen > self.last_id or (self._ring and seen < self._ring[0].id - 1):
            raise Missed
        return [event for event in self._ring if event.id > seen]

    async def wait(self, seen: int) -> None:
        """Returns once there is an event after `seen`, or the stream is closed."""
        self.listeners += 1
        try:
            while self.last_id <= seen and not self.closed:
                await self._news.wait()
        finally:
            self.listeners -= 1

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
