"""Records a few lines of NumPy through the real recorder, and checks explanations of the result."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_explorer.trace import Trace, Value, record
from backprop_explorer.trace.explain import Explanation, Factor, Term


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


def check_down(trace: Trace, name: str, index: Any) -> None:
    """The explanation of one number, of its first and last factors, and so on to the leaves."""
    asked, checked = [(name, index)], set()
    while asked:
        name, index = asked.pop()
        if name in checked:
            continue
        checked.add(name)
        explanation = check(trace, name, index)
        factors = [factor for term in explanation.terms for factor in term.factors]
        if not factors:
            assert explanation.origin
        asked += [(f.value, f.index) for f in (*factors[:1], *factors[-1:]) if f.value]


def check(trace: Trace, name: str, index: Any) -> Explanation:
    """Recomputes an explanation from what the trace itself holds at the places it names."""
    whole = trace.explain(name, index, limit=None)
    assert whole.combine != "opaque", whole.because
    assert whole.rest.count == 0
    array = trace.find(whole.value).array
    assert same(array[whole.index], whole.number)
    assert array.dtype == whole.number.dtype
    for term in whole.terms:
        for factor in term.factors:
            if factor.value is not None:
                held = trace.find(factor.value)
                assert held.name == factor.name
                assert same(held.array[factor.index], factor.number)
        assert close(product(term), term.number, abs(complex(term.number)))
    if whole.terms:
        size = sum(abs(complex(term.number)) for term in whole.terms) * len(whole.terms)
        assert close(combine(whole), whole.number, size, coarsest(whole)), (whole, combine(whole))
    for limit in (0, 1, 3) if len(whole.terms) > 1 else ():
        cut = trace.explain(name, index, limit=limit)
        assert len(cut.terms) + cut.rest.count == len(whole.terms)
        if cut.rest.count:
            assert cut.terms == whole.terms[:limit] or len(whole.terms) <= 3
            parts = [*(term.number for term in cut.terms), cut.rest.number]
            numbers = [term.number for term in whole.terms]
            assert close(put_together(cut.combine, parts), put_together(cut.combine, numbers), 1e3)
    return whole


def product(term: Term) -> Any:
    result: Any = term.coefficient
    for factor in term.factors:
        number = factor.number.item()
        result = result * (number - (factor.minus or 0))
    return result


def combine(explanation: Explanation) -> Any:
    numbers = [product(term) for term in explanation.terms]
    match explanation.combine:
        case "quotient":
            with np.errstate(all="ignore"):
                return np.float64(numbers[0]) / np.float64(numbers[1])
        case "select":
            assert len(numbers) == 1
            return numbers[0]
        case "argmax" | "argmin":
            return explanation.terms[0].label.at
        case "function":
            return called(explanation.operation, [term.factors[0] for term in explanation.terms])
    return put_together(explanation.combine, numbers)


def called(operation: str, factors: list[Factor]) -> Any:
    if operation in ("astype", "setitem"):
        return factors[0].number.item()
    with np.errstate(all="ignore"):
        return getattr(np, operation)(*(as_given(factor) for factor in factors))


def as_given(factor: Factor) -> Any:
    """A number in the code is a Python number to NumPy, and takes the type of its neighbour."""
    return factor.number if factor.value is not None else factor.number.item()


def put_together(combine: str, numbers: list[Any]) -> Any:
    functions = {
        "sum": np.sum,
        "product": np.prod,
        "maximum": np.max,
        "minimum": np.min,
        "argmax": np.max,
        "argmin": np.min,
        "root of sum": lambda numbers: np.sqrt(np.sum(numbers)),
    }
    return functions[combine](numbers)


def coarsest(explanation: Explanation) -> np.dtype:
    """The float type with the fewest digits among the numbers of an explanation."""
    numbers = [f.number for term in explanation.terms for f in term.factors if f.value]
    floats = [n.dtype for n in (explanation.number, *numbers) if n.dtype.kind == "f"]
    whole = explanation.number.dtype.kind in "iub"
    return explanation.number.dtype if whole else max(floats, key=lambda d: np.finfo(d).eps)


def same(a: Any, b: Any) -> bool:
    return bool(np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind in "fc"))


def close(a: Any, b: Any, size: float = 1, dtype: Any = np.float64) -> bool:
    """Equal to the rounding of the dtype, for numbers made of parts of this size."""
    if np.isnan(a) or np.isnan(b):
        return bool(np.isnan(a) and np.isnan(b))
    if np.dtype(dtype).kind in "iu":
        return int(a) == int(b)
    limits = np.finfo(dtype if np.dtype(dtype).kind == "f" else np.float64)
    return bool(a == b or abs(a - b) <= 8 * limits.eps * (abs(b) + size) + limits.tiny)
