"""The two gradients of one array, compared element by element."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.kinks import Decisions
from backprop_explorer.engine.gradient_check.question import Question
from backprop_explorer.engine.gradient_report import (
    LARGER,
    SMALLER,
    ParameterCheck,
    limit_for,
)
from backprop_explorer.engine.types import Array

SLACK = 1e-3
"""Of what two slopes are apart: they are bent a little by the second derivative."""


class Comparison:
    """Backward's gradient beside the slope that steps of ±h show, for some elements of an array.

    What does not agree is looked at again, with a larger and a smaller step: a right gradient
    agrees at one of them, a wrong one at none. What still does not agree is a kink if the loss has
    two slopes there and backward's number is one of them or between, or if the smallest step makes
    some layer decide otherwise in either direction. And where the slopes at two steps are apart, a
    numeric gradient is not sure by as much: a difference is certain only beyond that.
    """

    def __init__(self, question: Question, elements: Array, h: float, loss: float) -> None:
        """`elements`: places in the array and in its gradient, counted row by row.

        `loss`: of the batch.
        """
        self.name = question.name
        self.array = question.array
        self.probe = question.probe
        self.elements = elements
        self.h = h
        self.backpropagated = question.gradient.reshape(-1).take(elements)
        self.largest = float(np.abs(self.backpropagated).max())
        self.limit = limit_for(self.largest, loss)
        self.numeric = self.probe.slopes(elements, h)
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

    def look_again(self, decisions: Decisions | None) -> None:
        """`decisions`: those of the network, None if it is not known how to read them."""
        if len(self.doubtful):
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

    def report(self) -> ParameterCheck:
        worst = int(self.difference.argmax())
        index = np.unravel_index(self.elements[worst], self.array.shape)
        return ParameterCheck(
            name=self.name,
            worst=float(self.difference[worst]),
            mean=float(self.difference.mean()),
            worst_index=tuple(map(int, index)),
            backpropagated=float(self.backpropagated[worst]),
            numeric=float(self.numeric[worst]),
            largest=self.largest,
            limit=self.limit,
            kinks=int(self.kinks.sum()),
            checked=len(self.elements),
            of=self.array.size,
        )
