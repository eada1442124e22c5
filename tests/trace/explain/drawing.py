"""What hypothesis draws: small arrays of every type, alone and in pairs that broadcast."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FLOATS = st.sampled_from([np.float32, np.float64])
DTYPES = st.sampled_from([np.float32, np.float64, np.int64, np.int32, np.bool_])
some = settings(max_examples=12, deadline=None)
few = settings(max_examples=4, deadline=None)  # for what takes long


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


@st.composite
def keys(draw, shape):
    """Any key that reads or writes some of an array of this shape."""
    key = draw(
        hnp.basic_indices(shape)
        | hnp.integer_array_indices(shape)
        | hnp.arrays(np.bool_, shape)
        | st.just(...)
    )
    if len(shape) > 1 and draw(st.booleans()):  # a mask or a row of indices behind slices or dots
        length = shape[-1]
        last = draw(hnp.arrays(np.bool_, length) | row_of(length))
        key = (draw(st.sampled_from([..., *[slice(None, None, -1)] * (len(shape) == 2)])), last)
    return key


def row_of(length, size=3):
    """A few indices into an axis of this length, in any order and more than once."""
    return hnp.arrays(np.int64, st.integers(1, size), elements=st.integers(-length, length - 1))
