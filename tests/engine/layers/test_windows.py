import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.engine import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.layers.windows import Windows, side_by_side


def test_windows_are_cut_row_by_row_and_none_is_copied():
    picture = np.arange(12).reshape(1, 1, 3, 4)
    windows = Windows(2, 3).cut(picture)
    np.testing.assert_array_equal(
        windows[0, 0],
        [
            [[[0, 1, 2], [4, 5, 6]], [[1, 2, 3], [5, 6, 7]]],
            [[[4, 5, 6], [8, 9, 10]], [[5, 6, 7], [9, 10, 11]]],
        ],
    )
    assert np.shares_memory(windows, picture)


def test_a_stride_leaves_out_windows_and_what_does_not_divide():
    windows = Windows(2, 2, stride=2).cut(np.arange(15).reshape(1, 1, 3, 5))
    np.testing.assert_array_equal(windows[0, 0], [[[[0, 1], [5, 6]], [[2, 3], [7, 8]]]])


def test_padding_is_put_around_and_taken_away():
    windows = Windows(3, 3, padding=1)
    picture = np.arange(4.0).reshape(1, 1, 2, 2)
    padded = windows.padded(picture, fill=-9)
    np.testing.assert_array_equal(
        padded[0, 0], [[-9, -9, -9, -9], [-9, 0, 1, -9], [-9, 2, 3, -9], [-9, -9, -9, -9]]
    )
    np.testing.assert_array_equal(windows.cropped(padded), picture)


def test_nothing_is_copied_where_there_is_no_padding():
    picture = np.ones((1, 1, 2, 2))
    assert Windows(2, 2).padded(picture) is picture


@given(
    lengths=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=st.integers(1, 4),
    padding=st.integers(0, 3),
)
def test_the_grid_is_known_before_a_window_is_cut(lengths, sizes, stride, padding):
    windows = Windows(*sizes, stride, padding)
    padded = windows.padded(np.zeros((1, 2, *lengths)))
    if any(n < size for n, size in zip(padded.shape[2:], sizes, strict=True)):
        with pytest.raises(ShapeMismatch, match="too small"):
            windows.grid((2, *lengths))
    else:
        assert windows.cut(padded).shape == (1, 2, *windows.grid((2, *lengths)), *sizes)


@pytest.mark.parametrize("size", [0, -1, 1.5])
def test_refuses_a_window_of_no_size(size):
    with pytest.raises(InvalidSetting, match=f"{size} × 3 pixels is not possible: .* 1 or more"):
        Windows(size, 3)
    with pytest.raises(InvalidSetting, match=f"3 × {size} pixels is not possible"):
        Windows(3, size)


@pytest.mark.parametrize("stride", [0, -2, 0.5])
def test_refuses_a_stride_that_goes_nowhere(stride):
    with pytest.raises(InvalidSetting, match=f"stride of {stride} is not possible: .* 1 or more"):
        Windows(3, 3, stride=stride)


@pytest.mark.parametrize("padding", [-1, 0.5])
def test_refuses_a_padding_that_is_no_number_of_pixels(padding):
    with pytest.raises(InvalidSetting, match=f"padding of {padding} is not possible: .* 0 or more"):
        Windows(3, 3, padding=padding)


def test_refuses_an_input_smaller_than_a_window():
    with pytest.raises(ShapeMismatch, match=r"\(1, 2, 9\) with a padding of 1 .* window of 5 × 5"):
        Windows(5, 5, padding=1).grid((1, 2, 9))


@pytest.mark.parametrize("shape", [(784,), (28, 28), (1, 1, 28, 28)])
def test_refuses_an_input_that_is_no_picture(shape):
    with pytest.raises(ShapeMismatch) as refusal:
        Windows(3, 3).grid(shape)
    assert str(shape) in str(refusal.value)
    assert "(channels, height, width)" in str(refusal.value)


def test_pictures_side_by_side_are_the_same_with_each_pixel_of_all_together(rng):
    pictures = rng.normal(size=(4, 2, 3, 5))
    ours = side_by_side(pictures)
    np.testing.assert_array_equal(ours, pictures)
    assert ours.strides[0] == ours.itemsize
    assert not np.shares_memory(ours, pictures)
