"""Writing into parts of an array: what was written, and what was left as it was."""

import numpy as np
import pytest
from drawing import FLOATS, arrays, keys, numbers, row_of, some
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


@some
@given(data=st.data())
def test_writing_by_any_index(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    key = data.draw(keys(x.shape))
    y = data.draw(numbers(np.shape(x[key]), np.float32))

    def write(x, y):
        out = x.copy()
        out[key] = y
        return out

    def add_to(x, y):
        out = x.copy()
        out[key] += y
        return out

    explained(write, x, y, numbers=6)
    if y.ndim:
        explained(add_to, x, y, numbers=6)


GATHERING = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "maximum": np.maximum,
    "minimum": np.minimum,
}


@pytest.mark.parametrize("name", GATHERING)
@some
@given(data=st.data())
def test_an_index_that_stands_twice_counts_twice(name, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    key = data.draw(keys(x.shape) | row_of(len(x), size=6))
    y = data.draw(numbers(np.shape(x[key]), np.float32))

    def function(x, y):
        out = x.copy()
        GATHERING[name].at(out, key, y)
        return out

    explained(function, x, y, numbers=6)


@some
@given(data=st.data())
def test_the_gradient_of_an_embedding(data, explained):
    tokens = data.draw(hnp.arrays(np.int64, (3, 4), elements=st.integers(0, 4)))
    dout = data.draw(numbers((3, 4, 2), np.float32))

    def function(dout, tokens):
        dW = np.zeros((5, 2), dout.dtype)
        np.add.at(dW, tokens, dout)
        return dW

    explained(function, dout, tokens, numbers=6)


@some
@given(data=st.data())
def test_put_along_axis(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    kept = [length if a != axis % x.ndim else 2 for a, length in enumerate(x.shape)]
    last = x.shape[axis] - 1
    index = data.draw(hnp.arrays(np.int64, tuple(kept), elements=st.integers(0, last)))
    value = data.draw(numbers(data.draw(st.sampled_from([(), tuple(kept)])), np.float32))

    def function(x, index, value):
        out = x.copy()
        np.put_along_axis(out, index, value, axis=axis)
        return out

    explained(function, x, index, value, numbers=6)


IN_PLACE = {
    "put": lambda x, y: np.put(x, [0, -1, 0], y[0]),
    "putmask": lambda x, y: np.putmask(x, y > 0, y * 2),
    "place": lambda x, y: np.place(x, x > 0, y[0]),
    "copyto": lambda x, y: np.copyto(x, y[0], where=y > 0),
    "fill": lambda x, y: x.fill(y[0, 0]),
    "fill_diagonal": lambda x, y: np.fill_diagonal(x, 7),
    "sort": lambda x, y: x.sort(axis=0),
    "partition": lambda x, y: x.partition(1),
    "clip": lambda x, y: np.clip(x, -1, 1, out=x),
    "matmul": lambda x, y: np.matmul(x, y[:, :3], out=x[:, :3]),
    "through a view": lambda x, y: np.add(x.T[1], 1, out=x.T[1]),
}


@pytest.mark.parametrize("name", IN_PLACE)
@some
@given(data=st.data())
def test_functions_that_write_into_their_argument(name, data, explained):
    x, y = (data.draw(numbers((3, 3), np.float64)) for _ in range(2))

    def function(x, y):
        out = x.copy()
        IN_PLACE[name](out, y)
        return out

    explained(function, x, y, numbers=6)


@some
@given(data=st.data())
def test_images_from_columns(data, explained):
    """col2im adds windows that overlap, one offset at a time."""
    column = data.draw(numbers((2, 3, 2, 2, 3, 3), np.float32))

    def function(column):
        image = np.zeros((2, 3, 5, 5), column.dtype)
        for i in range(2):
            for j in range(2):
                image[:, :, i : i + 5 : 2, j : j + 5 : 2] += column[:, :, i, j, : 3 - i, : 3 - j]
        return image[:, :, 1:, 1:]

    explained(function, column, numbers=4)


def told(trace, value, index):
    explanation = trace.explain(f"v{value.id}", index)
    assert explanation.combine == "select"
    [term] = explanation.terms
    [reason] = explanation.because
    return term.factors[0], reason


def test_what_an_index_did_not_touch_is_unchanged(recorded):
    def function(x, t):
        dz = x.copy()
        dz[np.arange(2), t] -= 1
        return dz

    trace, value = recorded(function, np.arange(6.0).reshape(2, 3), np.array([1, 0]))
    factor, reason = told(trace, value, (0, 2))
    assert reason.text == "dz1[0, 2] is unchanged by this write."
    assert reason.factor == factor  # the version before, to be asked next
    assert factor.value != f"v{value.id}"
    assert trace.explain(factor.value, factor.index).operation == "copy"


def test_what_a_mask_left_out_says_so(recorded):
    def function(x):
        out = x.copy()
        out[x < 0] = 0
        return out

    trace, value = recorded(function, np.array([-1.0, 2.0]))
    _, reason = told(trace, value, (1,))
    assert reason.text == (
        "out1[1] is unchanged by this write: (x < 0)[1] is False because x[1] = 2 ≥ 0."
    )


def test_what_lies_beside_a_slice_is_unchanged(recorded):
    def function(x):
        out = x.copy()
        np.multiply(out[1:], 2, out=out[1:])
        return out

    trace, value = recorded(function, np.array([3.0, 4.0]))
    _, reason = told(trace, value, (0,))
    assert reason.text == "out1[0] is unchanged by this write."


def test_only_a_few_of_many_indices_are_named(recorded):
    def function(x, rows):
        out = np.zeros(3)
        np.add.at(out, rows, x)
        return out

    rows = np.array([0] * 6 + [1] * 2)
    trace, value = recorded(function, np.arange(8.0), rows)
    few, many = (trace.explain(f"v{value.id}", (at,)) for at in (1, 0))
    assert [reason.factor.index for reason in few.because] == [(6,), (7,)]
    assert many.because == ()
    assert len(many.terms) == 7
    assert "…" in many.formula.symbols  # and no row of seven


def test_a_write_through_overlapping_windows_has_no_rule(recorded):
    def function(x):
        out = x.copy()
        windows = np.lib.stride_tricks.as_strided(out, (3, 2), (8, 8))
        windows += 1
        return out

    trace, value = recorded(function, np.zeros(4))
    middle, end = (trace.explain(f"v{value.id}", (at,)) for at in (1, 0))
    assert end.combine == "sum"
    assert middle.combine == "opaque"
    assert "several places" in middle.because[0].text
