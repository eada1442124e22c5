"""What does not agree at first is looked at again: is it an error, rounding, or a kink?"""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.kinks import Decisions
from backprop_explorer.engine.gradient_check.question import Question
from backprop_explorer.engine.gradient_report import LARGER, SMALLER
from backprop_explorer.engine.types import Array

SLACK = 1e-3
"""Of what two slopes are apart: they are bent a little by the second derivative."""


class SecondLook:
    """Tries a larger and a smaller step: a right gradient agrees at one of them, a wrong at none.

    What still does not agree is a kink if the loss has two slopes there and backward's number is
    one of them or between, or if the smallest step makes some layer decide otherwise in either
    direction. And where the slopes at two steps are apart, a numeric gradient is not sure by as
    much: a difference is certain only beyond that.
    """

    def __init__(
        self,
        question: Question,
        elements: Array,
        backpropagated: Array,
        numeric: Array,
        h: float,
        limit: float,
    ) -> None:
        """`elements`: places in the array of the question, where its two gradients do not agree."""
        self.array = question.array
        self.probe = question.probe
        self.elements = elements
        self.backpropagated = backpropagated
        self.numeric = numeric
        self.h = h
        self.limit = limit
        self.unsure = np.zeros(len(elements))
        self.bend = np.zeros(len(elements))
        """How far the slopes to the right and to the left are apart, at the larger step."""
        self.kinks = np.zeros(len(elements), bool)
        self.judge()

    def judge(self) -> None:
        """Which elements are doubtful: a difference that is no number does not agree either."""
        apart = np.abs(self.backpropagated - self.numeric)
        self.difference = np.where(self.kinks, 0, np.maximum(apart - self.unsure, 0))
        self.doubtful = (~(self.difference < self.limit)).nonzero()[0]

    def look(self, decisions: Decisions | None) -> None:
        """`decisions`: those of the network, None if it is not known how to read them."""
        self.try_larger_step()
        if len(self.doubtful):
            self.try_smaller_step()
        if len(self.doubtful) and decisions is not None:
            self.try_decisions(decisions)

    def try_larger_step(self) -> None:
        right, left = self.probe.two_slopes(self.elements[self.doubtful], LARGER * self.h)
        self.bend[self.doubtful] = np.abs(right - left)
        self.take_nearer((right + left) / 2)

    def try_smaller_step(self) -> None:
        """It is a kink, if backward's number is one of the two slopes there, or between them.

        Rounding sets the two apart as well, but with a larger step much less so.
        """
        doubtful = self.doubtful
        right, left = self.probe.two_slopes(self.elements[doubtful], SMALLER * self.h)
        unsure = np.abs((right + left) / 2 - self.numeric[doubtful])
        self.take_nearer((right + left) / 2)
        low, high = np.minimum(right, left), np.maximum(right, left)
        slack = SLACK * (high - low) + self.limit
        number = self.backpropagated[doubtful]
        between = (low - slack <= number) & (number <= high + slack)
        bent = high - low <= 2 * self.bend[doubtful]
        self.kinks[doubtful] = between & bent & (self.difference[doubtful] >= self.limit)
        self.unsure[doubtful] = unsure
        self.judge()

    def try_decisions(self, decisions: Decisions) -> None:
        """It is a kink, if it is one to the right and to the left, so that no slope is backward's.

        Worst first, up to the first that is none: that is a wrong number, and smaller ones need no
        excuse any more.
        """
        h = SMALLER * self.h
        for k in self.doubtful[np.argsort(-self.difference[self.doubtful])]:
            if not all(decisions.change(self.array, self.elements[k], step) for step in (h, -h)):
                break
            self.kinks[k] = True
        self.judge()

    def take_nearer(self, numeric: Array) -> None:
        """For what is doubtful, these slopes instead where they are nearer to backward's number."""
        doubtful = self.doubtful
        nearer = np.abs(self.backpropagated[doubtful] - numeric) < self.difference[doubtful]
        self.numeric[doubtful[nearer]] = numeric[nearer]
        self.judge()
