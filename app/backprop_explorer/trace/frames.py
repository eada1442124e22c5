"""Where in the running code a NumPy call was made: the frames from the call up to its layer."""

from __future__ import annotations

import sys
from types import CodeType, FrameType

Site = tuple[CodeType, int]  # a piece of code, and the offset of the instruction that was running

_DEPTH = 4  # frames of ours that are always in between, for speed; the others are looked at
_OURS = __name__.rpartition(".")[0]
_users: dict[str, bool] = {}


def call_sites() -> tuple[Site, ...]:
    """The sites of the call in progress, innermost first, without NumPy's frames and ours.

    They end below the first frame of this package, which is the one that called the layer.
    """
    frame: FrameType | None = sys._getframe(_DEPTH)
    sites: list[Site] = []
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if _users[module] if module in _users else _is_users(module):
            sites.append((frame.f_code, frame.f_lasti))
        elif sites:
            break
        frame = frame.f_back
    return tuple(sites)


def _is_users(module: str) -> bool:
    known = module.partition(".")[0] != "numpy" and not f"{module}.".startswith(f"{_OURS}.")
    _users[module] = known
    return known
