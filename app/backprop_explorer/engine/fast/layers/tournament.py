"""Which of several arrays is the largest, element by element, and how a gradient finds back to it.

It is a tournament. One after the other, the arrays challenge the leader, and only who is larger
takes the lead, so of several that are equal the first keeps it. The first leader is 0: so Relu is
in it, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array


def challenges(numbers: Array, won: Array, largest: Array) -> Iterator[Step]:
    """The steps from numbers (k, …) to the largest of them and 0, and to `won`, (k, …).

    `won` is who took the lead. In `numbers`, everyone's number becomes that of the leader.
    """
    leader = np.zeros_like(numbers[0])
    for challenger, took, following in zip(numbers, won, [*numbers[:-1], largest], strict=True):
        yield partial(np.greater, challenger, leader, took)
        yield partial(np.maximum, challenger, leader, out=following)
        leader = following


def shares(gradient: Array, won: Array, given: Array) -> Iterator[Step]:
    """The steps from a gradient (…) and `won` to what is given to each of the arrays, (k, …).

    Who took the lead last gets it, and nothing is left for those before.
    """
    mask, left = np.empty_like(given[0]), np.empty_like(given[0])
    for place in reversed(range(len(given))):
        yield partial(np.copyto, mask, won[place])
        yield partial(np.multiply, gradient, mask, given[place])
        if place:
            yield partial(np.subtract, gradient, given[place], left)
            gradient = left
