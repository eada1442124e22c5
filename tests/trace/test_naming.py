"""Names are the code's own, wherever the code gives one."""

import threading

import numpy as np
from networks import MyNet, MySGD, batch, run

from backprop_explorer.trace import record

X = np.arange(6.0).reshape(2, 3) - 2


def helper(x):
    return np.exp(x) * 2


def outer(x):
    return helper(x)


def name_of(trace, operation, nth=0):
    event = [event for event in trace.events if event.operation == operation][nth]
    return trace.value(event.output)


def test_a_local_variable_an_attribute_and_a_walrus():
    def function(layer, x):
        hot = x > 0
        layer.cold = x < 0
        if (total := x.sum()) > 100:
            return total
        square: np.ndarray = x * x
        return hot, layer.cold, square

    trace, _ = run(function, X)
    names = [name_of(trace, op).name for op in ("greater", "less", "sum", "multiply")]
    assert names == ["hot1", "cold1", "total1", "square1"]


def test_what_a_function_returns_is_named_where_it_is_put():
    def function(layer, x):
        scaled = outer(x)
        return scaled

    trace, _ = run(function, X)
    assert name_of(trace, "multiply").name == "scaled1"


def test_an_unnamed_value_has_its_id_for_a_name_and_a_label_that_says_what_it_is():
    trace, _ = run(lambda layer, x: np.exp(x * 2), X)
    value = name_of(trace, "multiply")
    assert value.name == f"v{value.id}"
    assert value.label == "x · 2"
    assert trace.find(value.name) is value


def test_a_local_name_never_hides_one_that_passes_between_layers():
    def function(layer, x):
        a = x * 2
        x = a + 1
        a = x * 3
        return a

    trace, _ = run(function, X)
    assert [value.id for value in trace.values if value.name == "x"] == [trace.find("x").id]


def test_an_array_from_outside_is_named_by_what_the_code_calls_it():
    scale = np.full(3, 2.0)

    def function(layer, x):
        return x * scale

    trace, _ = run(function, X)
    assert trace.find("scale1").array is not scale
    assert trace.find("scale1").event is None
    assert np.array_equal(trace.find("scale1").array, scale)


def test_an_in_place_write_makes_the_next_version_of_the_same_name():
    def function(layer, x):
        out = x + 1
        out += 1
        out *= 2
        return out

    trace, _ = run(function, X)
    versions = [value for value in trace.values if value.name == "out1"]
    assert [value.event for value in versions] == [1, 2, 3]
    assert np.array_equal(trace.find("out1", event=2).array, X + 2)


def test_two_recordings_at_once_do_not_mix():
    traces = {}

    def work(seed):
        x, t = batch(seed=seed)
        traces[seed] = [record(MyNet(seed=seed), x, t, MySGD()) for _ in range(5)]

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed, recorded in traces.items():
        x, t = batch(seed=seed)
        alone = record(MyNet(seed=seed), x, t, MySGD())
        for trace in recorded:
            assert [e.operation for e in trace.events] == [e.operation for e in alone.events]
            assert np.array_equal(trace.find("dW1").array, alone.find("dW1").array)
