"""Where a session opens."""

from __future__ import annotations

from pydantic import Field

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.spec.part import Part


class Opening(Part):
    """A position that is told by what has just been made there."""

    iteration: int = Field(default=0, ge=0, le=limits.MAX_ITERATIONS, description="which one")
    value: str | None = Field(
        default=None,
        max_length=80,
        description="the name of an array, such as dW2: the position is right after the operation "
        "that makes it; null is the start of the iteration",
    )


START = Opening()
