"""How a session, its position and its metrics look in JSON."""

from __future__ import annotations

from typing import Any

import orjson

from backprop_explorer.sessions.evaluation import gap
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.metrics import as_words
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
    scores = as_words(session.metrics_of(iteration), session.experiment.shapes)
    return {
        "iteration": iteration,
        **{name: scores[name] for name in ("loss", "accuracy", "penalty")},
        "test": latest_test(session, iteration),
    }


def latest_test(session: Session, iteration: int) -> dict[str, Any]:
    """Loss and accuracy when the test examples were last looked at, up to this iteration."""
    looked = iteration - iteration % gap(session.experiment)
    scores = as_words(session.metrics_of(looked), session.experiment.shapes)
    return {
        "iteration": looked,
        "loss": scores["test_loss"],
        "accuracy": scores["test_accuracy"],
    }


def metrics_view(session: Session, start: int, stop: int, every: int = 1) -> list[dict[str, Any]]:
    """A row for every completed iteration start … stop − 1, or for every so many of them."""
    rows = session.metrics(start, stop)[::every]
    return [
        {"iteration": iteration, **as_words(row, session.experiment.shapes)}
        for iteration, row in zip(range(start, stop, every), rows, strict=False)
    ]
