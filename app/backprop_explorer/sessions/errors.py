"""Everything that can go wrong with a session, as sentences for the one who asked."""

from __future__ import annotations

from backprop_explorer.errors import ExplorerError


class SessionError(ExplorerError):
    """The root of the errors of this package."""


class SpecError(SessionError):
    """A spec whose parts do not fit together; `field` says where: `("layers", 2, "units")`."""

    def __init__(self, message: str, field: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.field = field


class UnknownSession(SessionError):
    """No session has this id."""


class TooManySessions(SessionError):
    """The store is full and every session in it is in use."""


class OutOfRange(SessionError):
    """A position, count or index that does not exist; `field` names what was asked with."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class NoPoints(SessionError):
    """A map was asked for of a data set whose examples are no points of a line or a plane."""


class TooLong(SessionError):
    """Would compute for longer than one request may; `instead` is the request that would do."""

    def __init__(self, message: str, instead: str) -> None:
        super().__init__(message)
        self.instead = instead


class SessionIsTraining(SessionError):
    """The session can be read, but not moved, until its training ends."""


class WorkerDied(SessionError):
    """The process that trained the session ended; the session is at its last good state."""


class KeyReused(SessionError):
    """One idempotency key for two different requests."""
