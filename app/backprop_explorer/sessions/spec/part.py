"""What every part of a spec is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a spec: immutable, exact about types, without unknown fields.

    A kind's docstring is its sentence in the catalogue, and the fields' descriptions are their
    labels in the page's menus.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
