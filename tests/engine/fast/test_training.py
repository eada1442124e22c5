"""Fast training by its public face: what it computes, keeps up to date, and refuses."""

import numpy as np
import pytest
from tests.engine.fast.comparing import affine, assert_same_bits, indices, numbers

from backprop_explorer.engine import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Affine,
    BatchNorm,
    Convolution,
    Dropout,
    Hinge,
    LabelMismatch,
    LayerNorm,
    MaxPooling,
    MeanSquaredError,
    Momentum,
    Nesterov,
    Network,
    Relu,
    Residual,
    RMSProp,
    SelfAttention,
    ShapeMismatch,
    Sigmoid,
    SigmoidWithLoss,
    SoftmaxWithLoss,
    Tanh,
    clipping,
    penalties,
    schedules,
    two_layer_net,
)
from backprop_explorer.engine.fast import FastTraining

DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_two_layer_net(rng, dtype):
    batches = indices(rng, (100, 784), 10, dtype)
    assert_same_bits(two_layer_net(dtype=dtype), SGD(0.1), batches)


@pytest.mark.parametrize("dtype", DTYPES)
def test_three_layers(rng, dtype):
    layers = [affine(rng, 784, 256, dtype), Relu(), affine(rng, 256, 128, dtype), Relu()]
    network = Network([*layers, affine(rng, 128, 10, dtype)])
    assert_same_bits(network, SGD(0.1), indices(rng, (128, 784), 10, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("activation", [Tanh, Sigmoid, Relu])
def test_a_net_so_small_that_calls_are_saved(rng, dtype, activation):
    layers = [affine(rng, 2, 4, dtype), activation(), affine(rng, 4, 2, dtype), activation()]
    network = Network([*layers, affine(rng, 2, 1, dtype), activation()], MeanSquaredError())
    assert_same_bits(network, SGD(0.03), numbers(rng, (10, 2), 1, dtype))


@pytest.mark.parametrize("between", [[], [Tanh], [Tanh, Relu]])
@pytest.mark.parametrize("first", [[], [Sigmoid]])
def test_small_affine_layers_with_any_number_of_others_between(rng, first, between):
    sizes = [(2, 4), (4, 4), (4, 4), (4, 2)]
    layers = [layer for size in sizes for layer in (affine(rng, *size), *(b() for b in between))]
    network = Network([*(f() for f in first), *layers], MeanSquaredError(), (2,))
    assert_same_bits(network, SGD(0.03), numbers(rng, (10, 2), 2))


def test_a_small_net_for_examples_with_more_axes(rng):
    layers = [affine(rng, 6, 4), Tanh(), affine(rng, 4, 3), Tanh(), affine(rng, 3, 2)]
    network = Network(layers, MeanSquaredError(), (2, 3))
    assert_same_bits(network, SGD(0.03), numbers(rng, (10, 2, 3), 2))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", [Tanh, Sigmoid])
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("last", [True, False])
def test_slopes_of_all_layers_of_a_small_net_together(rng, dtype, kind, outputs, last):
    sizes = [(2, 6), (6, 5), (5, 4), (4, outputs)]
    layers = [layer for size in sizes for layer in (affine(rng, *size, dtype), kind())]
    network = Network(layers if last else layers[:-1], MeanSquaredError())
    assert_same_bits(network, SGD(0.3), numbers(rng, (12, 2), outputs, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_ten_sigmoid_layers(rng, dtype):
    hidden = [layer for _ in range(9) for layer in (affine(rng, 20, 20, dtype), Sigmoid())]
    network = Network([*hidden, affine(rng, 20, 10, dtype)])
    assert_same_bits(network, SGD(0.5), indices(rng, (50, 20), 10, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_small_convolutional_net(rng, dtype):
    W = rng.normal(0, 0.3, (5, 1, 3, 3)).astype(dtype)
    layers = [Convolution(W, np.zeros(5, dtype)), Relu(), MaxPooling(2)]
    layers += [affine(rng, 5 * 6 * 6, 20, dtype), Relu(), affine(rng, 20, 10, dtype)]
    network = Network(layers, input_shape=(1, 14, 14))
    assert_same_bits(network, SGD(0.1), indices(rng, (30, 1, 14, 14), 10, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("shape", "W_shape", "pooling", "stride", "padding"),
    [
        ((1, 12, 12), (4, 1, 5, 5), 2, 1, 0),
        ((3, 9, 11), (4, 3, 3, 2), 2, 1, 1),  # the last pixels are in no pooling window
        ((2, 13, 12), (5, 2, 3, 3), 3, 1, 1),
        ((2, 15, 16), (3, 2, 4, 3), 2, 2, 2),  # the last pixels are in no window
        ((1, 12, 12), (1, 1, 3, 3), 2, 1, 0),
        ((2, 6, 6), (4, 2, 1, 1), 2, 1, 0),
        ((1, 4, 4), (8, 1, 3, 3), 2, 1, 0),  # one pooling window
    ],
)
@pytest.mark.parametrize("n", [1, 4, 33])
def test_convolutions_of_all_shapes_with_pooling(
    rng, dtype, shape, W_shape, pooling, stride, padding, n
):
    W, b = rng.normal(0, 0.3, W_shape).astype(dtype), rng.normal(size=W_shape[0]).astype(dtype)
    layers = [Convolution(W, b, stride, padding), Relu(), MaxPooling(pooling)]
    after = shape
    for layer in layers:
        after = layer.output_shape(after)
    network = Network([*layers, affine(rng, int(np.prod(after)), 5, dtype)], input_shape=shape)
    assert_same_bits(network, SGD(0.05), indices(rng, (n, *shape), 5, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_layers_without_a_twin_among_others(rng, dtype):
    norm, other = (BatchNorm(np.ones(30, dtype), np.zeros(30, dtype)) for _ in range(2))
    block = Residual([affine(rng, 30, 30, dtype), other, Relu()])
    layers = [affine(rng, 20, 30, dtype), norm, Relu(), Dropout(0.3), block, Tanh()]
    network = Network([*layers, affine(rng, 30, 3, dtype)])
    assert_same_bits(network, Momentum(0.1), indices(rng, (40, 20), 3, dtype))


def test_a_layer_without_a_twin_at_the_start_and_arrays_with_more_axes(rng):
    Wq, Wk, Wv = (rng.normal(size=(4, 3)).astype(np.float32) for _ in range(3))
    norm = LayerNorm(np.ones(3, np.float32), np.zeros(3, np.float32))
    network = Network([SelfAttention(Wq, Wk, Wv), norm, affine(rng, 15, 2)], input_shape=(5, 4))
    assert_same_bits(network, Adam(0.01), indices(rng, (8, 5, 4), 2))


@pytest.mark.parametrize("rule", [SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW])
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_rule(rng, rule, dtype):
    network = Network([affine(rng, 6, 5, dtype), Relu(), affine(rng, 5, 3, dtype)])
    assert_same_bits(network, rule(0.05), indices(rng, (10, 6), 3, dtype))


@pytest.mark.parametrize("rule", [SGD, Momentum, Adam])
@pytest.mark.parametrize(
    "extra",
    [
        {"schedule": schedules.Cosine(10)},
        {"penalties": [penalties.L2(0.01), penalties.L1(0.01, weights_only=False)]},
        {"clipping": clipping.ClipNorm(0.1)},
    ],
)
def test_schedules_penalties_and_clipping(rng, rule, extra):
    network = Network([affine(rng, 6, 5), Relu(), affine(rng, 5, 3)])
    assert_same_bits(network, rule(0.05, **extra), indices(rng, (10, 6), 3))


@pytest.mark.parametrize("loss", [SigmoidWithLoss(), Hinge(), SoftmaxWithLoss(label_smoothing=0.1)])
def test_losses_without_a_twin(rng, loss):
    outputs = 1 if isinstance(loss, SigmoidWithLoss) else 3
    network = Network([affine(rng, 6, 5), Relu(), affine(rng, 5, outputs)], loss)
    labels = indices(rng, (10, 6), 2)
    assert_same_bits(
        network, SGD(0.1), ((x, loss.targets(t, outputs, np.float32)) for x, t in labels)
    )


@pytest.mark.parametrize("labels", [np.uint8, np.int32, np.uint64])
def test_labels_of_any_integer_type(rng, labels):
    batches = ((x, t.astype(labels)) for x, t in indices(rng, (300, 6), 10))
    network = Network([affine(rng, 6, 5), Relu(), affine(rng, 5, 10)])
    assert_same_bits(network, SGD(0.1), batches)


def test_one_hot_labels(rng):
    batches = ((x, np.eye(3, dtype=np.float32)[t]) for x, t in indices(rng, (10, 6), 3))
    assert_same_bits(Network([affine(rng, 6, 3)]), SGD(0.1), batches)


def test_batches_of_changing_sizes(rng):
    batches = [(x[:n], t[:n]) for n, (x, t) in enumerate(indices(rng, (20, 6), 3), start=1)]
    assert_same_bits(Network([affine(rng, 6, 4), Tanh(), affine(rng, 4, 3)]), SGD(0.1), batches)


def test_batches_that_are_windows_on_other_arrays(rng):
    batches = ((x[::2, ::-1], t[::2]) for x, t in indices(rng, (20, 6), 3))
    assert_same_bits(Network([affine(rng, 6, 4), Tanh(), affine(rng, 4, 3)]), SGD(0.1), batches)


def test_a_batch_of_another_type_than_the_parameters(rng):
    network = Network([affine(rng, 6, 4), Tanh(), affine(rng, 4, 3)])
    assert_same_bits(network, SGD(0.1), indices(rng, (10, 6), 3, np.float64))


def test_layers_that_share_a_matrix(rng):
    W, b = affine(rng, 5, 5).W, np.zeros((2, 5), np.float32)
    network = Network([Affine(W, b[0]), Tanh(), Affine(W, b[1])])
    training = FastTraining(network, SGD(0.1))
    training.iterate(*next(indices(rng, (10, 5), 5)))
    assert network.params["W1"] is network.params["W2"] is W


def test_weights_that_lie_column_by_column(rng):
    network = Network([Affine(affine(rng, 6, 4).W.T.copy().T, np.zeros(4, np.float32))])
    W = network.params["W1"]
    FastTraining(network, SGD(0.1)).iterate(*next(indices(rng, (10, 6), 4)))
    assert network.params["W1"] is W


def test_parameters_and_gradients_are_the_same_arrays_after_every_iteration(rng):
    network = two_layer_net(6, 4, 3)
    training = FastTraining(network, SGD(0.1))
    params, grads = network.params, network.grads
    before = network.snapshot()
    for x, t in indices(rng, (10, 6), 3):
        training.iterate(x, t)
    for name, W in network.params.items():
        assert W is params[name]
        assert network.grads[name] is grads[name]
        assert not np.array_equal(W, before[name])


def test_the_batch_is_left_alone(rng):
    x, t = next(indices(rng, (10, 6), 3))
    x_before, t_before = x.copy(), t.copy()
    FastTraining(two_layer_net(6, 4, 3), SGD(0.1)).iterate(x, t)
    np.testing.assert_array_equal(x, x_before)
    np.testing.assert_array_equal(t, t_before)


def test_what_happens_in_between_changes_nothing(rng):
    """A gradient by the plain engine, predictions, a restore, another rate."""
    fast, plain = two_layer_net(6, 4, 3), two_layer_net(6, 4, 3)
    optimizer, rule = Momentum(0.1), Momentum(0.1)
    training = FastTraining(fast, optimizer)
    first = fast.snapshot()
    for iteration, (x, t) in enumerate(indices(rng, (10, 6), 3)):
        for network in (fast, plain):
            network.gradient(x[:3], t[:3])
            network.loss(x[:5], t[:5])
            if iteration == 5:
                network.restore(first)
            network.params["W1"][0, 0] += 1
        optimizer.learning_rate = rule.learning_rate = 0.1 / (1 + iteration)
        if iteration == 10:
            optimizer.restore({"v.W1": np.ones((6, 4), np.float32)})
            rule.restore({"v.W1": np.ones((6, 4), np.float32)})
        training.iterate(x, t)
        rule.update(plain.params, plain.gradient(x, t))
        for name, W in plain.params.items():
            assert fast.params[name].tobytes() == W.tobytes(), name
            np.testing.assert_array_equal(fast.grads[name], plain.grads[name])
        assert fast.last_layer.y.tobytes() == plain.last_layer.y.tobytes()
        for name, array in rule.state().items():
            assert optimizer.state()[name].tobytes() == array.tobytes(), name


def test_penalties_that_come_later(rng):
    network = two_layer_net(6, 4, 3)
    plain, rule, optimizer = network.copy(), SGD(0.1), SGD(0.1)
    training = FastTraining(network, optimizer)
    for iteration, (x, t) in enumerate(indices(rng, (10, 6), 3)):
        if iteration == 3:
            rule.penalties = optimizer.penalties = (penalties.L2(0.1),)
        training.iterate(x, t)
        rule.update(plain.params, plain.gradient(x, t))
    assert network.params["W1"].tobytes() == plain.params["W1"].tobytes()


def test_refuses_a_batch_that_does_not_fit(rng):
    network = two_layer_net(6, 4, 3)
    training = FastTraining(network, SGD(0.1))
    before = network.snapshot()
    t = np.zeros(10, int)
    with pytest.raises(ShapeMismatch, match=r"Affine1: .*\(5,\)"):
        training.iterate(np.ones((10, 5), np.float32), t)
    with pytest.raises(LabelMismatch, match=r"\(9,\)"):
        training.iterate(np.ones((10, 6), np.float32), t[:9])
    with pytest.raises(LabelMismatch, match="not the index of one of"):
        training.iterate(np.ones((10, 6), np.float32), t + 3)
    for name, W in network.params.items():
        np.testing.assert_array_equal(W, before[name])


def test_a_network_that_blows_up_does_so_alike(rng):
    network = Network([affine(rng, 2, 4), Relu(), affine(rng, 4, 2), Relu(), affine(rng, 2, 1)])
    network.last_layer = MeanSquaredError()
    plain = network.copy()
    training, rule = FastTraining(network, SGD(100.0)), SGD(100.0)
    x, t = next(numbers(rng, (10, 2), 1))
    with np.errstate(all="ignore"):
        for _ in range(30):
            training.iterate(x, t)
            rule.update(plain.params, plain.gradient(x, t))
            for name, W in plain.params.items():
                np.testing.assert_array_equal(network.params[name], W)
    assert np.isnan(network.last_layer.loss)
