"""Checking backpropagation against small steps of the parameters."""

from __future__ import annotations

from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter
from starlette.responses import Response

from backprop_explorer.api import examples, problems
from backprop_explorer.api.answers import Route, answer
from backprop_explorer.api.dependencies import Live, Under
from backprop_explorer.api.documented import OF_A_BODY, OF_A_SESSION, answers
from backprop_explorer.api.requests import GradientCheck
from backprop_explorer.api.schemas import GradientCheckShape
from backprop_explorer.engine import GradientReport
from backprop_explorer.sessions.checking import Check

A_QUICK_ONE = GradientCheck()

router = APIRouter(prefix="/sessions/{id}", tags=["looking"], route_class=Route)


@router.post(
    "/gradient-check",
    summary="Check the gradients",
    responses=answers(
        200,
        GradientCheckShape,
        examples.GRADIENT_CHECK,
        *OF_A_BODY,
        *OF_A_SESSION,
        problems.STALE,
        problems.TOO_LONG,
    ),
)
async def gradient_check(live: Live, under: Under, what: GradientCheck = A_QUICK_ONE) -> Response:
    """Analytic against numeric gradients, in float64, at the parameters that the current iteration
    started with: for each parameter and for the input the worst and mean difference, where the
    worst is, and how many elements are at a kink; and a verdict, by the `rule`.

    Everything is checked, or of a network too large for one request a sample: see `checked` and
    `of` of each array. It changes nothing, works while the session trains, and is computed once
    for each iteration.
    """
    async with live.lock:
        session = live.session
        under.refuse_stale(session.version)
        moment, version = session.moment, session.version
    chosen = "sample" in what.model_fields_set
    asked = (moment.iteration, what.examples, what.sample if chosen else "fitting")
    view = live.checks.get(asked)
    if view is None:
        check = await run_sync(Check, session.experiment, moment, what.examples)

        def run() -> GradientReport:
            if not chosen:
                return check.fitting()
            return check.run(None if what.sample == "all" else what.sample)

        view = report_view(moment.iteration, what.examples, await run_sync(run))
        # The last one only: it is asked for again and again at one place, not at many.
        live.checks = {asked: view}
    return answer(view, version)


def report_view(iteration: int, examples: int, report: GradientReport) -> dict[str, Any]:
    return {
        "iteration": iteration,
        "examples": examples,
        "verdict": report.verdict,
        "method": report.method,
        "rule": report.rule,
        "worst": report.worst,
        "limit": report.limit,
        "kinks": report.kinks,
        "checked": report.checked,
        "of": report.of,
        "h": report.h,
        "parameters": list(report.parameters.values()),
        "input": report.input,
    }
