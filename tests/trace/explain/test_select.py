"""np.where and its kind: the number that was chosen, and what chose it."""

import numpy as np
import pytest
from drawing import FLOATS, numbers, pairs, some
from hypothesis import given
from hypothesis import strategies as st

CHOICES = {
    "where": lambda x, y: np.where(x > 0, x, y),
    "where with numbers": lambda x, y: np.where(y > x, 1.5, -1),
    "leaky": lambda x, y: np.where(x > 0, x, 0.01 * x) * y,
    "where by a number": lambda x, y: np.where(y, x, 0),
    "select": lambda x, y: np.select([x > 1, y > x], [x, y], default=7),
    "select from numbers": lambda x, y: np.select([x > 1, x < -1], [1.0, -1.0], 0.0) + y,
    "choose": lambda x, y: np.choose((x > y) * 1, [x, y]),
}


@pytest.mark.parametrize("name", CHOICES)
@some
@given(pair=pairs(FLOATS))
def test_choices(name, pair, explained):
    explained(CHOICES[name], *pair)


@some
@given(data=st.data())
def test_masked_attention(data, explained):
    scores = data.draw(numbers((2, 3, 3), np.float32))

    def function(scores):
        future = np.triu(np.ones((3, 3), bool), k=1)
        return np.where(future, -np.inf, scores)

    explained(function, scores, numbers=6)


def test_every_condition_that_failed_led_to_the_default(recorded):
    trace, value = recorded(lambda x: np.select([x > 1, x < -1], [x, -x]), np.array([0.5, 2.0]))
    texts = [reason.text for reason in trace.explain(f"v{value.id}", (0,)).because]
    assert texts == [
        "(x > 1)[0] is False because x[0] = 0.5 ≤ 1.",
        "(x < −1)[0] is False because x[0] = 0.5 ≥ −1.",
    ]
