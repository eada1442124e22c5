"""Ways to write layers that once broke a recording."""

import linecache
from collections import namedtuple

import numpy as np
import pytest
from networks import MyAffine, MyNet, MySGD, MySoftmaxLoss, Net, batch, run

from backprop_explorer.trace import BadLayer, Role, record
from backprop_explorer.trace.array import RecordedArray

X, T = batch()
Cache = namedtuple("Cache", "x y")


def net(*layers):
    return Net(*layers, last_layer=MySoftmaxLoss())


class Param:
    def __init__(self, data):
        self.data, self.grad = data, None


class WithParams:
    """Weights in objects of their own, a cache in a named tuple, an activation object."""

    __slots__ = ("W", "act", "cache")

    def __init__(self):
        self.W = Param(np.ones((6, 3)))
        self.act = Tanh()

    def forward(self, x):
        self.cache = Cache(x, self.act(x @ self.W.data))
        return self.cache.y

    def backward(self, dout):
        dz = dout * (1 - self.act.y**2)
        self.W.grad = self.cache.x.T @ dz
        return dz @ self.W.data.T


class Tanh:
    def __call__(self, x):
        self.y = np.tanh(x)
        return self.y


def test_arrays_in_objects_slots_and_named_tuples_are_given_back_plain():
    network = net(WithParams())
    trace = record(network, X, T)
    layer = network.layers[0]
    assert isinstance(layer.cache, Cache)
    for array in (layer.W.data, layer.W.grad, layer.act.y, *layer.cache):
        assert type(array) is np.ndarray
    kept = trace.find("data1").array.copy()
    layer.W.data -= layer.W.grad
    layer.W.grad *= 0
    assert np.array_equal(trace.find("data1").array, kept)
    assert trace.find("grad1").array.any()


def test_a_failure_leaves_the_network_plain():
    class Refuses:
        __slots__ = ("held",)

        def __init__(self):
            self.held = np.ones(3)

        def forward(self, x):
            raise KeyError("mine")

        def backward(self, dout):
            return dout

    network = net(MyAffine(np.ones((6, 3)), np.zeros(3)), Refuses())
    with pytest.raises(KeyError, match="mine"):
        record(network, X, T)
    assert type(network.layers[0].W) is np.ndarray
    assert type(network.layers[1].held) is np.ndarray


class DictLayer:
    def __init__(self):
        self.params, self.grads = {"W": np.ones((6, 3))}, {}

    def forward(self, x):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T


def test_parameters_in_a_dict_of_the_layer_learn():
    network = net(DictLayer())
    trace = record(network, X, T, MySGD())
    assert trace.layers[0].parameters == ("W1",)
    expected = 1 - 0.1 * trace.find("dW1").array
    assert np.array_equal(network.layers[0].params["W"], expected)


def test_an_optimizer_without_anything_to_learn_is_told_so():
    with pytest.raises(BadLayer, match="nothing to update"):
        record(net(WithParams()), X, T, MySGD())


