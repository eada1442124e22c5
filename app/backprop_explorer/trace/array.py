"""The array that tells: an ndarray whose every operation is reported to the active recorder.

NumPy lets a subclass take over two ways in: `__array_ufunc__` for arithmetic, comparison, `@` and
the like, and `__array_function__` for `np.sum`, `np.where` and so on. What bypasses both is the
array's own methods (`x.sum()`, `x.T`, `x[mask]`, `x[i] = 0`, iteration), so these are overridden
here, one by one. Each override does the same thing: hand the plain NumPy callable and its arguments
to the recorder, which runs it and writes down what happened.

With no recorder active (a recorded array that outlived its recording) everything is plain NumPy.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from backprop_explorer.trace.memory import Memory
    from backprop_explorer.trace.recorder import Recorder

active: ContextVar[Recorder | None] = ContextVar("active_recorder", default=None)


class RecordedArray(np.ndarray[Any, Any]):
    """An ndarray on the same memory as a plain one, seen by the recorder.

    `scalar` marks what NumPy would have returned as a scalar (`x.sum()`, `x[2, 3]`): it is kept as
    a 0-d array so that it can be followed, and is handed to NumPy as the scalar it stands for.
    """

    # What the recorder last knew of this very array: its memory, the value it is a picture of, how
    # many writes the memory had seen by then, and the plain array it was made from. Shortcuts only;
    # views start without them.
    memory: Memory | None = None
    value: int = -1
    writes: int = -1
    plain: Any = None
    scalar: bool = False

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        recorder = active.get()
        if recorder is None or not recorder.listening:
            return getattr(ufunc, method)(*plain(inputs), **plain(options))
        return recorder.ufunc(ufunc, method, inputs, options)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return _call(func.__name__, func, args, kwargs)

    def __getitem__(self, key: Any) -> Any:
        function = operator.getitem if self.scalar else np.ndarray.__getitem__
        return _call("getitem", function, (self, key), {})

    def __setitem__(self, key: Any, value: Any) -> None:
        _call("setitem", np.ndarray.__setitem__, (self, key, value), {})

    def __iter__(self) -> Iterator[Any]:
        return (self[row] for row in range(len(self)))

    @property
    def T(self) -> Any:
        return self.transpose()

    @property
    def shape(self) -> Any:
        return np.ndarray.shape.__get__(self)

    @shape.setter
    def shape(self, shape: Any) -> None:
        """`y.shape = …` makes this array another window: what was known of it is out of date."""
        np.ndarray.shape.__set__(self, shape)  # type: ignore[attr-defined]
        self.memory = self.plain = None

    @property
    def dtype(self) -> Any:
        return np.ndarray.dtype.__get__(self)

    @dtype.setter
    def dtype(self, dtype: Any) -> None:
        """As with the shape: `y.dtype = …` reads the same bytes as other numbers."""
        np.ndarray.dtype.__set__(self, dtype)  # type: ignore[attr-defined]
        self.memory = self.plain = None

    def __getattr__(self, name: str) -> Any:
        """What only scalars have, such as `is_integer`."""
        if self.scalar and not name.startswith("__"):
            return getattr(plain(self), name)
        raise AttributeError(f"'numpy.ndarray' object has no attribute {name!r}")

    @property
    def flat(self) -> Any:
        """Who has it can write unseen: from now on each version is kept whole."""
        recorder = active.get()
        if recorder is not None and recorder.listening:
            recorder.ledger.keep_whole(self)
        return np.ndarray.flat.__get__(self)

    @flat.setter
    def flat(self, numbers: Any) -> None:
        self.flat[...] = plain(numbers)

    # What looks at an array as a whole, without computing with it, sees the plain one.

    def __repr__(self) -> str:
        return repr(plain(self))

    def __str__(self) -> str:
        return str(plain(self))

    def __format__(self, spec: str) -> str:
        return format(plain(self), spec)

    def __hash__(self) -> int:  # type: ignore[override]  # what stands for a scalar can be a key
        return hash(plain(self))

    def __round__(self, digits: int | None = None) -> Any:
        return round(plain(self), digits)

    def __reduce__(self) -> Any:
        return plain(self).__reduce__()


def plain(argument: Any) -> Any:
    """The same argument with every recorded array in it as the ndarray or scalar it stands for."""
    kind = type(argument)
    if kind is RecordedArray:
        window = argument.plain
        if window is None:
            window = argument.view(np.ndarray)
        return window[()] if argument.scalar else window
    if kind is tuple:
        return tuple([plain(item) for item in argument])
    if kind is list:
        return [plain(item) for item in argument]
    if kind is dict:
        return {key: plain(item) for key, item in argument.items()}
    if kind is slice:
        return slice(plain(argument.start), plain(argument.stop), plain(argument.step))
    return argument


def plain_window(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A plain array on the same memory."""
    known = array.plain if type(array) is RecordedArray else None
    return array.view(np.ndarray) if known is None else known


def _call(operation: str, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    recorder = active.get()
    if recorder is None or not recorder.listening:
        return function(*plain(args), **plain(kwargs))
    return recorder.function(operation, function, args, kwargs)


def _method(name: str) -> Callable[..., Any]:
    function = getattr(np.ndarray, name)
    of_scalars = getattr(np.generic, name, function)

    def method(self: RecordedArray, *args: Any, **kwargs: Any) -> Any:
        return _call(name, of_scalars if self.scalar else function, (self, *args), kwargs)

    method.__name__ = name
    method.__doc__ = function.__doc__
    return method


def _in_place(name: str) -> Callable[..., Any]:
    """`a += b` changes an array but rebinds a scalar; what stands for a scalar must rebind too."""
    in_place = getattr(np.ndarray, f"__i{name}__")
    out_of_place = getattr(np.ndarray, f"__{name}__")

    def assign(self: RecordedArray, other: Any) -> Any:
        return (out_of_place if self.scalar else in_place)(self, other)

    assign.__name__ = f"__i{name}__"
    return assign


METHODS = (
    "all any argmax argmin argpartition argsort astype choose clip compress conj conjugate copy "
    "cumprod cumsum diagonal dot fill flatten max mean min nonzero partition prod put ravel repeat "
    "reshape round searchsorted sort squeeze std sum swapaxes take trace transpose var"
).split()
IN_PLACE = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()

for _name in METHODS:
    setattr(RecordedArray, _name, _method(_name))
for _name in IN_PLACE:
    setattr(RecordedArray, f"__i{_name}__", _in_place(_name))
