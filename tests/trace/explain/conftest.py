"""Records a few lines of NumPy through the real recorder, and checks explanations of the result."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # checking.py and drawing.py stand beside the tests

from checking import check, check_down

from backprop_explorer.trace import Trace, Value, record


class Body:
    """A layer that runs the function under test on its input and on arrays it holds."""

    def __init__(self, function: Callable[..., Any], arrays: tuple[Any, ...]) -> None:
        self.function = function
        self.arrays = list(arrays)

    def forward(self, x):
        self.result = self.function(x, *self.arrays)
        return self.result

    def backward(self, dout):
        return dout


class Last:
    def forward(self, x, t):
        self.x = x
        return x

    def backward(self, dout=1):
        return self.x


class Net:
    def __init__(self, body: Body) -> None:
        self.layers = [body]
        self.last_layer = Last()


@pytest.fixture(scope="session")
def recorded():
    """recorded(function, x, *arrays) → (trace, the value that function(x, *arrays) returned)."""

    def run(function: Callable[..., Any], x: Any, *arrays: Any) -> tuple[Trace, Value]:
        trace = record(Net(Body(function, arrays)), np.asarray(x), np.zeros(1))
        return trace, trace.find(trace.layers[0].output)

    return run


@pytest.fixture(scope="session")
def explained(recorded):
    """Runs the function, explains some of its numbers down to the leaves, and checks every step."""

    def run(function: Callable[..., Any], x: Any, *arrays: Any, numbers: int = 3) -> Trace:
        expected = function(np.array(x), *(np.array(a) for a in arrays))
        trace, value = recorded(function, x, *arrays)
        np.testing.assert_array_equal(value.array, expected)
        rng = np.random.default_rng(value.array.size)
        for position in rng.integers(
            0, max(value.array.size, 1), numbers if value.array.size else 0
        ):
            index = np.unravel_index(position, value.array.shape)
            check_down(trace, f"v{value.id}", index)
        return trace

    return run


@pytest.fixture(scope="session")
def adds_up():
    return check
