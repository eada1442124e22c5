"""Names are the code's own, wherever the code gives one."""

import threading

import numpy as np
from networks import MyNet, MySGD, MySoftmaxLoss, batch, run

from backprop_explorer.trace import event_formula, record

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


class TextbookLoss(MySoftmaxLoss):
    """Its backward calls a copy of y what the network calls the gradient of its batch."""

    def forward(self, x, t):
        self.t, self.y = t.argmax(axis=1), np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
        return -np.log(self.y[np.arange(len(x)), self.t]).mean()

    def backward(self, dout=1):
        dx = self.y.copy()
        dx[np.arange(len(dx)), self.t] -= 1
        dx = dx / len(dx)
        return dx


def test_a_local_name_of_the_loss_that_means_something_else_has_a_number():
    network = MyNet()
    network.lastLayer = TextbookLoss()
    trace = record(network, *batch())
    formulas = [event_formula(trace, event) for event in trace.events]
    assert "dx3 = copy(y)" in formulas
    assert "dx3[arange(4), t3] = dx3[arange(4), t3] − 1" in formulas
    assert "dz2 = dx3 / 4" in formulas
    assert trace.find("dx").event == max(v.event for v in trace.values if v.name == "dx")


def test_an_unnamed_array_that_is_written_to_is_called_as_before():
    def function(layer, x):
        held = [x * 2]
        held[0][0] = 7
        return held[0] + 1

    trace, _ = run(function, X)
    assert [value.label for value in trace.values if value.label == "x · 2"] == ["x · 2"] * 2
    assert event_formula(trace, trace.events[2]) == "result1 = x · 2 + 1"


def test_names_do_not_run_out():
    network = MyNet()
    for i in range(30):
        network.layers[f"Tanh{i}"] = Tanh()
    trace = record(network, *batch())
    outputs = [layer.output for layer in trace.layers]
    assert len(set(outputs)) == len(outputs)
    assert outputs[3:6] == ["a2", "a2b", "a2c"]


class Tanh:
    def forward(self, x):
        self.held = [np.tanh(x)]
        return self.held[0] * 1

    def backward(self, dout):
        return dout * (1 - self.held[0] ** 2)
