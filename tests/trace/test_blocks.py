"""Layers inside of layers: each operation belongs to the innermost, and all names are found."""

import numpy as np
import pytest
from networks import MyAffine, MySoftmaxLoss, Net, batch

from backprop_explorer.engine import SGD, Affine, BatchNorm, Network, Relu, Residual
from backprop_explorer.trace import Phase, record

X, T = batch()


class Sequential:
    """As people write it in a notebook: a list of layers that is a layer."""

    def __init__(self, *layers):
        self.steps = list(layers)

    def forward(self, x):
        for step in self.steps:
            x = step.forward(x)
        return x

    def backward(self, dout):
        for step in reversed(self.steps):
            dout = step.backward(dout)
        return dout


class Doubled:
    """A block that holds its layer as an attribute, and computes something itself."""

    def __init__(self, layer):
        self.layer = layer

    def forward(self, x):
        return 2 * self.layer.forward(x)

    def backward(self, dout):
        return self.layer.backward(2 * dout)


def affine(rng, rows, columns):
    return MyAffine(rng.normal(size=(rows, columns)), np.zeros(columns))


@pytest.fixture
def nested(rng):
    width = X.shape[1]
    block = Sequential(affine(rng, width, 5), Doubled(affine(rng, 5, 4)))
    return Net(block, affine(rng, 4, 3), last_layer=MySoftmaxLoss())


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_parts_are_named_through_blocks_and_say_which_block_they_are_in(nested):
    layers = {layer.name: layer.block for layer in record(nested, X, T).layers}
    assert layers == {
        "Sequential1": None,
        "MyAffine1": "Sequential1",
        "Doubled1": "Sequential1",
        "MyAffine2": "Doubled1",
        "MyAffine3": None,
        "MySoftmaxLoss": None,
    }


def test_an_operation_belongs_to_the_innermost_layer(nested):
    trace = record(nested, X, T)
    forward = [e for e in trace.events if e.phase is Phase.FORWARD]
    products = [e.layer for e in forward if e.operation in ("dot", "matmul")]
    assert products == ["MyAffine1", "MyAffine2", "MyAffine3"]
    assert [e.layer for e in forward if "2 * self.layer" in e.source.text] == ["Doubled1"]


def test_parameters_inside_of_blocks_are_numbered_in_order_and_learn(nested):
    layers = [nested.layers[0].steps[0], nested.layers[0].steps[1].layer, nested.layers[1]]
    before = [layer.W.copy() for layer in layers]
    trace = record(nested, X, T, SGD(0.1))
    for number, (layer, W) in enumerate(zip(layers, before, strict=True), start=1):
        np.testing.assert_array_equal(trace.find(f"W{number}", 0).array, W)
        np.testing.assert_array_equal(trace.find(f"dW{number}").array, layer.dW)
        np.testing.assert_array_equal(trace.find(f"W{number}").array, layer.W)
        assert not np.array_equal(layer.W, W)


def test_blocks_are_left_as_they_were(nested):
    record(nested, X, T)
    assert set(vars(nested.layers[0])) == {"steps"}
    assert "forward" not in vars(nested.layers[0].steps[0])
    assert type(nested.layers[0].steps[0].W) is np.ndarray


def test_what_passes_inside_is_known_beside_what_passes_outside(rng):
    width = X.shape[1]

    def layer(rows, columns):
        return Affine(rng.normal(size=(rows, columns)), np.zeros(columns))

    block = Residual([layer(4, 4), Relu(), layer(4, 4)])
    trace = record(Network([layer(width, 4), block, layer(4, 3)]), X, T)
    inner = {layer.name: layer for layer in trace.layers}
    assert inner["Residual1"].input == inner["Affine2"].input == "z1"
    assert inner["Residual1"].output == "a3"
    assert inner["Affine3"].output_gradient == "da3"
    np.testing.assert_array_equal(
        trace.find("dz1").array, trace.find("da3").array + trace.find("dz1b").array
    )


def test_running_statistics_are_state_with_two_versions(rng):
    width = X.shape[1]
    net = Network([BatchNorm(np.ones(width), np.zeros(width)), affine_of_ours(rng, width)])
    trace = record(net, X, T)
    before, after = trace.find("running_mean1", 0), trace.find("running_mean1")
    assert before.role == after.role == "state"
    np.testing.assert_array_equal(before.array, np.zeros(width))
    np.testing.assert_allclose(after.array, 0.1 * X.mean(axis=0))


def affine_of_ours(rng, width):
    return Affine(rng.normal(size=(width, 3)), np.zeros(3))


class InPlaceMomentum:
    def __init__(self):
        self.v = {}

    def update(self, params, grads):
        for key in params:
            if key not in self.v:
                self.v[key] = np.zeros_like(params[key])
            self.v[key] *= 0.9
            self.v[key] -= 0.1 * grads[key]
            params[key] += self.v[key]


class RebindingMomentum(InPlaceMomentum):
    def update(self, params, grads):
        for key in params:
            self.v[key] = 0.9 * self.v.get(key, np.zeros_like(params[key])) - 0.1 * grads[key]
            params[key] += self.v[key]


@pytest.mark.parametrize("optimizer", [InPlaceMomentum(), RebindingMomentum()])
def test_what_an_optimizer_keeps_is_named_after_its_parameter(rng, optimizer):
    net = Network([affine_of_ours(rng, X.shape[1])])
    record(net, X, T, optimizer)
    kept = optimizer.v["W1"].copy()
    trace = record(net, X, T, optimizer)
    np.testing.assert_array_equal(trace.find("vW1", 0).array, kept)
    np.testing.assert_array_equal(trace.find("vW1").array, optimizer.v["W1"])
    assert trace.find("vW1", 0).role == trace.find("vW1").role == "state"
    np.testing.assert_allclose(
        trace.find("vW1").array, 0.9 * kept - 0.1 * trace.find("dW1").array, rtol=1e-12
    )


def test_an_attribute_that_would_read_like_an_id_gets_an_underscore(rng):
    class WithV:
        def forward(self, x):
            self.v = x * 2
            return self.v + 1

        def backward(self, dout):
            return dout

    trace = record(Net(WithV(), affine(rng, X.shape[1], 3), last_layer=MySoftmaxLoss()), X, T)
    np.testing.assert_array_equal(trace.find("v_1").array, X * 2)


def test_a_random_draw_is_one_operation_under_its_own_name(rng):
    class MyDropout:
        def forward(self, x):
            chance = np.random.default_rng((5, 1)).random(x.shape)
            self.mask = chance > 0.5
            return x * self.mask

        def backward(self, dout):
            return dout * self.mask

    trace = record(Net(MyDropout(), affine(rng, X.shape[1], 3), last_layer=MySoftmaxLoss()), X, T)
    assert [event.operation for event in trace.events[:3]] == ["random", "greater", "multiply"]
    np.testing.assert_array_equal(
        trace.find("chance1").array, np.random.default_rng((5, 1)).random(X.shape)
    )
