"""One number from many: sums, means, spreads, norms, over any axes."""

import numpy as np
import pytest
from drawing import DTYPES, FLOATS, arrays, numbers, some
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

REDUCTIONS = {
    "sum": (np.sum, DTYPES),
    "mean": (np.mean, FLOATS),
    "max": (np.max, DTYPES),
    "min": (np.min, DTYPES),
    "prod": (np.prod, DTYPES),
    "var": (np.var, FLOATS),
    "std": (np.std, FLOATS),
    "any": (np.any, DTYPES),
    "all": (np.all, DTYPES),
    "count_nonzero": (np.count_nonzero, DTYPES),
    "average": (np.average, FLOATS),
    "method": (lambda x, **options: x.sum(**options), FLOATS),
    "method mean": (lambda x, **options: x.mean(**options), FLOATS),
    "method var": (lambda x, **options: x.var(**options), FLOATS),
    "reduce": (lambda x, **options: np.add.reduce(x, **options), FLOATS),
    "maximum.reduce": (lambda x, **options: np.maximum.reduce(x, **options), FLOATS),
    "logaddexp.reduce": (lambda x, **options: np.logaddexp.reduce(x, **options), FLOATS),
    "transposed": (lambda x, **options: x.T.sum(**options), FLOATS),
    "initial sum": (lambda x, **options: np.sum(x, initial=2.5, **options), FLOATS),
    "initial max": (lambda x, **options: np.max(x, initial=0, **options), FLOATS),
    "mean handed over": (
        lambda x, **options: np.var(x, mean=x.mean(options["axis"], keepdims=True), **options),
        FLOATS,
    ),
    "vector_norm": (np.linalg.vector_norm, FLOATS),
}

LISTED = ("any", "all", "count_nonzero", "logaddexp.reduce")  # of no more than 100 numbers
ONE_AXIS = ("logaddexp.reduce",)  # NumPy reduces it along one axis only


@pytest.mark.parametrize("name", REDUCTIONS)
@some
@given(data=st.data())
def test_over_any_axes(name, data, explained):
    function, dtypes = REDUCTIONS[name]
    x = data.draw(arrays(dtypes, max_dims=3 if name in LISTED else 4, min_dims=name in ONE_AXIS))
    axis = data.draw(st.none() | hnp.valid_tuple_axes(x.ndim))
    if axis and data.draw(st.booleans()):
        axis = axis[0]
    if name in ONE_AXIS:
        axis = 0
    keepdims = data.draw(st.booleans())
    explained(lambda x: function(x, axis=axis, keepdims=keepdims), x)


ALONG = {
    "argmax": np.argmax,
    "argmin": np.argmin,
    "ddof": lambda x, axis: np.var(np.concatenate([x, x], axis=axis), axis=axis, ddof=1),
    "correction": lambda x, axis: np.std(np.stack([x, x + 1]), axis=0, correction=1),
    "positional": lambda x, axis: np.max(x, axis),
    "masked sum": lambda x, axis: np.sum(x, axis=axis, where=x > 0),
    "masked max": lambda x, axis: np.max(x, axis=axis, where=x > 0, initial=-9),
    "masked product": lambda x, axis: np.prod(x, axis=axis, where=x > 0),
    "masked mean": lambda x, axis: np.mean(x, axis=axis, where=x >= x.min(axis, keepdims=True)),
    "subtract.reduce": lambda x, axis: np.subtract.reduce(x, axis=axis),
    "ptp": lambda x, axis: np.ptp(x, axis=axis),
    "keepdims": lambda x, axis: np.argmax(x, axis=axis, keepdims=True),
}


