import numpy as np
import pytest
import torch

from backprop_explorer.engine import (
    SGD,
    Affine,
    InvalidNetwork,
    Layer,
    Network,
    Relu,
    ShapeMismatch,
    Sigmoid,
    UnknownParameter,
)


def affine(inputs, outputs, seed=0):
    rng = np.random.default_rng(seed)
    return Affine(rng.normal(size=(inputs, outputs)), rng.normal(size=outputs))


@pytest.fixture
def network():
    return Network([affine(6, 5), Relu(), affine(5, 4, seed=1), Sigmoid(), affine(4, 3, seed=2)])


@pytest.fixture
def batch(rng):
    return rng.normal(size=(7, 6)), rng.integers(0, 3, size=7)


@pytest.fixture
def twin(network):
    """The same network in PyTorch."""
    layers = []
    for layer in network.layers.values():
        if isinstance(layer, Affine):
            linear = torch.nn.Linear(*layer.W.shape).double()
            linear.load_state_dict(
                {"weight": torch.tensor(layer.W.T), "bias": torch.tensor(layer.b)}
            )
            layers.append(linear)
        else:
            layers.append({Relu: torch.nn.ReLU, Sigmoid: torch.nn.Sigmoid}[type(layer)]())
    return torch.nn.Sequential(*layers)


def test_layers_are_named_by_class_and_count(network):
    assert list(network.layers) == ["Affine1", "Relu1", "Affine2", "Sigmoid1", "Affine3"]
    assert list(network.params) == ["W1", "b1", "W2", "b2", "W3", "b3"]


def test_names_can_be_given():
    assert list(Network({"hidden": affine(6, 5), "fold": Relu()}).layers) == ["hidden", "fold"]


def test_predict_is_the_layers_one_after_the_other(network, batch):
    x, _ = batch
    W, b = (list(network.params.values())[start::2] for start in (0, 1))
    a1 = np.maximum(x @ W[0] + b[0], 0)
    a2 = 1 / (1 + np.exp(-(a1 @ W[1] + b[1])))
    np.testing.assert_allclose(network.predict(x), a2 @ W[2] + b[2], rtol=1e-12)


def test_agrees_with_pytorch(network, twin, batch):
    x, t = batch
    theirs = torch.nn.CrossEntropyLoss()(twin(torch.tensor(x)), torch.tensor(t))
    theirs.backward()

    gradients = network.gradient(x, t)
    np.testing.assert_allclose(network.loss(x, t), theirs.item(), rtol=1e-9)
    for ours, parameter in zip(gradients.values(), twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, parameter.grad.numpy().T, rtol=1e-9, atol=1e-15)


def test_agrees_with_pytorch_after_a_hundred_updates(network, twin, rng):
    ours, theirs = SGD(0.1), torch.optim.SGD(twin.parameters(), lr=0.1)
    for _ in range(100):
        x, t = rng.normal(size=(7, 6)), rng.integers(0, 3, size=7)
        ours.update(network.params, network.gradient(x, t))
        theirs.zero_grad()
        torch.nn.CrossEntropyLoss()(twin(torch.tensor(x)), torch.tensor(t)).backward()
        theirs.step()
    for array, parameter in zip(network.params.values(), twin.parameters(), strict=True):
        np.testing.assert_allclose(array, parameter.detach().numpy().T, rtol=1e-9)


def test_backward_is_the_numerical_gradient(network, batch):
    gradients, numeric = network.gradient(*batch), network.numerical_gradient(*batch)
    assert gradients.keys() == numeric.keys()
    for name in gradients:
        np.testing.assert_allclose(gradients[name], numeric[name], atol=1e-8, err_msg=name)


def test_accuracy_counts_the_right_answers(network, batch):
    x, _ = batch
    best = network.predict(x).argmax(axis=1)
    labels = best.copy()
    labels[:2] = (labels[:2] + 1) % 3
    assert network.accuracy(x, best) == 1
    assert network.accuracy(x, labels) == pytest.approx(5 / 7)
    assert network.accuracy(x, np.eye(3)[labels]) == pytest.approx(5 / 7)


def test_accuracy_of_one_score_goes_by_its_sign():
    network = Network([Affine(np.array([[2.0]]), np.array([-1.0]))])
    x = np.array([[0.0], [0.4], [0.6], [1.0]])
    for labels in (np.array([0, 1, 1, 1]), np.array([-1, 1, 1, 1]), np.array([[0], [1], [1], [1]])):
        assert network.accuracy(x, labels) == 3 / 4


def test_params_are_the_arrays_the_layers_compute_with(network, batch):
    x, _ = batch
    network.params["W3"][...] = 0
    network.params["b3"][...] = [1, 2, 3]
    np.testing.assert_array_equal(network.predict(x), [[1, 2, 3]] * 7)


