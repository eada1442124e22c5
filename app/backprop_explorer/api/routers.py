"""All routes of the API."""

from __future__ import annotations

from backprop_explorer.api import (
    catalog,
    checking,
    explain,
    health,
    maps,
    moves,
    sessions,
    trace,
    training,
    values,
)

ROUTERS = tuple(
    part.router
    for part in (health, catalog, moves, values, explain, trace, maps, sessions, training, checking)
)
