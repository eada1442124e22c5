"""Which element of an array an element of its view is.

A transpose, a reshape or a slice holds no numbers of its own: it is another way to walk through
the memory of the array it was made from. So an element of a view is found in its owner by its
address, and the other way round, whatever chain of slices and transposes lies between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backprop_explorer.trace.model import Array, Index


def to_owner(view: Array, index: Index, owner: Array) -> Index | None:
    """The index in `owner` of the element `view[index]`; None if no element of it lies there."""
    if view.itemsize != owner.itemsize or view.dtype.kind != owner.dtype.kind:
        return None  # view(dtype) reads the same bytes as other numbers
    return next(_found(owner, _address(view, index)), None)


def to_view(owner: Array, index: Index, view: Array) -> Index | None:
    """The index in `view` of the element `owner[index]`; None if the view leaves it out.

    Where a view shows an element several times (a broadcast), the first of its places is given.
    """
    return to_owner(owner, index, view)


def is_seen_twice(owner: Array, index: Index, view: Array) -> bool:
    """Whether overlapping windows on `owner` show this element in several of their places."""
    found = _found(view, _address(owner, index))
    return next(found, None) is not None and next(found, None) is not None


def _address(array: Array, index: Index) -> int:
    start: int = array.__array_interface__["data"][0]
    return start + sum(i * stride for i, stride in zip(index, array.strides, strict=True))


def _found(array: Array, address: int) -> Iterator[Index]:
    """Every index of `array` at this address, the largest strides first."""
    distance = address - _address(array, (0,) * array.ndim)
    axes = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    if array.size == 0:
        return
    for parts in _split(distance, [(array.strides[a], array.shape[a]) for a in axes]):
        index = [0] * array.ndim
        for axis, part in zip(axes, parts, strict=True):
            index[axis] = part
        yield tuple(index)


def _split(distance: int, axes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """The ways to cover a distance in bytes by steps along these (stride, length) axes.

    Each axis can only take the few step counts that leave a distance the finer axes can still
    cover: for an ordinary array one, so this is a division per axis and not a search.
    """
    if not axes:
        if distance == 0:
            yield ()
        return
    (stride, length), finer = axes[0], axes[1:]
    if stride == 0 or length == 1:
        for rest in _split(distance, finer):
            yield (0, *rest)
        return
    reach = [s * (n - 1) for s, n in finer]
    nearest, farthest = (
        distance - sum(r for r in reach if r > 0),
        distance - sum(r for r in reach if r < 0),
    )
    if stride < 0:
        nearest, farthest, stride = -farthest, -nearest, -stride
        sign = -1
    else:
        sign = 1
    first = max(0, -(-nearest // stride))
    last = min(length - 1, farthest // stride)
    for steps in range(first, last + 1):
        for rest in _split(distance - sign * steps * stride, finer):
            yield (steps, *rest)
