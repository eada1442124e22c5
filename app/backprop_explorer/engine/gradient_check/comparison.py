"""The two gradients of one array, compared element by element."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.kinks import Decisions
from backprop_explorer.engine.gradient_check.probe import Probe
from backprop_explorer.engine.gradient_check.question import Question
from backprop_explorer.engine.gradient_check.second_look import SecondLook
from backprop_explorer.engine.gradient_report import Method, ParameterCheck, limit_for
from backprop_explorer.engine.types import Array


class Comparison:
    """Backward's gradient beside the slope that small steps show, for some elements of an array.

    What does not agree with steps of ±h is looked at again (`second_look.py`). A complex step has
    no such excuses: it is not rounded, and reaches no kink.
    """

    def __init__(
        self, question: Question, elements: Array, method: Method, h: float, loss: float
    ) -> None:
        """`elements`: places in the array and in its gradient, counted row by row.

        `loss`: of the batch.
        """
        self.question = question
        self.elements = elements
        self.h = h
        self.backpropagated = question.gradient.reshape(-1).take(elements)
        # Without |…| of them all: fresh memory for large arrays takes longer than the arithmetic.
        self.largest = float(max(self.backpropagated.max(), -self.backpropagated.min()))
        self.limit = limit_for(method, self.largest, loss)
        self.numeric = slopes(question.probe, elements, method, h)
        self.difference = self.backpropagated - self.numeric
        np.abs(self.difference, out=self.difference)
        self.kinks = 0

    def look_again(self, decisions: Decisions | None) -> None:
        """`decisions`: those of the network, None if it is not known how to read them."""
        # A difference that is no number does not agree either.
        doubtful = (~(self.difference < self.limit)).nonzero()[0]
        if not len(doubtful):
            return
        second = SecondLook(
            self.question,
            self.elements[doubtful],
            self.backpropagated[doubtful],
            self.numeric[doubtful],
            self.h,
            self.limit,
        )
        second.look(decisions)
        self.numeric[doubtful] = second.numeric
        self.difference[doubtful] = second.difference
        self.kinks = int(second.kinks.sum())

    def report(self) -> ParameterCheck:
        array = self.question.array
        worst = int(self.difference.argmax())
        index = np.unravel_index(self.elements[worst], array.shape)
        return ParameterCheck(
            name=self.question.name,
            worst=float(self.difference[worst]),
            mean=float(self.difference.mean()),
            worst_index=tuple(map(int, index)),
            backpropagated=float(self.backpropagated[worst]),
            numeric=float(self.numeric[worst]),
            largest=self.largest,
            limit=self.limit,
            kinks=self.kinks,
            checked=len(self.elements),
            of=array.size,
        )


def slopes(probe: Probe, elements: Array, method: Method, h: float) -> Array:
    if method is Method.COMPLEX_STEP:
        return probe.complex_slopes(elements, h)
    return probe.slopes(elements, h)