class LearnsByItself(MyAffine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.W -= 0.1 * self.dW
        return dx


def test_a_layer_that_updates_itself_has_two_versions_of_its_weights():
    network = net(LearnsByItself(np.ones((6, 3)), np.zeros(3)))
    trace = record(network, X, T)
    before, after = trace.find("W1", event=0), trace.find("W1")
    assert before.role is after.role is Role.PARAMETER
    assert (before.array == 1).all()
    assert np.array_equal(after.array, network.layers[0].W)


def test_one_array_as_input_and_label():
    x = X.copy()
    x.flags.writeable = False
    trace = record(Net(MyAffine(np.ones((6, 6)), np.zeros(6))), x, x)
    assert (trace.find("x").role, trace.find("t").role) == (Role.INPUT, Role.LABEL)


def test_a_layer_that_returns_a_list_is_named():
    class Splits(MyAffine):
        def forward(self, x):
            return list(super().forward(x))

    with pytest.raises(BadLayer, match=r"Splits1\.forward returned a list"):
        record(net(Splits(np.ones((6, 3)), np.zeros(3))), X, T)


def test_printing_an_array_is_no_operation():
    texts = []

    def function(layer, x):
        texts.append(f"{x} {x!r} {x.sum():.3f}")
        return x * 2

    trace, _ = run(function, X)
    assert [e.operation for e in trace.events if e.layer == "Function1"] == ["sum", "multiply"]
    assert texts == [f"{X} {X!r} {X.sum():.3f}"]


def test_what_stands_for_a_scalar_can_be_a_key_and_be_rounded():
    def function(layer, x):
        names = {0: "no", 1: "yes"}
        return names[(x > 9).sum()], round(x.sum(), 2), x * 1

    _, (name, rounded, _) = run(function, X)
    assert name == "no"
    assert rounded == round(X.sum(), 2)


def test_a_matrix_keeps_its_own_rules():
    matrix = np.matrix(np.full((6, 6), 2.0))
    _, result = run(lambda layer, x: x + np.asarray(layer.m * layer.m)[:4], X, m=matrix)
    assert np.array_equal(result, X + 24)


def test_out_given_by_place_and_nan_to_num_in_place_are_writes():
    def function(layer, x):
        y = x * 1
        np.clip(y, -0.5, 0.5, y)
        z = y / y
        np.nan_to_num(z, copy=False)
        return y * 2, z * 2

    with np.errstate(all="ignore"):
        trace, _ = run(function, X)
    clip = next(event for event in trace.events if event.operation == "clip")
    assert clip.target is not None
    assert np.array_equal(trace.value(clip.output).array, np.clip(X, -0.5, 0.5))
    cleaned = next(event for event in trace.events if event.operation == "nan_to_num")
    assert cleaned.target is not None


def test_a_function_that_gives_arrays_and_lists_leaves_no_trace_of_an_event_that_never_was():
    trace, _ = run(lambda layer, x: (np.histogramdd(x[:, :2]), x * 2)[1], X)
    for value in trace.values:
        if value.event is not None and value.view_of is None:
            assert value.id in trace.events[value.event - 1].outputs


def test_no_name_is_mistaken_for_an_id_and_two_layers_never_share_one():
    def function(layer, x):
        v = x * 2
        mask = v > 0
        return v, mask

    class Twice(Net):
        pass

    from networks import Function

    trace = record(Twice(Function(function), Function(function)), X, np.zeros(1))
    doubled = [trace.value(e.output) for e in trace.events if e.operation == "multiply"]
    assert [value.name for value in doubled] == ["v_1", "v_1b"]
    masks = [trace.value(e.output).name for e in trace.events if e.operation == "greater"]
    assert masks == ["mask1", "mask1b"]


class Scaled:
    def __init__(self):
        self.k = True

    def forward(self, x):
        return x * self.k

    def backward(self, dout):
        return dout * self.k


def test_a_constant_that_only_compares_equal_is_shown_as_it_is():
    network = Net(Scaled())
    record(network, X, np.zeros(1))
    network.layers[0].k = 1
    trace = record(network, X, np.zeros(1))
    assert trace.events[0].arguments[1] is not True


def test_an_edited_cell_is_read_again():
    def layer(text):
        name = "<edited-cell>"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        namespace = {"np": np, "__name__": "__main__"}
        exec(compile(text, name, "exec"), namespace)
        return namespace["f"]

    first, _ = run(layer("def f(layer, x):\n    foo = x * 2\n    return foo, 1\n"), X)
    second, _ = run(layer("def f(layer, x):\n    bar = x * 3\n    return bar, 1\n"), X)
    assert first.find("foo1").event == second.find("bar1").event == 1


def test_nothing_recorded_is_left_anywhere():
    network = net(WithParams(), MyAffine(np.ones((3, 3)), np.zeros(3)))
    record(network, X, T)
    held = [vars(network.layers[0].W), vars(network.layers[1]), vars(network.last_layer)]
    for attributes in held:
        for item in attributes.values():
            assert not isinstance(item, RecordedArray)


def test_a_number_written_through_a_window_of_no_axes():
    def function(layer, x):
        out = np.zeros(3)
        out[..., 0] += x.sum()
        out[..., 1] -= 2.0
        return out

    trace, result = run(function, np.arange(6.0))
    np.testing.assert_array_equal(result, [15, -2, 0])
    write = next(event for event in trace.events if event.operation == "subtract")
    np.testing.assert_array_equal(trace.value(write.output).array, [15, -2, 0])
    assert trace.value(write.inputs[0]).array == 0


class Keeps:
    """A layer x·W whose author keeps the weights and gradients in a way of their own."""

    def __init__(self):
        self.W = np.full((6, 3), 0.5)
        self.b = np.zeros(3)

    def forward(self, x):
        self.x = x
        W, b = self.weights()
        return x @ W + b

    def backward(self, dout):
        W, _ = self.weights()
        self.keep(self.x.T @ dout, dout.sum(axis=0))
        return dout @ W.T

    def weights(self):
        return self.W, self.b


class InLists(Keeps):
    def __init__(self):
        super().__init__()
        self.Ws = [vars(self).pop("W"), vars(self).pop("b")]

    def weights(self):
        return self.Ws

    def keep(self, dW, db):
        self.dWs = [dW, db]


class GradsBeside(Keeps):
    def keep(self, dW, db):
        self.grads = {"W": dW, "b": db}


class GradsOfAProperty(Keeps):
    @property
    def params(self):
        return [self.W, self.b]

    def keep(self, dW, db):
        self.grads = [dW, db]


class LongWords(Keeps):
    def keep(self, dW, db):
        self.W_gradient, self.b_gradient = dW, db


class Private(Keeps):
    def __init__(self):
        self._W, self._b = np.full((6, 3), 0.5), np.zeros(3)

    W = property(lambda self: self._W)
    b = property(lambda self: self._b)

    def keep(self, dW, db):
        self._dW, self._db = dW, db


class OfTheClass(Keeps):
    W, b = np.full((6, 3), 0.5), np.zeros(3)

    def __init__(self):
        pass

    def keep(self, dW, db):
        self.dW, self.db = dW, db


@pytest.mark.parametrize(
    "kind", [InLists, GradsBeside, GradsOfAProperty, LongWords, Private, OfTheClass]
)
def test_parameters_are_found_however_a_layer_keeps_them(kind):
    layer = kind()
    before = layer.weights()[0].copy()
    trace = record(net(layer), X, T, MySGD())
    W, b = trace.layers[0].parameters
    dW, db = trace.layers[0].gradients
    assert (W, dW) == ("W1", "dW1")
    assert trace.find(W).role is trace.find(b).role is Role.PARAMETER
    assert np.array_equal(trace.find(dW).array, X.T @ trace.find("dz1").array)
    assert trace.find(db).array.shape == (3,)
    assert np.array_equal(trace.find(W).array, before - 0.1 * trace.find(dW).array)
    assert np.array_equal(layer.weights()[0], trace.find(W).array)


class Rebinds:
    """The classic bug: a new array in the dict, which no layer knows of."""

    def update(self, params, grads):
        for key in params:
            params[key] = params[key] - 0.1 * grads[key]


def test_an_optimizer_that_replaces_parameters_is_found_out():
    network = MyNet()
    trace = record(network, X, T, Rebinds())
    assert [finding.kind for finding in trace.findings].count("replaced-parameter") == 4
    finding = trace.findings[-4]
    assert finding.message.startswith("Rebinds makes a new array for params['W1'] on line ")
    assert "(`params[key] = params[key] - 0.1 * grads[key]`)" in finding.message
    assert finding.message.endswith("does not learn. Write into it instead: `params[key] -= …`.")
    assert trace.events[finding.event - 1].operation == "subtract"
    with pytest.raises(BadLayer, match=r"No layer holds the array that is params\['W1'\]"):
        record(network, X, T, Rebinds())


def test_replaced_parameters_that_the_layer_reads_from_the_same_dict_are_no_mistake():
    layer = DictLayer()
    trace = record(net(layer), X, T, Rebinds())
    assert [finding.kind for finding in trace.findings] == ["replaced-parameter"]
    network = net(layer)
    network.params = layer.params
    trace = record(network, X, T, Rebinds())
    assert not trace.findings
    assert layer.params["W"] is network.params["W"]


def test_what_params_holds_besides_parameters_needs_no_gradient():
    class OfGradients(MySGD):
        def update(self, params, grads):
            for key in grads:
                params[key] -= self.lr * grads[key]

    network = MyNet()
    network.layers["Affine1"].running = network.params["running"] = np.ones(3)
    before = network.params["W1"].copy()
    record(network, X, T, OfGradients())
    assert not np.array_equal(network.params["W1"], before)
    with pytest.raises(KeyError) as error:
        record(network, X, T, MySGD())
    assert error.value.__notes__ == ["No layer has a gradient for params['running']."]


class WantsLabels(MySoftmaxLoss):
    def backward(self, t):
        return (self.y - t) / len(t)


class WantsBoth(MySoftmaxLoss):
    def backward(self, y, t):
        return (y - t) / len(t)


class WantsRate(MyAffine):
    def backward(self, dout, rate):
        return super().backward(dout)


class WantsTraining(MyAffine):
    def forward(self, x, training):
        return super().forward(x)


@pytest.mark.parametrize(
    ("layers", "last", "what"),
    [
        ([], WantsLabels(), r"calls WantsLabels.backward\(1\), .* and not with t: .*self.t = …"),
        ([], WantsBoth(), r"calls WantsBoth.backward\(1\), .* and not with y"),
        ([WantsRate], None, r"WantsRate1.backward\(dout\), but it is .* backward\(dout, rate\)"),
        ([WantsTraining], None, r"forward\(x\), but it is defined as forward\(x, training\)"),
    ],
)
def test_a_layer_that_is_called_otherwise_is_told_how(layers, last, what):
    parts = [kind(np.ones((6, 3)), np.zeros(3)) for kind in layers or [MyAffine]]
    with pytest.raises(BadLayer, match=what):
        record(Net(*parts, last_layer=last or MySoftmaxLoss()), X, T)


def test_a_loss_whose_backward_has_other_defaults_gets_the_gradient():
    class Loss(MySoftmaxLoss):
        def backward(self, dout, scale=1):
            return super().backward(dout) * dout * scale

    trace = record(Net(MyAffine(np.ones((6, 3)), np.zeros(3)), last_layer=Loss()), X, T)
    assert trace.find("dz1").array.any()


def test_an_optimizer_that_is_called_otherwise_is_told_how():
    class Steps:
        def step(self):
            pass

    class OfNetwork:
        def update(self, network):
            pass

    with pytest.raises(BadLayer, match=r"no `update`: record\(\) calls update\(params, grads\)"):
        record(MyNet(), X, T, Steps())
    with pytest.raises(
        BadLayer, match=r"OfNetwork.update\(params, grads\), but .* update\(network"
    ):
        record(MyNet(), X, T, OfNetwork())
