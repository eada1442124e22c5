"""An element of a view is found in its owner by its address, through any chain of views."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from backprop_explorer.trace.explain.view import is_seen_twice, to_owner, to_view


@st.composite
def views(draw):
    """An owner in C or Fortran order, and something seen through up to three views of it."""
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=4, max_side=4))
    order = draw(st.sampled_from("CF"))
    dtype = draw(st.sampled_from([np.float32, np.int8, np.complex128]))
    owner = np.arange(np.prod(shape)).astype(dtype).reshape(shape).copy(order=order)
    view = owner
    for _ in range(draw(st.integers(0, 3))):
        match draw(st.sampled_from("transpose slice newaxis broadcast flip windows".split())):
            case "windows" if view.ndim < 5:
                axis = draw(st.integers(0, view.ndim - 1)) if view.ndim else None
                width = draw(st.integers(1, view.shape[axis])) if view.ndim else ()
                view = sliding_window_view(view, width, axis)
            case "transpose":
                view = view.transpose(draw(st.permutations(range(view.ndim))))
            case "slice" if view.ndim:
                sliced = view[draw(hnp.basic_indices(view.shape, min_dims=1))]
                view = sliced if sliced.size else view
            case "newaxis" if view.ndim < 5:
                view = view[np.newaxis]
            case "broadcast" if view.ndim < 5:
                view = np.broadcast_to(view, (2, *view.shape))
            case "flip":
                view = view[::-1]
    return owner, view


@given(data=st.data())
def test_a_view_and_its_owner_agree_on_every_element(data):
    owner, view = data.draw(views())
    index = tuple(data.draw(st.integers(0, length - 1)) for length in view.shape)

    at = to_owner(view, index, owner)

    assert at is not None
    assert owner[at] == view[index]  # every element of the owner is different
    back = to_view(owner, at, view)
    assert back is not None
    assert view[back] == view[index]


@given(data=st.data())
def test_what_a_view_leaves_out_is_not_found_in_it(data):
    owner, view = data.draw(views())
    index = tuple(data.draw(st.integers(0, length - 1)) for length in owner.shape)
    assert (to_view(owner, index, view) is not None) == bool(np.any(view == owner[index]))


def test_reshaped_and_transposed():
    owner = np.zeros((2, 3, 4))
    assert to_owner(owner.reshape(6, 4), (4, 1), owner) == (1, 1, 1)
    assert to_owner(owner.reshape(2, 12).T, (7, 1), owner) == (1, 1, 3)
    assert to_owner(owner[:, ::-1], (0, 0, 2), owner) == (0, 2, 2)


def test_the_same_bytes_as_another_type_are_other_numbers():
    owner = np.zeros(4, np.float32)
    assert to_owner(owner.view(np.int32), (1,), owner) is None
    assert to_owner(owner.view(np.float64), (1,), owner) is None


def test_an_empty_array_holds_nothing():
    assert to_view(np.zeros(3), (0,), np.zeros((0, 3))) is None


@given(data=st.data())
def test_overlapping_windows_show_an_element_as_often_as_they_reach_over_it(data):
    length = data.draw(st.integers(2, 8))
    width, step = data.draw(st.integers(1, length)), data.draw(st.integers(1, 3))
    owner = np.arange(length)
    windows = sliding_window_view(owner, width)[::step]
    for element in range(length):
        times = int(np.sum(windows == element))
        assert is_seen_twice(owner, (element,), windows) == (times > 1)
        found = to_view(owner, (element,), windows)
        assert (found is None) == (times == 0)
        assert found is None or windows[found] == element


def test_steps_of_size_zero_stand_on_the_same_element():
    owner = np.arange(6.0).reshape(2, 3)
    view = as_strided(owner, (2, 4, 3), (24, 0, 8))
    assert to_owner(view, (1, 3, 2), owner) == (1, 2)
    assert to_view(owner, (1, 2), view) == (1, 0, 2)  # the first of its places