def test_grads_are_those_of_the_last_backward_pass(network, batch):
    gradients = network.gradient(*batch)
    assert network.grads["W1"] is gradients["W1"]
    np.testing.assert_array_equal(network.layers["Affine2"].db, network.grads["b2"])


def test_the_gradient_to_the_input_is_computed_on_request_only(network, batch):
    first = network.layers["Affine1"]
    network.loss(*batch)
    assert first.backward(np.ones((7, 5))) is None
    first.needs_dx = True
    assert first.backward(np.ones((7, 5))).shape == (7, 6)


def test_leaves_its_arguments_alone(network, batch):
    x, t = batch
    before = x.copy(), t.copy()
    network.gradient(x, t)
    network.accuracy(x, t)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(t, before[1])


def test_snapshot_and_restore_in_place(network, batch):
    arrays, before, loss = network.params, network.snapshot(), network.loss(*batch)
    SGD(1.0).update(network.params, network.gradient(*batch))
    assert network.loss(*batch) != loss
    network.restore(before)
    assert network.loss(*batch) == loss
    assert all(network.params[name] is arrays[name] for name in arrays)


def test_restore_refuses_other_names_and_shapes_and_changes_nothing(network):
    before = network.snapshot()
    bigger = before | {"W1": before["W1"] + 1, "b3": np.zeros(4)}
    with pytest.raises(ShapeMismatch, match=r"b3 has the shape \(4,\) .* \(3,\) in the network"):
        network.restore(bigger)
    with pytest.raises(UnknownParameter, match="Not in both: W4"):
        network.restore(before | {"W4": np.zeros(1)})
    with pytest.raises(UnknownParameter, match="Not in both: b1"):
        network.restore({name: array for name, array in before.items() if name != "b1"})
    for name, array in network.params.items():
        np.testing.assert_array_equal(array, before[name])


def test_a_copy_is_on_its_own(network, batch):
    twin, loss = network.copy(dtype=np.float32), network.loss(*batch)
    assert {array.dtype for array in twin.params.values()} == {np.dtype(np.float32)}
    assert twin.loss(*batch) == pytest.approx(loss, rel=1e-5)
    twin.params["W1"][...] = 0
    assert network.loss(*batch) == loss
    assert network.copy().params["W1"].dtype == np.float64


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([affine(6, 5), Relu(), affine(4, 3)], r"Affine2: .*\(5,\) has 5 .*\(4, 3\) takes 4"),
        ([Relu(), Sigmoid(), affine(6, 5), affine(6, 5)], r"Affine2: .*\(5,\).*\(6, 5\)"),
        ({"a": affine(6, 5), "b": affine(6, 5)}, r"b: .*\(5,\).*\(6, 5\)"),
    ],
)
def test_refuses_layers_that_do_not_fit(layers, message):
    with pytest.raises(ShapeMismatch, match=message):
        Network(layers)


def test_refuses_an_input_shape_that_does_not_fit():
    with pytest.raises(
        ShapeMismatch, match=r"Affine1: .*\(2, 2\) has 4 features.*\(6, 5\) takes 6"
    ):
        Network([affine(6, 5)], input_shape=(2, 2))
    assert Network([affine(6, 5)], input_shape=(2, 3)).predict(np.ones((4, 2, 3))).shape == (4, 5)


def test_refuses_a_loss_that_does_not_fit():
    with pytest.raises(ShapeMismatch, match=r"SoftmaxWithLoss: .*\(2, 3\)"):
        Network([Relu()], input_shape=(2, 3))


def test_refuses_a_batch_that_does_not_fit(network):
    with pytest.raises(ShapeMismatch, match=r"Affine1: .*\(4,\) has 4 features"):
        network.predict(np.ones((7, 4)))
    with pytest.raises(ShapeMismatch, match=r"\(6,\) has no axis for examples"):
        network.predict(np.ones(6))
    assert network.predict(np.ones((7, 2, 3))).shape == (7, 3)


def test_refuses_what_is_no_network():
    shared = Relu()
    with pytest.raises(InvalidNetwork, match="at least one layer"):
        Network([])
    with pytest.raises(InvalidNetwork, match="str1 is not a layer but of type str"):
        Network(["relu"])
    with pytest.raises(InvalidNetwork, match="Relu1 and Relu2 are the same object"):
        Network([affine(6, 5), shared, affine(5, 5), shared])


class Scale(Layer):
    """A layer as a reader would write it: one parameter, both methods."""

    parameters = ("s",)

    def __init__(self, s):
        self.s = np.array(s)

    def forward(self, x):
        self.x = x
        return self.s * x

    def backward(self, dout):
        self.ds = (self.x * dout).sum()
        return self.s * dout


def test_takes_layers_of_your_own(batch):
    network = Network([affine(6, 3), Scale(0.5)])
    assert list(network.params) == ["W1", "b1", "s2"]
    numeric = network.numerical_gradient(*batch)
    np.testing.assert_allclose(network.gradient(*batch)["s2"], numeric["s2"], atol=1e-8)
