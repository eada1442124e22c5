"""The check of a whole network."""

from __future__ import annotations

import copy
from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import Uncheckable
from backprop_explorer.engine.gradient_check.comparison import Comparison
from backprop_explorer.engine.gradient_check.inquiry import Checkable, inquiry
from backprop_explorer.engine.gradient_check.pace import samples_in
from backprop_explorer.engine.gradient_check.question import INPUT, Question
from backprop_explorer.engine.gradient_report import GradientReport, Method, ParameterCheck
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.numerical_gradient import STEP
from backprop_explorer.engine.types import Array


def gradient_check(
    network: Checkable,
    x: Array,
    t: Array,
    *,
    sample: int | None = None,
    seconds: float | None = None,
    h: float | None = None,
    rng: np.random.Generator | None = None,
) -> GradientReport:
    """Compare the gradients of a network, for a batch x with labels t, with small steps.

    Checks every parameter and, of a `Network`, the input x. `sample`: how many elements of each,
    drawn by `rng` (seed 0 if none is given); None checks all of them. `seconds`: how long it may
    take, more or less; where that is too short, fewer elements are drawn. The report says how many
    were. Works on a copy: the network stays as it was.

    `h`: None takes complex steps where every layer allows them, and steps of ±1e-6 elsewhere.

    Raises Uncheckable for float32 parameters of a network that is not a `Network` (which would
    be converted), for a gradient that has not the shape of its parameter, for no parameters at
    all, and for a sample, seconds or an h that are not positive.
    """
    refuse_bad_request(network, sample, seconds, h)
    rng = np.random.default_rng(0) if rng is None else rng
    twin = float64_copy(network)
    x = np.array(x, np.float64)
    with np.errstate(all="ignore"):  # a network that blows up shows it in its numbers
        loss = float(twin.loss(x, t))
        asked = inquiry(twin, x, t, h)
        questions = asked.questions

        def compare(question: Question, elements: Array) -> ParameterCheck:
            comparison = Comparison(question, elements, asked.method, asked.h, loss)
            if isfinite(loss) and asked.method is Method.CENTRAL_DIFFERENCE:
                comparison.look_again(asked.decisions)
            return comparison.report()

        counts = [min(sample or question.array.size, question.array.size) for question in questions]
        if seconds is not None:
            counts = samples_in(seconds, compare, questions, counts)
        checks = {
            question.name: compare(question, drawn(question.array.size, count, rng))
            for question, count in zip(questions, counts, strict=True)
        }
    return GradientReport(checks, checks.pop(INPUT, None), asked.h, loss, asked.method)


def drawn(size: int, count: int, rng: np.random.Generator) -> Array:
    """The places of `count` elements of so many, in order."""
    if count == size:
        return np.arange(size)
    return np.sort(rng.choice(size, count, replace=False, shuffle=False))


def float64_copy(network: Checkable) -> Checkable:
    """A copy to make small steps in; a `Network` of float32 becomes one of float64."""
    if isinstance(network, Network):
        return network.copy(dtype=np.float64)
    twin = copy.deepcopy(network)
    for name, array in twin.params.items():
        if array.dtype != np.float64:
            raise Uncheckable(
                f"{name} is {array.dtype}: a step small enough for a gradient check is lost in "
                "its rounding. Build the network with float64 parameters to check it."
            )
    return twin


def refuse_bad_request(
    network: Checkable, sample: int | None, seconds: float | None, h: float | None
) -> None:
    if not network.params:
        raise Uncheckable("This network has no parameters, so there is nothing to check.")
    if sample is not None and sample < 1:
        raise Uncheckable(f"A sample of {sample} elements checks nothing: take 1 or more.")
    if seconds is not None and not seconds > 0:
        raise Uncheckable(f"In {seconds} seconds nothing can be checked: allow some, such as 1.")
    if h is not None and not (isfinite(h) and h > 0):
        raise Uncheckable(f"A step of {h} is no step: take a small positive one, such as {STEP}.")
