"""Whatever a preset's trace holds, "where does this number come from?" has an answer that adds up.

For every value of every trace a number is drawn at random, and its explanation is recomputed from
the numbers that the trace holds at the places it names.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tests.sessions.presets.trained import trained
from tests.trace.explain.checking import check, close, put_together

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.trace import Trace
from backprop_explorer.trace.model import Array, Index

# So late that biases, running statistics and what the optimizer keeps are no longer zero. One of
# the presets is about to grow beyond all numbers by then.
ITERATION = 2


@pytest.mark.parametrize("name", PRESETS)
def test_numbers_of_a_trace_are_what_their_explanations_say(name: str) -> None:
    rng = np.random.default_rng(0)
    trace = trained(name, ITERATION).recording
    opaque: Counter[str | None] = Counter()
    for value in trace.values:
        if not value.array.size:
            continue
        at = drawn(value.array, rng)
        asked = trace.explain(f"v{value.id}", at, limit=0)
        if asked.combine == "opaque":
            opaque[asked.operation] += 1
        elif asked.rest.count > limits.MAX_TERMS:
            check_cut(trace, f"v{value.id}", at)
        else:
            check(trace, f"v{value.id}", at)
    assert not opaque, f"operations without an explanation, and how often: {dict(opaque)}"


def drawn(array: Array, rng: np.random.Generator) -> Index:
    """The index of a number of the array, any of them equally likely."""
    return tuple(int(place) for place in np.unravel_index(rng.integers(array.size), array.shape))


def check_cut(trace: Trace, name: str, at: Index) -> None:
    """Of very many terms only a few are listed, and the rest is one number."""
    cut = trace.explain(name, at, limit=10)
    numbers = [term.number for term in cut.terms]
    assert sorted(numbers, key=abs, reverse=True) == numbers
    largest = sum(map(abs, numbers)) + cut.rest.count * abs(numbers[-1])
    together = put_together(cut.combine, [*numbers, cut.rest.number])
    assert close(together, cut.number, largest, cut.number.dtype)


def test_what_is_not_a_number_leads_to_what_made_it_so() -> None:
    trace = trained("exploding-gradients", 5).recording
    rng = np.random.default_rng(0)
    lost = [value for value in trace.values if np.isnan(value.array).any()]
    assert len(lost) > 100
    for value in lost:
        found = rng.permutation(np.argwhere(np.isnan(value.array)))[0]
        explanation = trace.explain(f"v{value.id}", tuple(found))
        if explanation.combine != "given":
            factors = [factor for term in explanation.terms for factor in term.factors]
            assert any(not np.isfinite(factor.number) for factor in factors), explanation
