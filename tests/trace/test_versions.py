"""Old versions of arrays: always what they were, at the cost of what was overwritten."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Net, run

from backprop_explorer.trace import assembly, record
from backprop_explorer.trace.array import active
from backprop_explorer.trace.model import freeze

VIEWS = {
    "rows": lambda a: a[1:],
    "columns": lambda a: a[..., ::2],
    "reversed": lambda a: a[::-1],
    "transpose": lambda a: a.T,
    "first": lambda a: a[0],
    "flat": lambda a: a.reshape(-1),
    "bits": lambda a: a.view(np.int64),
}
WRITES = {
    "number": lambda a, n: a.__setitem__((n % len(a),) + (0,) * (a.ndim - 1), n),
    "row": lambda a, n: a.__setitem__(n % len(a), n),
    "slice": lambda a, n: a.__setitem__(slice(0, 2), a[-2:]),
    "all": lambda a, n: a.__setitem__(..., n),
    "mask": lambda a, n: a.__setitem__(a > n, n),
    "rows twice": lambda a, n: a.__setitem__([0, n % len(a), 0], n),
    "its own numbers as index": lambda a, n: a.__setitem__(np.abs(a[:2]).astype(int) % len(a), 1),
    "add at": lambda a, n: np.add.at(a, [0, 0, n % len(a)], 1),
    "out": lambda a, n: np.add(a, 1, out=a),
    "part of it": lambda a, n: a[n % len(a) :].fill(n),
    "in place": lambda a, n: a.__imul__(2),
    "masked": lambda a, n: np.copyto(a, n, where=a > 0),
}
programs = st.lists(
    st.tuples(st.sampled_from([*VIEWS, *WRITES]), st.integers(0, 99), st.integers(0, 9)),
    max_size=25,
)


def play(program, x, look):
    """Run a program on x and views of it; look at all of them after every step."""
    arrays = [x, x[:, 1:], np.zeros(3)]
    look(arrays)
    for word, which, n in program:
        array = arrays[which % len(arrays)]
        if word in VIEWS and (array.ndim > 1 or word in ("rows", "reversed", "flat")):
            if array.size > 4 and (word != "bits" or array.dtype == float):
                arrays.append(VIEWS[word](array))
        elif word in WRITES and len(array) > 1:
            WRITES[word](array, n)
        look(arrays)
    return arrays


@settings(max_examples=200, deadline=None)
@given(programs, st.randoms(use_true_random=False))
def test_every_old_version_is_what_a_plain_run_had_at_that_time(program, random):
    x = np.random.default_rng(0).normal(size=(5, 4))
    expected, found = [], []
    play(program, x.copy(), lambda arrays: expected.extend(a.copy() for a in arrays))

    def recorded(layer, x):
        ledger = active.get().ledger
        y = x + 0

        def look(arrays):
            found.extend(ledger.seen[ledger.value_of(array)] for array in arrays)

        play(program, y, look)
        return ledger

    run(recorded, x)
    pairs = list(zip(found, expected, strict=True))
    random.shuffle(pairs)
    held = [(as_array(seen.numbers()), numbers) for seen, numbers in pairs[:20]]
    for seen, numbers in pairs:
        assert same(as_array(seen.numbers()), numbers)
    for array, numbers in held:  # what was given out has not changed since
        assert same(array, numbers)


def as_array(numbers):
    return freeze(numbers if isinstance(numbers, np.ndarray) else numbers.array())


def same(a, b):
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def test_objects_have_old_versions_too():
    def writes(layer, x):
        y = np.array([[{1}, "two"], [None, 4]], object)
        first = y[0]
        first[1] = "three"
        y[1, 0] = y.T[1]
        return y

    trace, _ = run(writes, np.ones(3))
    versions = [trace.value(event.output).array for event in trace.events]
    assert versions[0].tolist() == [[{1}, "two"], [None, 4]]
    assert versions[1].tolist() == [[{1}, "three"], [None, 4]]
    view = trace.value(trace.events[1].target)
    assert view.array.tolist() == [{1}, "two"]


def test_what_is_written_unseen_through_flat_is_not_in_older_versions():
    def writes(layer, x):
        y = np.zeros((4, 6))
        y[0, 0] = 1
        y[1, 1] = 2
        y.flat[::7] = 9
        y[2, 5] = 3
        y.flat = 4
        return y + 0

    trace, result = run(writes, np.ones(3))
    assert (result == 4).all()
    first, second, last = [
        trace.value(e.output).array for e in trace.events if e.target is not None
    ]
    assert (first.sum(), second.sum()) == (1, 9 * 4)
    assert (last == 4).all()


@pytest.mark.parametrize("dtype", [np.uint8, bool, np.float32, complex, object])
@pytest.mark.parametrize("order", ["C", "F"])
def test_old_versions_of_every_type_and_order(dtype, order):
    kept = []

    def writes(layer, x):
        y = np.array(np.arange(24).reshape(4, 6), dtype, order=order)
        for window, key in ((y, ...), (y.T, 2), (y[::-1], (1, 1)), (y, ...), (y[1:, ::2], 0)):
            kept.append(y.copy("K"))
            window[key] = len(kept) % 2
        return y

    trace, _ = run(writes, np.ones(3))
    made = [event for event in trace.events if event.operation in ("array", "setitem")]
    for event, expected in zip(made, kept, strict=False):
        version = trace.value(event.output).array
        assert version.tolist() == expected.tolist()
        assert version.strides == expected.strides


def test_a_view_and_its_owner_stand_on_the_same_old_numbers():
    def writes(layer, x):
        y = np.zeros((4, 6))
        for i in range(4):
            y.T[i, i] = i + 1
        return y

    trace, _ = run(writes, np.ones(3))
    view = trace.value(trace.events[2].target)
    owner = trace.value(view.view_of)
    window, numbers = view.array, owner.array
    assert np.shares_memory(window, numbers)
    assert np.array_equal(window, numbers.T)
    assert trace.explain(view.name, (1, 1)).number == 0
    assert trace.explain("y1", (0, 0)).number == 1


class Filling:
    """out[n, f, i, j] = …, as loop convolutions do it."""

    def __init__(self, count):
        self.count = count

    def forward(self, x):
        out = np.zeros(100_000)
        for i in range(self.count):
            out[i * 10 : i * 10 + 10] = x[0, :10]
        return out.reshape(len(x), -1)

    def backward(self, dout):
        return None


def test_filling_an_array_in_a_loop_costs_about_what_was_written():
    x = np.random.default_rng(0).normal(size=(4, 50))
    tracemalloc.start()
    try:
        trace = record(Net(Filling(1000)), x, np.zeros(4))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20e6, f"{most / 1e6:.0f} MB for 1000 writes of 80 bytes into 800 kB"
    written = [event for event in trace.events if event.operation == "setitem"]
    for k in (0, 999, 500, 501, 20):
        made = trace.value(written[k].output)
        assert made.shape == (100_000,)
        assert np.count_nonzero(made.array) == 10 * (k + 1)


def test_a_write_that_fails_leaves_the_versions_alone():
    def writes(layer, x):
        y = np.zeros((3, 4))
        y[0, 0] = 1
        for key, value in (((9, 9), 1), (0, np.ones(7)), (..., np.ones(7))):
            with pytest.raises((IndexError, ValueError)):
                y[key] = value
        y[1, 1] = 2
        return y

    trace, result = run(writes, np.ones(3))
    _, written, last = (event for event in trace.events if event.operation in ("zeros", "setitem"))
    one, two = trace.value(written.output).array, trace.value(last.output).array
    assert not trace.value(written.target).array.any()
    assert one.sum() == 1
    assert np.array_equal(two, result)


def test_plans_of_long_traces_are_not_kept_by_the_dozen():
    for count in range(7_000, 7_006):
        record(Net(Filling(count)), np.ones((4, 50)), np.zeros(4))
    assert sum(len(plan.events) for _, plan in assembly._plans) <= assembly._MOST_EVENTS
