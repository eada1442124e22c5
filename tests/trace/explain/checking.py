"""Recomputes explanations from what the trace itself holds at the places they name."""

from typing import Any
from xml.etree import ElementTree

import numpy as np

from backprop_explorer.trace import Trace
from backprop_explorer.trace.explain import Explanation, Factor, Term

CONVERTING = ("astype", "setitem", "put_along_axis", "put", "copyto")  # they say int(2.5)
OF_A_ROW = ("any", "all", "count_nonzero")


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
        result = combine(trace, whole)
        assert close(result, whole.number, size, coarsest(whole)), (whole, result)
    for reason in whole.because:
        if reason.factor is not None and reason.factor.value is not None:
            held = trace.find(reason.factor.value)
            assert same(held.array[reason.factor.index], reason.factor.number)
    for mathml in (whole.formula.symbols, whole.formula.numbers):
        assert ElementTree.fromstring(mathml).tag == "math"
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


def combine(trace: Trace, explanation: Explanation) -> Any:
    numbers = [product(term) for term in explanation.terms]
    match explanation.combine:
        case "quotient":
            with np.errstate(all="ignore"):
                return np.float64(numbers[0]) / np.float64(numbers[1])
        case "select":
            assert len(numbers) == 1
            return numbers[0]
        case "position":
            [term] = explanation.terms
            return term.label.at
        case "argmax" | "argmin":
            best = explanation.terms[0].label.at
            return best if isinstance(best, int) else counted_row_by_row(best, explanation)
        case "root of sum":
            [degree] = {len(term.factors) for term in explanation.terms}
            return np.sum(numbers) ** (1 / degree)
        case "function":
            options = trace.events[explanation.event - 1].options
            return called(explanation, dict(options))
    return put_together(explanation.combine, numbers)


def counted_row_by_row(best: tuple[int, ...], explanation: Explanation) -> int:
    return sorted(term.label.at for term in explanation.terms).index(best)


def called(explanation: Explanation, options: dict[str, Any]) -> Any:
    """The operation on the terms, in their order."""
    operation = explanation.operation
    factors = [term.factors[0] for term in explanation.terms]
    if operation in CONVERTING:
        return factors[0].number.item()
    name, _, method = operation.partition(".")
    numbers = [as_given(factor) for factor in factors]
    with np.errstate(all="ignore"):
        if operation == "norm":
            return np.linalg.norm(numbers, options["ord"])
        if method == "reduce" or operation in OF_A_ROW:
            return getattr(np, name).reduce(numbers) if method else getattr(np, name)(numbers)
        return getattr(np, name)(*numbers)


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
        "root of sum": np.sum,
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