@pytest.mark.parametrize("name", ALONG)
@some
@given(data=st.data())
def test_along_an_axis(name, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    explained(lambda x: ALONG[name](x, axis=axis), x)


def test_over_everything(explained):
    x = np.arange(12.0, dtype=np.float32).reshape(3, 4) - 5
    for function in (np.sum, np.mean, np.std, np.max, np.linalg.norm, np.add.reduce):
        explained(function, x)
    explained(lambda x: np.sum(x, axis=()), x)


def test_the_spread_of_equal_numbers_is_what_rounding_their_mean_leaves(explained, recorded):
    x = np.full(3, 3.3215547, np.float32)
    assert x.var() > 0
    explained(np.var, x)
    explained(np.std, x)
    trace, value = recorded(np.var, x)
    [deviation, again] = trace.explain(f"v{value.id}", ()).terms[0].factors
    assert deviation == again
    assert deviation.minus == x.mean()


@some
@given(x=arrays(FLOATS, min_dims=2))
def test_the_place_of_the_largest_of_all_is_counted_row_by_row(x, explained, recorded):
    explained(np.argmax, x)
    trace, value = recorded(np.argmin, x)
    [reason] = trace.explain(f"v{value.id}", ()).because
    place = np.unravel_index(x.argmin(), x.shape)
    assert reason.factor.index == tuple(map(int, place))
    assert reason.text == (
        "The places are counted row by row: "
        f"x[{', '.join(map(str, map(int, place)))}] is number {x.argmin()}."
    )


@some
@given(data=st.data())
def test_weighted_average(data, explained):
    x = data.draw(numbers((3, 4), data.draw(FLOATS)))
    one_each, for_rows = (
        data.draw(hnp.arrays(np.float32, shape, elements=st.integers(1, 5)))
        for shape in [(3, 4), (4,)]
    )
    explained(lambda x, w: np.average(x, weights=w), x, one_each)
    explained(lambda x, w: np.average(x, axis=0, weights=w), x, one_each)
    explained(lambda x, w: np.average(x, axis=1, weights=w, keepdims=True), x, for_rows)
    explained(lambda x: np.average(x, axis=0, weights=[1, 2, 3]), x)


ORDERS = [None, 1, 2, 3, 4, np.inf, -np.inf, 0, -1, 0.5]


@pytest.mark.parametrize("order", ORDERS)
@some
@given(data=st.data())
def test_norms_of_vectors(order, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    keepdims = data.draw(st.booleans())
    with np.errstate(all="ignore"):
        explained(lambda x: np.linalg.norm(x, ord=order, axis=axis, keepdims=keepdims), x)


@pytest.mark.parametrize("order", [None, "fro", 1, -1, np.inf, -np.inf])
@some
@given(data=st.data())
def test_norms_of_matrices(order, data, explained):
    x = data.draw(arrays(FLOATS, min_dims=2))
    axis = data.draw(st.permutations(range(x.ndim)).map(lambda axes: tuple(axes[:2])))
    keepdims = data.draw(st.booleans())
    explained(lambda x: np.linalg.norm(x, order, axis, keepdims), x)
    explained(lambda x: np.linalg.norm(x[(0,) * (x.ndim - 2)], order), x)
    if order is not None:
        explained(lambda x: np.linalg.matrix_norm(x, ord=order), x)


def test_the_column_that_counts_is_named(recorded):
    trace, value = recorded(lambda x: np.linalg.norm(x, 1), np.array([[1.0, -3.0], [2.0, 1.0]]))
    explanation = trace.explain(f"v{value.id}", ())
    assert explanation.because[0].text == "Of the sums of sizes, that of column 1 is the largest."
    assert [term.factors[0].index for term in explanation.terms] == [(0, 1), (1, 1)]
    assert [term.coefficient for term in explanation.terms] == [-1, 1]
    assert r"\sum_{n=0}^{1} \left| {x}_{n,1} \right| = 4" in explanation.formula.latex


def test_what_needs_singular_values_has_no_rule(recorded):
    trace, value = recorded(lambda x: np.linalg.norm(x, 2), np.eye(2))
    explanation = trace.explain(f"v{value.id}", ())
    assert explanation.combine == "opaque"
    assert "the norm of order 2" in explanation.because[0].text


def test_more_numbers_than_anybody_reads_have_no_rule(recorded):
    trace, value = recorded(lambda x: np.logaddexp.reduce(x), np.zeros(101))
    assert trace.explain(f"v{value.id}", ()).combine == "opaque"


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_are_not_finite_are_explained_too(number, explained):
    x = np.array([[1, number], [-2, 3]], np.float32)
    for function in (
        lambda x: x @ x,
        lambda x: x.sum(axis=1),
        lambda x: x.max(axis=0),
        lambda x: np.maximum(x, 0),
        lambda x: np.clip(x, 0, None),
        lambda x: x - x,
        lambda x: np.argmax(x, axis=1),
        lambda x: np.exp(x * 1000),
        lambda x: np.median(x, axis=0),
        lambda x: np.sort(x, axis=0),
        lambda x: np.argsort(x, axis=1),
        lambda x: np.linalg.norm(x, axis=1),
        lambda x: np.linalg.norm(x, 1, axis=1),
    ):
        explained(function, x, numbers=6)
