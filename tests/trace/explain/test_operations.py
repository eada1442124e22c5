"""Every operation, on random shapes, types and numbers: the terms make the number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FLOATS = st.sampled_from([np.float32, np.float64])
DTYPES = st.sampled_from([np.float32, np.float64, np.int64, np.int32, np.bool_])
some = settings(max_examples=12, deadline=None)


def numbers(shape, dtype):
    """Small numbers that add up without drama: halves for floats, so that ties happen too."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return hnp.arrays(dtype, shape)
    elements = st.integers(-8, 8)
    if kind == "f":
        elements = elements.map(lambda n: n / 2) | st.floats(-4, 4, width=32)
    return hnp.arrays(dtype, shape, elements=elements)


@st.composite
def arrays(draw, dtypes=DTYPES, min_dims=0, max_dims=3, min_side=1, max_side=4):
    shape = draw(
        hnp.array_shapes(min_dims=min_dims, max_dims=max_dims, min_side=min_side, max_side=max_side)
    )
    return draw(numbers(shape, draw(dtypes)))


@st.composite
def pairs(draw, dtypes=DTYPES):
    """Two arrays that broadcast together."""
    shapes = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4))
    return tuple(draw(numbers(shape, draw(dtypes))) for shape in shapes.input_shapes)


BINARY = {
    "add": lambda x, y: x + y,
    "multiply": lambda x, y: x * y,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "greater": lambda x, y: x > y,
    "less_equal": lambda x, y: x <= y,
    "equal": lambda x, y: x == y,
    "logical_and": np.logical_and,
    "where": lambda x, y: np.where(x > 0, x, y),
    "masked product": lambda x, y: x * (y > 0),
    "outer": np.outer,
}


@pytest.mark.parametrize("name", BINARY)
@some
@given(pair=pairs())
def test_two_arrays(name, pair, explained):
    explained(BINARY[name], *pair)


FLOAT_BINARY = {
    "subtract": lambda x, y: x - y,
    "divide": lambda x, y: x / (np.abs(y) + 1),
    "divide by anything": lambda x, y: x / y,
    "power": lambda x, y: np.abs(x) ** y,
    "arctan2": np.arctan2,
    "expression": lambda x, y: (x * 0.1 - y) / 3 + 2 * x,
    "clip between": lambda x, y: np.clip(x, -1, np.abs(y)),
}


