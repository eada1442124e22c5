"""Explanations: for any number of a trace, the numbers that made it.

`explain` finds the event that made the number and asks that operation's rule (one small rule per
NumPy operation, in files by family) which numbers it read. See `rules.py` to add one.
"""

from backprop_explorer.trace.explain.examples import find_example_axis
from backprop_explorer.trace.explain.explainer import explain
from backprop_explorer.trace.explain.explanation import (
    Explanation,
    Factor,
    Formula,
    Label,
    Origin,
    Reason,
    Rest,
    Term,
)
from backprop_explorer.trace.explain.formula import describe, event_formula, expression
from backprop_explorer.trace.explain.operand import Facts

__all__ = [
    "Explanation",
    "Factor",
    "Facts",
    "Formula",
    "Label",
    "Origin",
    "Reason",
    "Rest",
    "Term",
    "describe",
    "event_formula",
    "explain",
    "expression",
    "find_example_axis",
]
