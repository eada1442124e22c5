"""How many elements of each array can be checked in a given time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np

from backprop_explorer.engine.gradient_check.question import Question
from backprop_explorer.engine.types import Array

Compare = Callable[[Question, Array], object]
"""Does the work for some elements of an array."""

GROWTH = 8
TRIAL = 0.02
"""Of the time there is: what finding out the pace may take, but for the last two trials."""


def samples_in(
    seconds: float, compare: Compare, questions: Sequence[Question], wanted: Sequence[int]
) -> list[int]:
    """For each question, how many of the `wanted` elements there is time for: 1 or more.

    Nobody knows beforehand which shortcuts a network allows and how many kinks it has, so a few
    elements of each array are compared and timed. Arrays share the time evenly, and what the quick
    ones leave over is for the slow ones.
    """
    trial = TRIAL * seconds / len(questions)
    paces = [seconds_per_element(compare, question, trial) for question in questions]
    samples = [0] * len(questions)
    waiting = sorted(range(len(questions)), key=lambda k: paces[k] * wanted[k])
    while waiting:
        share = seconds / len(waiting)
        k = waiting.pop(0)
        samples[k] = max(1, min(wanted[k], int(share / paces[k])))
        seconds -= samples[k] * paces[k]
    return samples


def seconds_per_element(compare: Compare, question: Question, enough: float) -> float:
    """Measured on more and more elements, until that takes long `enough` or all are compared.

    What seems to take long is tried again: it may be the machine that was busy with something else.
    """
    size = question.array.size
    count = 1
    while True:
        seconds = seconds_for(compare, question, count)
        if seconds > enough:
            seconds = min(seconds, seconds_for(compare, question, count))
        if seconds > enough or count == size:
            return seconds / count
        count = min(size, GROWTH * count)


def seconds_for(compare: Compare, question: Question, count: int) -> float:
    elements = np.linspace(0, question.array.size - 1, count).astype(int)
    started = perf_counter()
    compare(question, elements)
    return perf_counter() - started
