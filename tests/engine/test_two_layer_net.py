import numpy as np
import pytest

from backprop_explorer.engine import SGD, gradient_check, two_layer_net


def test_is_the_textbooks_network():
    network = two_layer_net()
    assert list(network.layers) == ["Affine1", "Relu1", "Affine2"]
    assert type(network.last_layer).__name__ == "SoftmaxWithLoss"
    shapes = {name: array.shape for name, array in network.params.items()}
    assert shapes == {"W1": (784, 50), "b1": (50,), "W2": (50, 10), "b2": (10,)}
    assert network.params["W1"].std() == pytest.approx(0.01, rel=0.02)
    assert not network.params["b1"].any()
    assert not network.params["b2"].any()


def test_the_seed_decides_and_the_dtype_only_rounds():
    first, again, other = two_layer_net(seed=3), two_layer_net(seed=3), two_layer_net(seed=4)
    double = two_layer_net(seed=3, dtype=np.float64)
    for name in ("W1", "W2"):
        np.testing.assert_array_equal(first.params[name], again.params[name])
        assert (first.params[name] != other.params[name]).any()
        np.testing.assert_array_equal(first.params[name], double.params[name].astype(np.float32))


def test_trains_in_float32_throughout(rng):
    network = two_layer_net()
    x, t = rng.random((100, 784), dtype=np.float32), rng.integers(0, 10, size=100)
    SGD(0.1).update(network.params, network.gradient(x, t))
    kept = [*network.params.values(), *network.grads.values(), network.predict(x)]
    kept += [network.loss(x, t), network.last_layer.y, network.last_layer.backward()]
    kept += [array for layer in network.layers.values() for array in vars(layer).values()]
    dtypes = {array.dtype for array in kept if hasattr(array, "dtype")}
    assert dtypes == {np.dtype(np.float32), np.dtype(bool)}  # bool: the mask of Relu


def test_learns_what_it_is_shown(rng):
    network, optimizer = two_layer_net(20, 10, 3, weight_init_std=0.1), SGD(0.5)
    x = rng.normal(size=(60, 20)).astype(np.float32)
    t = x[:, :3].argmax(axis=1)
    before = network.loss(x, t)
    for _ in range(200):
        optimizer.update(network.params, network.gradient(x, t))
    assert network.loss(x, t) < before / 10
    assert network.accuracy(x, t) == 1


def test_every_gradient_is_right(rng):
    """All 39,760 parameter elements of the network that everyone meets first."""
    x, t = rng.random((3, 784)), rng.integers(0, 10, size=3)
    report = gradient_check(two_layer_net(), x, t)
    assert report.checked == report.of == 39_760
    assert report.worst < 1e-7, str(report)
