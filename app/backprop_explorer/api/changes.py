"""One way to change a session: locked, at most once, only at the version meant, and announced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from starlette.responses import Response

from backprop_explorer.api.answers import answer, encode
from backprop_explorer.api.dependencies import Conditions, SessionId, conditions, live_session
from backprop_explorer.api.views import metrics_view, position_view, session_view
from backprop_explorer.sessions.answers import Answer
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.session import Session

# Shorter work is done where it is asked for; a thread would cost more than it saves.
SHORT = 0.02
MAX_ROWS = 200  # of metrics in one event; GET …/metrics has them all


@dataclass(frozen=True, slots=True)
class Change:
    """A request to change a session."""

    live: LiveSession
    under: Conditions

    @property
    def session(self) -> Session:
        return self.live.session

    async def make(
        self,
        work: Callable[[], None],
        tell: Callable[[LiveSession], Any] = session_view,
        effort: Callable[[], float] = lambda: 0.0,
        status: int = 200,
    ) -> Response:
        """Does `work` on the session and answers with what `tell` makes of it.

        `effort` is about how many seconds the work takes; long work is done in a thread, so that
        the server stays responsive.
        """
        live, under = self.live, self.under
        digest = await under.digest() if under.key else b""
        async with live.lock:
            if under.key and (first := live.answers.find(under.key, digest)):
                return Response(first.body, first.status, first.headers)
            live.refuse_change()
            under.refuse_stale(live.session.version)
            version, reached = live.session.version, live.session.reached
            if effort() > SHORT:
                await run_sync(work)
            else:
                work()
            if live.session.version != version:
                announce(live, reached)
            response = answer(tell(live), live.session.version, status)
            if under.key:
                live.answers.keep(under.key, digest, kept(response))
            return response


def kept(response: Response) -> Answer:
    """An answer to be given again."""
    return Answer(response.status_code, dict(response.headers), bytes(response.body))


async def a_change(request: Request, id: SessionId) -> Change:
    """One dependency for both, since a step should cost little more than an empty request."""
    return Change(await live_session(request, id), await conditions(request))


Changing = Annotated[Change, Depends(a_change)]


def announce(live: LiveSession, reached: int) -> None:
    """Tells the stream where the session is now, and what was measured since `reached`."""
    session = live.session
    if session.reached > reached:
        start = max(reached, session.reached - MAX_ROWS)
        rows = metrics_view(session, start, session.reached)
        live.stream.publish("metrics", encode({"metrics": rows}))
    live.stream.publish("position", encode(position_view(live)))
