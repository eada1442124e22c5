"""Which layers a network has and in which order they run: found out, or refused with a sentence."""

import threading

import numpy as np
import pytest
from networks import MyAffine, MyRelu, MySoftmaxLoss, batch

from backprop_explorer.trace import NotANetwork, record

X, T = batch()


def affine(rows, columns, seed=0):
    rng = np.random.default_rng(seed)
    return MyAffine(rng.normal(size=(rows, columns)), rng.normal(size=columns))


def names(trace):
    return [layer.name for layer in trace.layers]


class Attributes:
    """The activation comes last, as people do who come from PyTorch."""

    def __init__(self):
        self.criterion = MySoftmaxLoss()
        self.fc1 = affine(6, 5)
        self.fc2 = affine(5, 3, 1)
        self.relu = MyRelu()


class WithForward(Attributes):
    def forward(self, x):
        return self.fc2.forward(self.relu.forward(self.fc1.forward(x)))


class WithLoss(WithForward):
    def loss(self, x, t):
        return self.criterion.forward(self.forward(x), t)


class WithGradient(Attributes):
    def gradient(self, x, t):
        self.criterion.forward(WithForward.forward(self, x), t)
        dout = self.criterion.backward()
        for layer in (self.fc2, self.relu, self.fc1):
            dout = layer.backward(dout)
        return {"W1": self.fc1.dW, "W2": self.fc2.dW}


@pytest.mark.parametrize("network", [WithForward, WithLoss, WithGradient])
def test_layers_held_as_attributes_run_in_the_order_of_the_networks_own_code(network):
    trace = record(network(), X, T)
    assert names(trace) == ["fc1", "relu", "fc2", "MySoftmaxLoss"]
    assert trace.find("L").array == WithLoss().loss(X, T)


def test_where_nothing_tells_the_order_it_is_asked_for():
    with pytest.raises(NotANetwork) as error:
        record(Attributes(), X, T)
    assert str(error.value) == (
        "The Attributes given to record() holds layers in `fc1`, `fc2`, `relu`, and has no "
        "`loss(x, t)` or `forward(x)` that tells in which order they run: put them into "
        "`self.layers` in the order in which they run."
    )


class TwoLists:
    def __init__(self):
        self.affines = [affine(6, 5), affine(5, 5, 1), affine(5, 3, 2)]
        self.relu = MyRelu()
        self.loss_fn = MySoftmaxLoss()

    def predict(self, x):
        for layer in self.affines[:-1]:
            x = self.relu.forward(layer.forward(x))
        return self.affines[-1].forward(x)


def test_a_layer_that_runs_twice_is_there_twice():
    trace = record(TwoLists(), X, T)
    assert names(trace)[:5] == ["MyAffine1", "relu1", "MyAffine2", "relu2", "MyAffine3"]
    assert np.array_equal(trace.find("z3").array, TwoLists().predict(X.copy()))


class Beside:
    """A layer that is not in `layers`: it may run or not."""

    def __init__(self):
        self.layers = [affine(6, 5)]
        self.head = affine(5, 3, 1)
        self.last_layer = MySoftmaxLoss()


def test_layers_beside_the_list_are_not_left_out():
    with pytest.raises(NotANetwork, match="in `layers`, `head`"):
        record(Beside(), X, T)

    class Runs(Beside):
        def loss(self, x, t):
            return self.last_layer.forward(self.head.forward(self.layers[0].forward(x)), t)

    class Spare(Beside):
        def __init__(self):
            super().__init__()
            self.layers.append(self.head)
            self.spare = MyRelu()

        def forward(self, x):
            for layer in self.layers:
                x = layer.forward(x)
            return x

    assert names(record(Runs(), X, T)) == ["MyAffine1", "head", "MySoftmaxLoss"]
    assert "spare" not in names(record(Spare(), X, T))


class Skips(WithLoss):
    def forward(self, x):
        return self.fc2.forward(np.tanh(self.fc1.forward(x)))


class Returns(WithForward):
    def forward(self, x):
        return super().forward(x) * 2


def test_what_the_network_computes_between_its_layers_is_not_left_out():
    with pytest.raises(NotANetwork, match="no chain in its `loss`: what goes into fc2 is not what"):
        record(Skips(), X, T)
    with pytest.raises(NotANetwork, match="`forward`: what it returns is not what fc2 gave"):
        record(Returns(), X, T)


def test_looking_for_the_order_leaves_no_trace():
    class Draws(WithLoss):
        def forward(self, x):
            self.calls = getattr(self, "calls", 0) + 1
            np.random.rand()
            return super().forward(x)

    network = Draws()
    np.random.seed(3)
    record(network, X, T)
    after = np.random.rand()
    np.random.seed(3)
    assert after == np.random.rand()
    assert not hasattr(network, "calls")
    assert "forward" not in vars(network.fc1)


def test_an_error_while_looking_for_the_order_is_the_learners_own():
    class Wrong(WithLoss):
        def forward(self, x):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine") as error:
        record(Wrong(), X, T)
    assert "to see in which order the layers run" in error.value.__notes__[0]


class Holds:
    def __init__(self, **held):
        self.last_layer = MySoftmaxLoss()
        vars(self).update(held)


def relu():
    return MyRelu()


@pytest.mark.parametrize(
    ("held", "what"),
    [
        ({"layers": [affine(6, 3), np.tanh]}, r"layers\[1\] is the function tanh and no layer"),
        ({"layers": [affine(6, 3), relu]}, r"layers\[1\] is the function relu and no layer"),
        (
            {"layers": [[affine(6, 3)], [MyRelu()]]},
            r"layers\[0\] is of the type list .* one after the other",
        ),
        ({"blocks": {"a": [affine(6, 3)]}}, r"blocks\['a'\] is of the type list and no layer"),
        (
            {"layers": [object()]},
            r"layers\[0\] is of the type object and no layer. Make it a layer",
        ),
    ],
)
def test_what_is_no_layer_is_named(held, what):
    with pytest.raises(NotANetwork, match=what):
        record(Holds(**held), X, T)


def test_sizes_called_layers_are_no_layers():
    assert names(record(Holds(layers=[6, 3], hidden=affine(6, 3)), X, T))[0] == "hidden"


def test_a_list_of_layers_is_a_network():
    assert names(record([affine(6, 3), MySoftmaxLoss()], X, T)) == ["MyAffine1", "MySoftmaxLoss"]


def test_a_class_is_no_network():
    with pytest.raises(NotANetwork, match=r"the class Attributes; give it a network: Attributes\("):
        record(Attributes, X, T)


@pytest.mark.parametrize("word", ["t", "y", "labels"])
def test_a_loss_at_the_end_may_do_without_labels(word):
    namespace = {"MySoftmaxLoss": MySoftmaxLoss}
    exec(
        "class Loss(MySoftmaxLoss):\n"
        f"    def forward(self, x, {word}=None):\n"
        f"        return super().forward(x, {word})\n",
        namespace,
    )
    trace = record([affine(6, 3), namespace["Loss"]()], X, T)
    assert names(trace) == ["MyAffine1", "Loss"]


def test_slots_hold_layers_too():
    class Slots:
        __slots__ = ("last_layer", "layers")

        def __init__(self):
            self.layers, self.last_layer = [affine(6, 3)], MySoftmaxLoss()

    assert names(record(Slots(), X, T)) == ["MyAffine1", "MySoftmaxLoss"]


def test_a_network_that_cannot_be_copied_is_asked_for_a_list():
    network = WithLoss()
    network.lock = threading.Lock()
    with pytest.raises(NotANetwork, match=r"no copy of it can be watched .* put them into `self"):
        record(network, X, T)
