"""Operations that only move numbers: each number is found where it came from."""

import numpy as np
import pytest
from drawing import FLOATS, arrays, keys, numbers, row_of, some
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.lib.stride_tricks import as_strided, sliding_window_view

MOVES = {
    "copy": lambda x: x.copy(),
    "to float64": lambda x: x.astype(np.float64),
    "to int": lambda x: x.astype(np.int64),
    "ravel": lambda x: x.T.ravel(),
    "flatten": lambda x: x.flatten(),
    "reshape": lambda x: x.T.reshape(-1),
    "reshape by function": lambda x: np.reshape(x.T, (-1, 1)),
    "concatenate": lambda x: np.concatenate([x.ravel(), x.ravel()]),
    "concatenate with numbers": lambda x: np.concatenate([x.ravel(), [1.0, 2.0]]),
    "stack": lambda x: np.stack([x, x * 2]),
    "vstack": lambda x: np.vstack([x, x + 1]),
    "hstack": lambda x: np.hstack([x, x]),
    "block": lambda x: np.block([[x, x + 1], [-x, x]]),
    "append": lambda x: np.append(x, x * 2),
    "insert": lambda x: np.insert(x, 0, x.ravel()[0], axis=-1),
    "delete": lambda x: np.delete(x, 0, axis=0),
    "repeat": lambda x: np.repeat(x, 2, axis=-1),
    "repeat by method": lambda x: x.repeat(3),
    "repeat unevenly": lambda x: np.repeat(x, range(1, 1 + len(x)), axis=0),
    "tile": lambda x: np.tile(x, 2),
    "roll": lambda x: np.roll(x, 1, axis=0),
    "pad": lambda x: np.pad(x, 1),
    "pad with edges": lambda x: np.pad(x, 1, mode="edge"),
    "pad with 3": lambda x: np.pad(x, 1, constant_values=3),
    "pad one axis": lambda x: np.pad(x, pad_width=[(1, 2)] + [(0, 0)] * (x.ndim - 1)),
    "flip": lambda x: np.flip(x) * 1,
    "take": lambda x: np.take(x, [0, -1, 0], axis=0),
    "extract": lambda x: np.extract(x > 0, x),
    "compress": lambda x: np.compress([True] * len(x), x, axis=0),
    "compress by method": lambda x: x.compress([True] * len(x), axis=0),
    "broadcast_to": lambda x: np.broadcast_to(x, (2, *x.shape)) + x,
    "meshgrid": lambda x: np.meshgrid(x.ravel(), x.ravel() * 2)[1] * 1,
    "split": lambda x: np.concatenate(np.array_split(x * 1, 2)[::-1]),
    "array of sums": lambda x: np.array([x.sum(), 2.0, x.max()]),
    "tril": lambda x: np.tril(np.atleast_2d(x)),
    "zeros_like": lambda x: np.zeros_like(x) + x,
    "full_like": lambda x: np.full_like(x, 3.0) * x,
    "view": lambda x: x.T[::-1],
    "iteration": lambda x: np.stack([row * 2 for row in x]),
}


@pytest.mark.parametrize("name", MOVES)
@some
@given(x=arrays(FLOATS, min_dims=1))
def test_one_array(name, x, explained):
    explained(MOVES[name], x)


@some
@given(data=st.data())
def test_reading_by_any_index(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    key = data.draw(keys(x.shape) | hnp.basic_indices(x.shape, allow_newaxis=True))
    explained(lambda x: x[key] * 2, x)


@some
@given(data=st.data())
def test_the_rows_of_an_embedding(data, explained):
    words = data.draw(numbers((5, 3), np.float32))
    tokens = data.draw(hnp.arrays(np.int64, (2, 4), elements=st.integers(0, 4)))
    trace = explained(lambda x, tokens: x[tokens] * 1, words, tokens)
    looked_up = next(event for event in trace.events if event.operation == "getitem")
    explanation = trace.explain(f"v{looked_up.output}", (1, 2, 0))
    [reason] = explanation.because
    assert (reason.factor.index, reason.factor.number) == ((1, 2), tokens[1, 2])


@some
@given(data=st.data())
def test_along_an_axis_by_indices(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    index = data.draw(row_of(x.shape[axis]))
    along = np.expand_dims(index, [a for a in range(x.ndim) if a != axis % x.ndim])

    explained(lambda x, index: np.take(x, index, axis=axis), x, index)
    explained(lambda x, index: x.take(index), x, index % x.size)
    explained(lambda x, along: np.take_along_axis(x, indices=along, axis=axis), x, along)
    explained(lambda x: np.take_along_axis(x, np.argsort(x, axis=axis), axis=axis), x)


@some
@given(data=st.data())
def test_sliding_windows(data, explained):
    x = data.draw(numbers((2, 2, 4, 5), data.draw(FLOATS)))
    window = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    step = data.draw(st.integers(1, 2))

    def windows(x):
        return sliding_window_view(x, window, axis=(2, 3))[:, :, ::step, ::step]

    explained(lambda x: windows(x) * 2, x)
    explained(lambda x: windows(x).max(axis=(-2, -1)), x)
    explained(lambda x: windows(x * 2).mean(axis=(4, 5), keepdims=True), x)


def test_strided_windows_that_overlap_or_stand_still(explained):
    x = np.arange(12.0).reshape(3, 4)
    explained(lambda x: as_strided(x, (3, 2, 2), (32, 8, 8)) + 1, x, numbers=9)
    explained(lambda x: as_strided(x, (3, 4, 5), (32, 8, 0)) * 2, x, numbers=9)


def test_the_index_that_picked_a_number_is_named(recorded):
    x = np.array([[1.0, 5.0, 2.0], [7.0, 0.0, 3.0]])

    def function(x):
        best = np.argmax(x, axis=1)
        return np.take_along_axis(x, best[:, None], axis=1)

    trace, value = recorded(function, x)
    [reason] = trace.explain(f"v{value.id}", (0, 0)).because
    assert reason.text == "The index here is best1[0] = 1 because x[0, 1] = 5 is the largest."


def test_padding_is_no_number_of_the_array(recorded):
    trace, value = recorded(lambda x: np.pad(x, 1), np.array([4.0]))
    border, middle = (trace.explain(f"v{value.id}", (at,)) for at in (0, 1))
    assert border.terms[0].factors[0].value is None
    assert border.because[0].text == ("pad put it here: it is none of the numbers that were moved.")
    assert border.formula.latex.endswith("= 0")
    assert middle.because == ()
