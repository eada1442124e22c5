"""How a session, its position and its metrics look in JSON."""

from __future__ import annotations

from typing import Any

import orjson

from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.session import Session


def session_view(live: LiveSession) -> dict[str, Any]:
    """A session, as every change answers with it."""
    session = live.session
    return {
        "id": session.id,
        **position_view(live),
        "spec": orjson.Fragment(session.spec_json),
        "parameters": session.experiment.parameter_count,
        "iterations_per_epoch": session.experiment.iterations_per_epoch,
    }


def position_view(live: LiveSession) -> dict[str, Any]:
    """What changes in a session when it moves; the stream says no more than that."""
    session = live.session
    return {
        "version": session.version,
        "position": session.position,
        "training": live.training is not None,
        "metrics": latest_metrics(session),
        "findings": session.findings,
    }


def latest_metrics(session: Session) -> dict[str, Any] | None:
    """Loss and accuracy of the latest iteration whose loss is known."""
    iteration = session.measured
    if iteration is None:
        return None
    row = session.metrics_of(iteration)
    return {"iteration": iteration, "loss": row[0], "accuracy": row[1]}


def metrics_view(session: Session, start: int, stop: int, every: int = 1) -> list[dict[str, Any]]:
    """A row for every completed iteration start … stop − 1, or for every so many of them."""
    names = list(session.experiment.shapes)
    first_ratio = 2 + len(names)
    rows = session.metrics(start, stop)[::every]
    return [
        {
            "iteration": iteration,
            "loss": row[0],
            "accuracy": row[1],
            "gradient_norms": dict(zip(names, row[2:first_ratio], strict=True)),
            "update_ratios": dict(zip(names, row[first_ratio:], strict=True)),
        }
        for iteration, row in zip(range(start, stop, every), rows, strict=False)
    ]
