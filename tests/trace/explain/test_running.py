"""Operations along a row of numbers: each is made of those up to, from or around its place."""

import numpy as np
import pytest
from drawing import FLOATS, arrays, numbers, some
from hypothesis import given
from hypothesis import strategies as st

ALONG = {
    "cumsum": np.cumsum,
    "cumprod": np.cumprod,
    "method": lambda x, axis: x.cumsum(axis),
    "from the end": lambda x, axis: np.flip(np.cumsum(np.flip(x, axis), axis=axis), axis) * 1,
    "accumulate": lambda x, axis: np.add.accumulate(x, axis=axis),
    "maximum.accumulate": lambda x, axis: np.maximum.accumulate(x, axis=axis),
    "minimum.accumulate": lambda x, axis: np.minimum.accumulate(x, axis=axis),
    "cumulative_sum": lambda x, axis: np.cumulative_sum(x, axis=axis),
    "cumulative_prod": lambda x, axis: np.cumulative_prod(x, axis=axis, include_initial=True),
    "diff": lambda x, axis: np.diff(np.concatenate([x, -x], axis=axis), axis=axis),
    "diff of diff": lambda x, axis: np.diff(np.concatenate([x, -x, x], axis=axis), 2, axis),
}


@pytest.mark.parametrize("name", ALONG)
@some
@given(data=st.data())
def test_along_an_axis(name, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    explained(lambda x: ALONG[name](x, axis=axis), x)


@some
@given(x=arrays(FLOATS, min_dims=1))
def test_row_by_row_without_an_axis(x, explained):
    explained(np.cumsum, x)
    explained(np.cumprod, x)


SEGMENTS = {"add": np.add, "multiply": np.multiply, "maximum": np.maximum, "minimum": np.minimum}


@pytest.mark.parametrize("name", SEGMENTS)
@some
@given(data=st.data())
def test_by_segments(name, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    last = x.shape[axis] - 1
    starts = data.draw(st.lists(st.integers(0, last), min_size=1, max_size=5))
    explained(lambda x: SEGMENTS[name].reduceat(x, starts, axis=axis), x)


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@some
@given(data=st.data())
def test_one_row_slides_over_another(mode, data, explained):
    length = data.draw(st.integers(1, 6))
    x = data.draw(numbers((length,), np.float64))
    kernel = data.draw(numbers((data.draw(st.integers(1, length)),), np.float64))
    explained(lambda x, kernel: np.convolve(x, kernel, mode), x, kernel)
    explained(lambda x, kernel: np.correlate(x, kernel, mode=mode), x, kernel)


def test_a_long_running_sum_is_not_written_out(recorded):
    trace, value = recorded(np.cumsum, np.ones((5, 4)))
    explanation = trace.explain(f"v{value.id}", (11,), limit=3)
    assert explanation.rest.count == 9
    assert explanation.formula.latex.endswith(r"{x}_{0,0} + {x}_{0,1} + {x}_{0,2} + \dots = 12")
