"""What every answer shares, problems, and health."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

# A NaN or infinity in an array is null.
Number = float | None
Index = list[int]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemShape(BaseModel):
    """RFC 9457. Some problems have more members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


class Alive(Shape):
    status: str


class Ready(Shape):
    status: str
    sessions: int
