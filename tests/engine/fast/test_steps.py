"""Arrays that lie in memory as others do."""

import numpy as np
import pytest

from backprop_explorer.engine.fast.steps import alike, product_of

NUMBERS = np.arange(120, dtype=np.float32).reshape(2, 3, 4, 5)


@pytest.mark.parametrize(
    "array",
    [
        NUMBERS,
        NUMBERS.T,
        NUMBERS.swapaxes(1, 2),
        NUMBERS[:, 1:, ::2, 1:4],
        NUMBERS[::-1, :, ::-1],
        np.broadcast_to(NUMBERS[0, 0], (3, 4, 5)),
        np.array(3.0),
    ],
)
def test_zeros_alike(array):
    zeros = alike(array)
    assert (zeros.shape, zeros.strides, zeros.dtype) == (array.shape, array.strides, array.dtype)
    assert not zeros.any()
    assert not np.shares_memory(zeros, array)
    zeros[...] = array
    np.testing.assert_array_equal(zeros, array)


def test_a_product_lies_where_numpy_would_lay_it():
    rows, columns = np.ones((3, 4)), np.ones((4, 3)).T
    assert product_of(rows, rows).flags.c_contiguous
    assert product_of(columns, columns).flags.f_contiguous
    assert product_of(columns, rows).strides == (columns * rows).strides
