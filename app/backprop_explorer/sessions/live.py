"""A session as it lives in the server: with its lock, its listeners and its running training."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from backprop_explorer.sessions.answers import Answers
from backprop_explorer.sessions.errors import SessionIsTraining, UnknownSession
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.stream import Stream

if TYPE_CHECKING:
    from backprop_explorer.sessions.trainer import Training


class LiveSession:
    """Everything that reads or changes `session` holds `lock` while it does."""

    def __init__(self, session: Session) -> None:
        self.id = session.id
        self.session = session
        self.lock = asyncio.Lock()
        self.stream = Stream()
        self.answers = Answers()
        self.checks: dict[tuple[object, ...], object] = {}
        self.training: Training | None = None
        self.used = monotonic()
        self._first_version = session.version

    @property
    def is_watched(self) -> bool:
        """Whether it trains, or somebody listens to it: a page that shows it does."""
        return self.training is not None or self.stream.listeners > 0

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was done with it since it was made."""
        return self.session.version == self._first_version

    def refuse_change(self) -> None:
        """Raises UnknownSession after its deletion, SessionIsTraining while it trains."""
        if self.stream.closed:
            raise UnknownSession(f"The session {self.id!r} has just been deleted.")
        if self.training is not None:
            raise SessionIsTraining(
                "This session is training, so it cannot be moved or changed. Wait for the end, or "
                f"stop it with DELETE /api/sessions/{self.id}/train; reading works all the time."
            )
