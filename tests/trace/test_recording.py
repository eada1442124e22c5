"""Recording anyone's network: what is seen, what it is called, and that nothing is disturbed."""

from collections import OrderedDict
from pathlib import Path

import networks
import numpy as np
import pytest
from networks import MyAffine, MyNet, MyRelu, MySGD, MySoftmaxLoss, Net, Total, batch, run

from backprop_explorer.trace import BadLayer, NotANetwork, Phase, Role, record


def test_a_learners_network_trains_to_the_same_bits_recorded_or_not():
    plain, recorded = MyNet(), MyNet()
    for seed in range(3):
        x, t = batch(seed=seed)
        grads = plain.gradient(x.copy(), t)
        MySGD().update(plain.params, grads)
        trace = record(recorded, x, t, MySGD())
        assert trace.find("L").array == plain.loss
        for key, grad in grads.items():
            assert np.array_equal(trace.find(f"d{key}").array, grad)
            assert np.array_equal(recorded.params[key], plain.params[key])


def test_names_come_from_the_code():
    trace = record(MyNet(), *batch(), MySGD())
    names = {value.name for value in trace.values if not value.name.startswith("v")}
    passed = {"x", "t", "z1", "a1", "z2", "y", "L", "dz2", "da1", "dz1", "dx"}
    learned = {"W1", "b1", "W2", "b2", "dW1", "db1", "dW2", "db2"}
    assert passed | learned | {"mask1", "e"} <= names


def test_roles_and_what_a_gradient_is_of():
    trace = record(MyNet(), *batch(), MySGD())
    roles = {name: trace.find(name).role for name in ("x", "t", "W1", "z1", "L", "dW2", "da1")}
    assert roles == {
        "x": Role.INPUT,
        "t": Role.LABEL,
        "W1": Role.PARAMETER,
        "z1": Role.ACTIVATION,
        "L": Role.LOSS,
        "dW2": Role.GRADIENT,
        "da1": Role.GRADIENT,
    }
    assert trace.find("dW2").of == "W2"
    assert trace.find("da1").of == "a1"
    assert trace.find("W2").of is None


def test_an_event_knows_the_expression_it_came_from():
    trace = record(MyNet(), *batch())
    (event,) = [e for e in trace.events if trace.value(e.output).name == "dW2"]
    source = event.source
    assert source is not None
    assert source.file == "networks.py"
    assert source.text == "self.dW = np.dot(self.x.T, dout)"
    assert source.text[slice(*source.columns)] == "np.dot(self.x.T, dout)"
    assert source.function == "MyAffine.backward"
    assert (event.phase, event.layer, event.operation) == (Phase.BACKWARD, "Affine2", "dot")


def test_the_layers_of_the_trace():
    trace = record(MyNet(), *batch())
    affine2 = trace.layers[2]
    assert (affine2.name, affine2.type, affine2.number) == ("Affine2", "MyAffine", 2)
    assert (affine2.input, affine2.output) == ("a1", "z2")
    assert (affine2.parameters, affine2.gradients) == (("W2", "b2"), ("dW2", "db2"))
    assert (affine2.input_gradient, affine2.output_gradient) == ("da1", "dz2")
    assert trace.layers[-1].output == "L"


def test_an_in_place_relu_is_found_out():
    trace = record(MyNet(), *batch())
    forward, backward = trace.findings
    assert (forward.value, backward.value) == ("z1", "da1")
    lines = Path(networks.__file__).read_text().splitlines()
    line = next(i for i, text in enumerate(lines, 1) if "dout[self.mask] = 0" in text)
    assert f"line {line} of networks.py" in backward.message
    assert "Relu1 writes into da1" in backward.message
    assert "Affine2 made" in backward.message
    assert trace.events[backward.event - 1].operation == "setitem"


def test_what_was_overwritten_stays_readable():
    x, t = batch()
    net = MyNet()
    trace = record(net, x, t, MySGD())
    z1 = x @ MyNet().params["W1"]
    assert np.allclose(trace.find("z1").array, z1)
    assert np.array_equal(trace.find("a1").array, np.where(z1 <= 0, 0, trace.find("z1").array))
    assert (trace.find("z1").array < 0).any()
    before, after = trace.find("W1", event=0), trace.find("W1")
    assert np.array_equal(before.array, MyNet().params["W1"])
    assert np.array_equal(after.array, net.params["W1"])
    assert not np.array_equal(before.array, after.array)


def test_a_trace_outlives_what_the_network_does_next():
    net = MyNet()
    x, t = batch()
    trace = record(net, x, t, MySGD())
    kept = [value.array.copy() for value in trace.values]
    for array in net.params.values():
        array *= 7
    for layer in net.layers.values():
        for held in vars(layer).values():
            if isinstance(held, np.ndarray):
                held[...] = 0
    record(net, x, t, MySGD())
    for value, before in zip(trace.values, kept, strict=True):
        assert np.array_equal(value.array, before, equal_nan=True), value.name


def test_values_cannot_be_written_to():
    trace = record(MyNet(), *batch())
    for value in trace.values:
        with pytest.raises(ValueError, match="read-only"):
            value.array[...] = 0


def test_the_caller_gets_everything_back_as_it_was():
    net = MyNet()
    x, t = batch()
    x_before, params_before = x.copy(), dict(net.params)
    record(net, x, t)
    assert np.array_equal(x, x_before)
    for key, array in net.params.items():
        assert array is params_before[key]
        assert type(array) is np.ndarray
    for layer in (*net.layers.values(), net.lastLayer):
        for word, held in vars(layer).items():
            if isinstance(held, np.ndarray):
                assert type(held) is np.ndarray, word
    assert net.layers["Affine1"].W is net.params["W1"]