@pytest.mark.parametrize("name", FLOAT_BINARY)
@some
@given(pair=pairs(FLOATS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_two_float_arrays(name, pair, explained):
    explained(FLOAT_BINARY[name], *pair)


UNARY = {
    "negative": lambda x: -x,
    "square": np.square,
    "square by power": lambda x: x**2,
    "exp": np.exp,
    "tanh": np.tanh,
    "sqrt": lambda x: np.sqrt(np.abs(x)),
    "log": lambda x: np.log(np.abs(x) + 1e-7),
    "sign": np.sign,
    "relu": lambda x: np.maximum(x, 0),
    "relu by mask": lambda x: x * (x > 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "clip": lambda x: x.clip(-1, 1),
    "round": lambda x: np.round(x),
    "reciprocal": lambda x: 1 / (x + 9),
    "not": lambda x: ~(x > 0),
    "isnan": np.isnan,
    "copy": lambda x: x.copy(),
    "to float64": lambda x: x.astype(np.float64),
    "to int": lambda x: x.astype(np.int64),
    "ravel": lambda x: x.T.ravel(),
    "flatten": lambda x: x.flatten(),
    "reshape": lambda x: x.T.reshape(-1),
    "reshape by function": lambda x: np.reshape(x.T, (-1, 1)),
    "concatenate": lambda x: np.concatenate([x.ravel(), x.ravel()]),
    "stack": lambda x: np.stack([x, x * 2]),
    "vstack": lambda x: np.vstack([x, x + 1]),
    "hstack": lambda x: np.hstack([x, x]),
    "repeat": lambda x: np.repeat(x, 2, axis=-1),
    "tile": lambda x: np.tile(x, 2),
    "roll": lambda x: np.roll(x, 1, axis=0),
    "pad": lambda x: np.pad(x, 1),
    "pad with edges": lambda x: np.pad(x, 1, mode="edge"),
    "pad with 3": lambda x: np.pad(x, 1, constant_values=3),
    "flip": lambda x: np.flip(x) * 1,
    "sort": lambda x: np.sort(x, axis=-1),
    "sort in place": lambda x: (x.sort(axis=0), x)[1],
    "take": lambda x: np.take(x, [0, -1, 0], axis=0),
    "broadcast_to": lambda x: np.broadcast_to(x, (2, *x.shape)) + x,
    "array of sums": lambda x: np.array([x.sum(), 2.0, x.max()]),
    "tril": lambda x: np.tril(np.atleast_2d(x)),
    "zeros_like": lambda x: np.zeros_like(x) + x,
    "full_like": lambda x: np.full_like(x, 3.0) * x,
    "view": lambda x: x.T[::-1],
    "iteration": lambda x: np.stack([row * 2 for row in x]),
}


@pytest.mark.parametrize("name", UNARY)
@some
@given(x=arrays(FLOATS, min_dims=1))
def test_one_array(name, x, explained):
    explained(UNARY[name], x)


REDUCTIONS = {
    "sum": (np.sum, DTYPES),
    "mean": (np.mean, FLOATS),
    "max": (np.max, DTYPES),
    "min": (np.min, DTYPES),
    "prod": (np.prod, DTYPES),
    "var": (np.var, FLOATS),
    "std": (np.std, FLOATS),
    "any": (np.any, st.just(np.bool_)),
    "all": (np.all, st.just(np.bool_)),
    "method": (lambda x, **options: x.sum(**options), FLOATS),
    "method mean": (lambda x, **options: x.mean(**options), FLOATS),
    "reduce": (lambda x, **options: np.add.reduce(x, **options), FLOATS),
    "maximum.reduce": (lambda x, **options: np.maximum.reduce(x, **options), FLOATS),
    "transposed": (lambda x, **options: x.T.sum(**options), FLOATS),
}


@pytest.mark.parametrize("name", REDUCTIONS)
@some
@given(data=st.data())
def test_reductions(name, data, explained):
    function, dtypes = REDUCTIONS[name]
    x = data.draw(arrays(dtypes, max_dims=4))
    axis = data.draw(st.none() | hnp.valid_tuple_axes(x.ndim))
    if axis and data.draw(st.booleans()):
        axis = axis[0]
    keepdims = data.draw(st.booleans())
    explained(lambda x: function(x, axis=axis, keepdims=keepdims), x)


ALONG = {
    "argmax": np.argmax,
    "argmin": np.argmin,
    "cumsum": np.cumsum,
    "cumprod": np.cumprod,
    "sorted": np.sort,
    "norm": np.linalg.norm,
    "ddof": lambda x, axis: np.var(np.concatenate([x, x], axis=axis), axis=axis, ddof=1),
    "accumulate": lambda x, axis: np.add.accumulate(x, axis=axis),
    "positional": lambda x, axis: np.max(x, axis),
    "masked": lambda x, axis: np.sum(x, axis=axis, where=x > 0),
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
    explained(np.argmax, x.ravel())
    explained(lambda x: np.sum(x, axis=()), x)
    explained(lambda x: np.mean(x, axis=0, where=x > -5), x)


@some
@given(data=st.data())
def test_matmul(data, explained):
    shapes = data.draw(hnp.mutually_broadcastable_shapes(signature=np.matmul.signature, max_side=4))
    x, y = (data.draw(numbers(shape, data.draw(DTYPES))) for shape in shapes.input_shapes)
    explained(np.matmul, x, y)


PRODUCTS = {
    "dot": (np.dot, (3, 4), (4, 2)),
    "dot of vectors": (np.dot, (4,), (4,)),
    "dot with a vector": (np.dot, (2, 3, 4), (4,)),
    "dot of stacks": (np.dot, (2, 3), (4, 3, 2)),
    "dot with a scalar": (np.dot, (3, 4), ()),
    "dot method": (lambda x, y: x.dot(y), (3, 4), (4, 2)),
    "transposed": (lambda x, y: x.T @ y, (5, 3), (5, 2)),
    "both transposed": (lambda x, y: np.dot(x.T, y.T), (5, 3), (2, 5)),
    "slices": (lambda x, y: x[::-1, 1:] @ y[:3], (5, 4), (5, 2)),
    "flattened": (lambda x, y: x.reshape(2, -1) @ y, (2, 3, 4), (12, 5)),
    "inner": (np.inner, (2, 3), (4, 3)),
    "vdot": (np.vdot, (2, 3), (2, 3)),
    "vecdot": (np.vecdot, (2, 3), (2, 3)),
    "tensordot": (lambda x, y: np.tensordot(x, y, 1), (2, 3, 4), (4, 5)),
    "tensordot of axes": (
        lambda x, y: np.tensordot(x, y, axes=([0, -1], [1, 0])),
        (2, 3, 4),
        (4, 2, 5),
    ),
    "einsum": (lambda x, y: np.einsum("ij,jk->ik", x, y), (3, 4), (4, 2)),
    "einsum implicit": (lambda x, y: np.einsum("ij,jk", x, y), (3, 4), (4, 2)),
    "einsum over all": (lambda x, y: np.einsum("nij,nij->", x, y), (2, 3, 4), (2, 3, 4)),
    "einsum product": (lambda x, y: np.einsum("i,j->ij", x, y), (3,), (4,)),
    "einsum with dots": (lambda x, y: np.einsum("...ij,...jk->...ik", x, y), (5, 2, 3), (3, 4)),
    "einsum diagonal": (lambda x, y: np.einsum("ii,i->i", x, y), (3, 3), (3,)),
    "einsum of one": (lambda x, y: np.einsum("ij->j", x), (3, 4), (1,)),
    "trace": (lambda x, y: np.trace(x), (3, 3), (1,)),
    "empty": (lambda x, y: x @ y, (3, 0), (0, 2)),
}


@pytest.mark.parametrize("name", PRODUCTS)
@some
@given(data=st.data())
def test_products(name, data, explained):
    function, *shapes = PRODUCTS[name]
    x, y = (data.draw(numbers(shape, data.draw(FLOATS))) for shape in shapes)
    explained(function, x, y)


@some
@given(data=st.data())
def test_reading_by_any_index(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    key = data.draw(
        hnp.basic_indices(x.shape, allow_newaxis=True)
        | hnp.integer_array_indices(x.shape)
        | hnp.arrays(np.bool_, x.shape)
    )
    explained(lambda x: x[key] * 2, x)


@some
@given(data=st.data())
def test_writing_by_any_index(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=1))
    key = data.draw(
        hnp.basic_indices(x.shape)
        | hnp.integer_array_indices(x.shape)
        | hnp.arrays(np.bool_, x.shape)
    )
    y = data.draw(numbers(np.shape(x[key]), np.float32))

    def write(x, y):
        out = x.copy()
        out[key] = y
        return out

    def add(x, y):
        out = x.copy()
        np.add.at(out, key, y)
        return out

    explained(write, x, y, numbers=6)
    explained(add, x, y, numbers=6)


def in_place(x, y):
    x += y
    x[1:] *= 2
    x.T[0] -= x.T[1]
    x[x > 3] = 0
    return x


def softmax_backward(x, y):
    n = len(x)
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    dx = e / e.sum(axis=1, keepdims=True)
    dx[np.arange(n), y[:, 0].astype(np.int64) % 3] -= 1
    return dx / n


def with_out(x, y):
    result = np.zeros(x.shape)
    np.multiply(x, y, out=result)
    np.divide(result, y, out=result, where=y != 0)
    return result


def batch_norm(x, y):
    centred = x - x.mean(axis=0)
    return y * centred / np.sqrt(np.mean(centred**2, axis=0) + 1e-7)


@pytest.mark.parametrize("lines", [in_place, softmax_backward, with_out, batch_norm])
@some
@given(data=st.data())
def test_lines_of_a_layer(lines, data, explained):
    x, y = (data.draw(numbers((4, 3), data.draw(FLOATS))) for _ in range(2))
    explained(lines, x, y, numbers=6)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_are_not_finite_are_explained_too(number, explained):
    x = np.array([[1, number], [-2, 3]], np.float32)
    for function in (
        lambda x: x @ x,
        lambda x: x.sum(axis=1),
        lambda x: x.max(axis=0),
        lambda x: np.maximum(x, 0),
        lambda x: x - x,
        lambda x: np.argmax(x, axis=1),
        lambda x: np.exp(x * 1000),
    ):
        explained(function, x, numbers=6)


def test_integers_that_wrap_around_are_explained_by_what_was_asked_for(recorded):
    x = np.array([200, 3], np.uint8)
    trace, value = recorded(lambda x: x * np.uint8(2), x)
    explanation = trace.explain(value.name, (0,))
    assert explanation.number == 144
    assert explanation.combine == "product"
