"""Sums of products: matrices, stacks of them, einsum and the rest of the family."""

import numpy as np
import pytest
from drawing import DTYPES, FLOATS, arrays, numbers, some
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

SIGNED = {"matmul": np.matmul, "matvec": np.matvec, "vecmat": np.vecmat, "vecdot": np.vecdot}


@pytest.mark.parametrize("name", SIGNED)
@some
@given(data=st.data())
def test_stacks_that_broadcast(name, data, explained):
    function = SIGNED[name]
    dtypes = DTYPES if name == "matmul" else FLOATS
    shapes = data.draw(hnp.mutually_broadcastable_shapes(signature=function.signature, max_side=4))
    x, y = (data.draw(numbers(shape, data.draw(dtypes))) for shape in shapes.input_shapes)
    explained(function, x, y)


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
    "every second": (lambda x, y: x[:, ::2] @ y[::-2], (5, 4), (4, 2)),
    "flattened": (lambda x, y: x.reshape(2, -1) @ y, (2, 3, 4), (12, 5)),
    "words times weights": (lambda x, y: x @ y, (2, 3, 4), (4, 5)),
    "gradient of such weights": (
        lambda x, y: x.reshape(-1, 4).T @ y.reshape(-1, 5),
        (2, 3, 4),
        (2, 3, 5),
    ),
    "queries and keys": (lambda x, y: x @ y.transpose(0, 2, 1) / 2, (2, 3, 4), (2, 5, 4)),
    "heads": (
        lambda x, y: (
            x.reshape(2, 3, 2, 2).transpose(0, 2, 1, 3)
            @ y.reshape(2, 3, 2, 2).transpose(0, 2, 3, 1)
        ),
        (2, 3, 4),
        (2, 3, 4),
    ),
    "heads by einsum": (
        lambda x, y: np.einsum("bqhd,bkhd->bhqk", x, y),
        (2, 3, 2, 2),
        (2, 4, 2, 2),
    ),
    "inner": (np.inner, (2, 3), (4, 3)),
    "vdot": (np.vdot, (2, 3), (2, 3)),
    "tensordot": (lambda x, y: np.tensordot(x, y, 1), (2, 3, 4), (4, 5)),
    "tensordot of axes": (
        lambda x, y: np.tensordot(x, y, axes=([0, -1], [1, 0])),
        (2, 3, 4),
        (4, 2, 5),
    ),
    "tensordot of windows": (
        lambda x, y: np.tensordot(
            np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3)),
            y,
            ((1, 4, 5), (1, 2, 3)),
        ),
        (2, 2, 4, 4),
        (3, 2, 2, 2),
    ),
    "einsum": (lambda x, y: np.einsum("ij,jk->ik", x, y), (3, 4), (4, 2)),
    "einsum implicit": (lambda x, y: np.einsum("ij,jk", x, y), (3, 4), (4, 2)),
    "einsum with lists": (
        lambda x, y: np.einsum(x, [0, 1], y, [1, 2], [2, 0]),
        (3, 4),
        (4, 2),
    ),
    "einsum with lists and dots": (
        lambda x, y: np.einsum(x, [..., 0], y, [..., 0]),
        (3, 4),
        (4,),
    ),
    "einsum over all": (lambda x, y: np.einsum("nij,nij->", x, y), (2, 3, 4), (2, 3, 4)),
    "einsum product": (lambda x, y: np.einsum("i,j->ij", x, y), (3,), (4,)),
    "einsum with dots": (lambda x, y: np.einsum("...ij,...jk->...ik", x, y), (5, 2, 3), (3, 4)),
    "einsum diagonal": (lambda x, y: np.einsum("ii,i->i", x, y), (3, 3), (3,)),
    "einsum of one": (lambda x, y: np.einsum("ij->j", x), (3, 4), (1,)),
    "einsum of three": (
        lambda x, y: np.einsum("ni,ij,nj->n", x, y, x, optimize=True),
        (2, 3),
        (3, 3),
    ),
    "kron": (np.kron, (2, 3), (3, 2)),
    "multi_dot": (lambda x, y: np.linalg.multi_dot([x, y, x]), (2, 3), (3, 2)),
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
def test_the_sum_of_a_diagonal(data, explained):
    x = data.draw(arrays(FLOATS, min_dims=2, max_dims=2))
    offset = data.draw(st.integers(-2, 2))
    explained(lambda x: np.trace(x, offset), x)


def latex(recorded, function, index, *arrays):
    trace, value = recorded(function, *arrays)
    return trace.explain(f"v{value.id}", index, limit=2).formula.latex


def test_a_product_with_transposed_keys_is_written_with_the_keys_own_indices(recorded):
    q, k = np.ones((2, 3, 4)), np.ones((2, 5, 4))

    def scores(x, k):
        keys = k * 1
        return x @ keys.transpose(0, 2, 1)

    written = latex(recorded, scores, (1, 2, 4), q, k)
    assert r"\sum_{i=0}^{3} {x}_{1,2,i} \cdot {\mathrm{keys1}}_{1,4,i} = 4" in written


def test_windows_are_written_with_the_images_own_indices(recorded):
    def convolved(x, w):
        windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2))[::2]
        return np.einsum("yxij,ij->yx", windows, w)

    def gradient(x, dz):
        windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2))[::2]
        return np.einsum("yxij,yx->ij", windows, dz)

    x = np.ones((5, 4))
    written = latex(recorded, convolved, (1, 2), x, np.ones((2, 2)))
    assert r"{x}_{i+2,j+2} \cdot {\mathrm{w1}}_{i,j} = 4" in written
    written = latex(recorded, gradient, (1, 0), x, np.ones((2, 3)))
    assert r"{x}_{2n+1,i} \cdot {\mathrm{dz1}}_{n,i} = 6" in written


def test_where_a_letter_steps_over_the_end_of_an_axis_the_view_is_written(recorded):
    written = latex(recorded, lambda x: x.reshape(2, 6) @ np.ones(6), (1,), np.ones((3, 4)))
    assert "_{1,i}" in written