def test_without_an_optimizer_nothing_is_learned():
    net = MyNet()
    trace = record(net, *batch())
    assert {event.phase for event in trace.events} == {Phase.FORWARD, Phase.BACKWARD}
    assert np.array_equal(net.params["W1"], MyNet().params["W1"])


@pytest.mark.parametrize(
    "name", ["last_layer", "lastLayer", "loss_layer", "criterion", "loss_fn", "my_final_thing"]
)
def test_the_last_layer_goes_by_many_names(name):
    net = Net(MyRelu())
    del net.last_layer
    setattr(net, name, Total())
    assert [layer.type for layer in record(net, *batch()).layers] == ["MyRelu", "Total"]


def test_layers_in_a_list_with_the_loss_at_its_end():
    W, b = np.ones((6, 3)), np.zeros(3)

    class Net:
        def __init__(self):
            self.layers = [MyAffine(W, b), MyRelu(), MySoftmaxLoss()]

    trace = record(Net(), *batch())
    assert [layer.name for layer in trace.layers] == ["MyAffine1", "MyRelu1", "MySoftmaxLoss"]
    assert trace.find("dW1").array.shape == (6, 3)


def test_layers_as_attributes():
    class Net:
        def __init__(self):
            self.hidden = MyAffine(np.ones((6, 3)), np.zeros(3))
            self.loss = MySoftmaxLoss()

    assert [layer.name for layer in record(Net(), *batch()).layers] == ["hidden", "MySoftmaxLoss"]


class ListAffine:
    """The second book's way: `params` and `grads` are lists, filled in place."""

    def __init__(self, W, b):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]
        self.x = None

    def forward(self, x):
        W, b = self.params
        self.x = x
        return np.dot(x, W) + b

    def backward(self, dout):
        W, _ = self.params
        self.grads[0][...] = np.dot(self.x.T, dout)
        self.grads[1][...] = np.sum(dout, axis=0)
        return np.dot(dout, W.T)


class ListSGD:
    def update(self, params, grads):
        for i in range(len(params)):
            params[i] -= 0.1 * grads[i]


def test_params_and_grads_in_lists():
    rng = np.random.default_rng(3)
    W1, W2 = rng.normal(size=(6, 5)), rng.normal(size=(5, 3))

    class Net:
        def __init__(self):
            self.layers = [ListAffine(W1, np.zeros(5)), ListAffine(W2, np.zeros(3))]
            self.loss_layer = MySoftmaxLoss()
            self.params, self.grads = [], []
            for layer in self.layers:
                self.params += layer.params
                self.grads += layer.grads

    x, t = batch()
    net = Net()
    before = W2.copy()
    trace = record(net, x, t, ListSGD())
    assert trace.find("W2").role is Role.PARAMETER
    z1, dz2 = trace.find("z1").array, trace.find("dz2").array
    assert np.array_equal(trace.find("dW2").array, z1.T @ dz2)
    assert np.array_equal(W2, before - 0.1 * trace.find("dW2").array)
    assert not trace.findings  # filling one's own gradient arrays harms nobody


def test_what_is_no_network_is_told_what_is_missing():
    with pytest.raises(NotANetwork, match="no layers: looked for a list or dict called `layers`"):
        record(object(), *batch())
    net = Net(MyRelu())
    net.last_layer = None
    with pytest.raises(NotANetwork, match="no last layer"):
        record(net, *batch())


def test_a_layer_that_forgets_to_return_is_named():
    class Forgetful(MyRelu):
        def forward(self, x):
            x * 2

    with pytest.raises(BadLayer, match=r"Forgetful1\.forward returned nothing"):
        record(Net(Forgetful()), *batch())


def test_an_error_of_the_learners_own_comes_through_with_a_note():
    class Wrong(MyRelu):
        def backward(self, dout):
            return dout @ np.ones((99, 1))

    net = Net(Wrong())
    with pytest.raises(ValueError, match="matmul") as caught:
        record(net, *batch())
    assert "Wrong1.backward" in caught.value.__notes__[0]
    assert type(net.layers[0].mask) is np.ndarray


def test_layers_in_an_ordered_dict_keep_their_names():
    net = Net()
    net.layers = OrderedDict(first=MyRelu(), second=MyRelu())
    assert [layer.name for layer in record(net, *batch()).layers] == ["first", "second", "Total"]


def test_windows_are_a_view_of_the_picture():
    def windows(layer, x):
        return np.lib.stride_tricks.sliding_window_view(x, (2, 2))[::2].reshape(-1, 4) @ np.ones(4)

    x = np.arange(20.0).reshape(4, 5)
    trace, _ = run(windows, x)
    assert [event.operation for event in trace.events[:3]] == ["reshape", "ones", "matmul"]
    view = trace.value(trace.events[0].inputs[0])
    assert view.view_of == trace.find("x").id
    assert view.array.shape == (2, 4, 2, 2)


def test_a_shape_that_is_assigned_makes_another_view():
    def reshaped(layer, x):
        y = x * 2
        y.shape = (3, 2)
        return y @ np.ones(2)

    trace, result = run(reshaped, np.arange(6.0).reshape(2, 3))
    np.testing.assert_array_equal(result, [2, 10, 18])
    product = next(event for event in trace.events if event.operation == "matmul")
    assert trace.value(product.inputs[0]).array.shape == (3, 2)
