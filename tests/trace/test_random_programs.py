"""Random NumPy programs with aliases and in-place writes.

Recorded or not they give the same bits; and their trace is a true account of them: each event,
done again with plain NumPy on the pictures of what it read, gives the picture of what it made.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import run

from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Ref

STEPS = {
    "multiply": lambda a, b: a * b,
    "add": lambda a, b: a + b,
    "tanh": lambda a, b: np.tanh(a),
    "where": lambda a, b: np.where(a > b, a, 0),
    "sum": lambda a, b: a.sum(axis=0, keepdims=True) + b,
    "view": lambda a, b: a[::-1],
    "transpose": lambda a, b: a.T,
    "reshape": lambda a, b: a.reshape(-1)[:9].reshape(3, 3),
    "matmul": lambda a, b: a @ b,
}
WRITES = {
    "mask": lambda a, b: a.__setitem__(b > 0, 0),
    "row": lambda a, b: a.__setitem__(1, b[0]),
    "fancy": lambda a, b: a.__setitem__(([0, 2], [1, 1]), 5),
    "add": lambda a, b: np.add(a, b, out=a),
    "through_view": lambda a, b: np.multiply(a[:, 1:], 0.5, out=a[:, 1:]),
    "fill": lambda a, b: a[0].fill(2),
    "copyto": lambda a, b: np.copyto(a, b * 2),
}
steps = st.lists(
    st.tuples(
        st.sampled_from([*STEPS, *("!" + name for name in WRITES)]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=12,
)


def play(program, x):
    arrays = [x.copy(), x * 0.5]
    for name, i, j in program:
        a, b = arrays[i % len(arrays)], arrays[j % len(arrays)]
        if name.startswith("!"):
            WRITES[name[1:]](a, b)
        else:
            arrays.append(STEPS[name](a, b))
    return arrays


@settings(max_examples=150, deadline=None)
@given(steps, st.integers(0, 100))
def test_random_programs_give_the_same_bits_and_true_traces(program, seed):
    x = np.random.default_rng(seed).normal(size=(3, 3))
    with np.errstate(all="ignore"):
        expected = play(program, x)
        trace, recorded = run(lambda layer, x: play(program, x), x)
        for ours, numpys in zip(recorded, expected, strict=True):
            assert np.array_equal(ours, numpys, equal_nan=True)
        for event in trace.events:
            redo(trace, event)


def redo(trace, event):
    made = trace.value(event.output).array
    args = [resolved(trace, argument) for argument in event.arguments]
    if event.target is None:
        again = np.asarray(call(event.operation, args, event.options))
        assert np.array_equal(again, made, equal_nan=True), event
        return
    target = trace.value(event.target)
    owner = target if target.view_of is None else trace.value(target.view_of)
    window = written(event, target.array.copy(), args)
    expected = owner.array.copy()
    for index in np.ndindex(window.shape):
        place = to_owner(target.array, index, owner.array)
        assert place is not None
        expected[place] = window[index]
    assert np.array_equal(expected, made, equal_nan=True), event


def resolved(trace, argument):
    if isinstance(argument, Ref):
        return trace.value(argument.id).array
    if isinstance(argument, tuple):
        return tuple(resolved(trace, part) for part in argument)
    return argument


def call(operation, args, options):
    if operation == "getitem":
        return args[0][args[1]]
    if operation == "copy":
        return args[0].copy()
    return getattr(np, operation)(*args, **options)


def written(event, window, args):
    if event.operation in ("setitem", "fill", "copyto"):
        key, value = (args[1], args[2]) if event.operation == "setitem" else (..., args[1])
        window[key] = value
        return window
    return np.asarray(call(event.operation, args, event.options))
