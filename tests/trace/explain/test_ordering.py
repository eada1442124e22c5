"""Operations that go by size or by truth: each number, or the place where it stands."""

import numpy as np
import pytest
from drawing import FLOATS, arrays, some
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

ALONG = {
    "sort": np.sort,
    "sort downwards": lambda x, axis: -np.sort(-x, axis=axis),
    "argsort": np.argsort,
    "argsort by method": lambda x, axis: x.argsort(axis),
    "argsort stable": lambda x, axis: np.argsort(x, axis=axis, kind="stable"),
    "partition": lambda x, axis: np.partition(x, x.shape[axis] // 2, axis=axis),
    "argpartition": lambda x, axis: np.argpartition(x, x.shape[axis] // 2, axis=axis),
    "quantile": lambda x, axis: np.quantile(x, 0.3, axis=axis),
    "quantiles": lambda x, axis: np.quantile(x, [0.25, 0.5, 1], axis=axis, keepdims=True),
    "percentile": lambda x, axis: np.percentile(x, 90, axis=axis),
}


@pytest.mark.parametrize("name", ALONG)
@some
@given(data=st.data())
def test_along_an_axis(name, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    explained(lambda x: ALONG[name](x, axis=axis), x, numbers=5)


@some
@given(x=arrays(FLOATS, min_dims=1))
def test_without_an_axis_row_by_row(x, explained):
    explained(lambda x: np.sort(x, axis=None), x)
    explained(lambda x: np.argsort(x, axis=None), x)
    explained(lambda x: x.ravel()[np.argsort(x, axis=None)], x)


@some
@given(data=st.data())
def test_median(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1, max_dims=4))
    axis = data.draw(st.none() | hnp.valid_tuple_axes(x.ndim, min_size=1))
    keepdims = data.draw(st.booleans())
    explained(lambda x: np.median(x, axis=axis, keepdims=keepdims), x)


PLACES = {
    "nonzero": lambda x: np.nonzero(x)[-1] * 1,
    "where": lambda x: np.where(x > 0)[0] * 1,
    "flatnonzero": np.flatnonzero,
    "argwhere": lambda x: np.argwhere(x > 0),
}


@pytest.mark.parametrize("name", PLACES)
@some
@given(x=arrays(FLOATS, min_dims=1))
def test_where_numbers_stand(name, x, explained):
    explained(PLACES[name], x)


@pytest.mark.parametrize(
    ("function", "index", "text"),
    [
        (
            lambda x: np.argsort(x, axis=1),
            (0, 0),
            "x[0, 1] = −2 is the 1st of 3 in ascending order.",
        ),
        (
            lambda x: np.median(x, axis=1),
            (1,),
            "In ascending order, the 2nd of 3 numbers count here.",
        ),
        (lambda x: np.flatnonzero(x > 4), (0,), "(x > 4)[0, 0] is the 1st that is True."),
        (lambda x: np.flatnonzero(x), (3,), "x[1, 1] is the 4th that is not 0."),
        (
            lambda x: np.argpartition(x, 1, axis=1),
            (0, 1),
            "x[0, 2] = 3 belongs to this side of the partition of 3 numbers.",
        ),
    ],
)
def test_reasons(function, index, text, recorded):
    trace, value = recorded(function, np.array([[5.0, -2.0, 3.0], [0.0, 4.0, 1.0]]))
    [reason] = trace.explain(f"v{value.id}", index).because
    assert reason.text == text


def test_where_the_smallest_stands_says_which_it_is(recorded):
    trace, value = recorded(lambda x: np.argsort(x), np.array([5.0, -2.0, 3.0]))
    explanation = trace.explain(f"v{value.id}", (0,))
    assert (explanation.combine, explanation.number) == ("position", 1)
    [term] = explanation.terms
    assert (term.label.at, term.factors[0].index, term.number) == (1, (1,), -2)
    assert r"\text{place of } {x}_{1} = 1" in explanation.formula.latex
