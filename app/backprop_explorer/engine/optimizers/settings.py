"""What several rules ask of their settings."""

from __future__ import annotations

from math import isfinite

from backprop_explorer.engine.errors import InvalidSetting


def refuse_bad_share(setting: str, value: float, meaning: str, usual: float) -> None:
    """Raise InvalidSetting unless what is kept from update to update is 0 to below 1."""
    if not 0 <= value < 1:
        raise InvalidSetting(
            f"A {setting} of {value} is not possible: it is the share of {meaning} that is kept in "
            f"each update, so take 0 or more and less than 1, such as {usual}."
        )


def refuse_bad_eps(eps: float) -> None:
    """Raise InvalidSetting unless eps is positive: without it, a gradient of 0 is 0 / 0."""
    if not (isfinite(eps) and eps > 0):
        raise InvalidSetting(
            f"An eps of {eps} is not possible: it keeps the division by a gradient's size from "
            "being one by 0, so take a small positive number, such as 1e-8."
        )
