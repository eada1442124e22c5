"""What a network does for layers that have statistics, draw random numbers or hold other layers."""

import numpy as np
import pytest

from backprop_explorer.engine import (
    SGD,
    Affine,
    BatchNorm,
    Dropout,
    InvalidNetwork,
    Layer,
    LayerNorm,
    Network,
    Relu,
    Residual,
    ShapeMismatch,
    UnknownParameter,
    gradient_check,
)


def affine(inputs, outputs, seed=0):
    rng = np.random.default_rng(seed)
    return Affine(rng.normal(size=(inputs, outputs)), rng.normal(size=outputs))


@pytest.fixture
def network():
    """Affine, a block with a BatchNorm and a Dropout in it, Dropout, Affine."""
    batch_norm = BatchNorm(np.ones(5), np.zeros(5))
    block = Residual([affine(5, 5, seed=1), batch_norm, Relu(), Dropout(0.5)])
    return Network([affine(6, 5), block, Relu(), Dropout(0.5), affine(5, 3, seed=2)])


@pytest.fixture
def batch(rng):
    return rng.normal(size=(7, 6)), rng.integers(0, 3, size=7)


def test_layers_are_counted_through_blocks(network):
    assert list(network.layers) == ["Affine1", "Residual1", "Relu2", "Dropout2", "Affine3"]
    inside = ["Affine2", "BatchNorm1", "Relu1", "Dropout1"]
    assert list(network.all_layers) == ["Affine1", "Residual1", *inside, *list(network.layers)[2:]]
    assert list(network.all_layers.values())[2:6] == network.layers["Residual1"].inner


def test_arrays_are_numbered_through_blocks(network):
    assert list(network.params) == ["W1", "b1", "W2", "b2", "gamma3", "beta3", "W4", "b4"]
    assert list(network.statistics) == ["running_mean3", "running_var3"]
    assert network.params["gamma3"] is network.all_layers["BatchNorm1"].gamma
    assert network.statistics["running_var3"] is network.all_layers["BatchNorm1"].running_var


def test_given_names_are_for_the_layers_in_the_row():
    layers = {"first": affine(6, 5), "block": Residual([affine(5, 5), Relu()]), "last": Relu()}
    network = Network(layers)
    assert list(network.layers) == ["first", "block", "last"]
    assert list(network.all_layers) == ["first", "block", "Affine2", "Relu1", "last"]
    with pytest.raises(InvalidNetwork, match="Two layers would be called Affine2"):
        Network({"Affine2": affine(6, 5), "block": Residual([affine(5, 5), Relu()])})


def test_gradients_within_blocks_are_right(network, batch):
    gradients, numeric = network.gradient(*batch), network.numerical_gradient(*batch)
    assert gradients.keys() == numeric.keys() == network.params.keys()
    for name in gradients:
        np.testing.assert_allclose(gradients[name], numeric[name], atol=1e-7, err_msg=name)


def test_predicts_in_evaluation_mode_and_learns_in_training_mode(network, batch):
    x, t = batch
    dropout, norm = network.layers["Dropout2"], network.all_layers["BatchNorm1"]
    modes = []

    class Spy(Layer):
        def forward(self, x):
            modes.append((dropout.training, norm.training, self.training))
            return x

        def backward(self, dout):
            return dout

    spied = Network([*network.layers.values(), Spy()])
    spied.predict(x)
    spied.accuracy(x, t)
    assert modes == [(False, False, False)] * 2
    modes.clear()
    spied.loss(x, t)
    spied.gradient(x, t)
    assert modes == [(True, True, True)] * 2


def test_prediction_leaves_nothing_out_and_takes_running_statistics(network, batch):
    x, _ = batch
    p, running = network.params, network.statistics
    running["running_mean3"][...] = 2
    running["running_var3"][...] = 9
    a1 = x @ p["W1"] + p["b1"]
    normal = (a1 @ p["W2"] + p["b2"] - 2) / np.sqrt(9 + 1e-5)
    a2 = np.maximum(a1 + np.maximum(normal, 0), 0)
    np.testing.assert_allclose(network.predict(x), a2 @ p["W4"] + p["b4"], rtol=1e-9)
    assert (running["running_mean3"] == 2).all()


def test_an_error_in_a_prediction_ends_evaluation_mode(network, batch):
    with pytest.raises(ShapeMismatch):
        network.predict(np.ones((7, 4)))
    assert all(layer.training for layer in network.all_layers.values())


def test_a_layer_that_was_put_into_evaluation_mode_stays_there(network, batch):
    norm = network.all_layers["BatchNorm1"]
    norm.training = False
    network.predict(batch[0])
    network.gradient(*batch)
    assert not norm.training
    assert not network.statistics["running_mean3"].any()


def test_the_loss_in_evaluation_mode_is_that_of_the_prediction(network, batch):
    x, t = batch
    with network.evaluating():
        evaluated = network.loss(x, t)
    assert evaluated == network.last_layer.forward(network.predict(x), t)
    assert network.loss(x, t) != evaluated


def test_reseed_makes_new_masks_that_can_be_drawn_again(network, batch):
    x, t = batch

    def masks(*seed):
        network.reseed(*seed)
        network.loss(x, t)
        names = "Dropout1", "Dropout2"
        return [network.all_layers[name].mask for name in names]

    first, again, other = masks(3, 1), masks(3, 1), masks(3, 2)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first[0], other[0])
    assert not np.array_equal(first[1], other[1])
    assert not np.array_equal(*first)  # of one shape, but in two places
    assert network.layers["Dropout2"].seed == (3, 2, 7)
    assert network.layers["Relu2"].seed is None


def test_no_two_layers_draw_alike_from_the_start(batch):
    network = Network([affine(6, 5), Dropout(), Dropout(), affine(5, 3)])
    network.loss(*batch)
    masks = [network.layers[name].mask for name in ("Dropout1", "Dropout2")]
    assert not np.array_equal(*masks)


def test_snapshot_and_restore_cover_statistics_and_blocks(network, batch):
    arrays, before = network.params | network.statistics, network.snapshot()
    assert before.keys() == arrays.keys()
    x, _ = batch
    scores = network.predict(x)
    for array in arrays.values():
        array += 1
    assert not np.array_equal(network.predict(x), scores)
    network.restore(before)
    np.testing.assert_array_equal(network.predict(x), scores)
    now = network.params | network.statistics
    assert all(now[name] is arrays[name] for name in arrays)


def test_restore_refuses_a_snapshot_without_statistics_or_of_other_sizes(network):
    before = network.snapshot()
    before.pop("running_var3")
    with pytest.raises(UnknownParameter, match=r"running_mean3, .* Not in both: running_var3\."):
        network.restore(before)
    with pytest.raises(ShapeMismatch, match=r"running_var3 has the shape \(4,\)"):
        network.restore(before | {"running_var3": np.ones(4)})


def test_a_copy_has_blocks_and_statistics_of_its_own(network, batch):
    twin = network.copy(dtype=np.float32)
    for arrays in (twin.params, twin.statistics):
        assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    assert twin.params["W2"] is twin.layers["Residual1"].inner[0].W
    before = network.snapshot()
    SGD(1.0).update(twin.params, twin.gradient(batch[0].astype(np.float32), batch[1]))
    for name, array in network.snapshot().items():
        np.testing.assert_array_equal(array, before[name])
    assert twin.predict(batch[0].astype(np.float32)).dtype == np.float32


def test_a_gradient_check_goes_on_working_with_statistics_and_random_masks(batch):
    norms = BatchNorm(np.ones(5), np.zeros(5)), LayerNorm(np.ones(5), np.zeros(5))
    network = Network([affine(6, 5), norms[0], Relu(), Dropout(), norms[1], affine(5, 3)])
    report = gradient_check(network, *batch)
    assert report.verdict == "agrees", str(report)


def test_refuses_one_layer_in_a_block_and_beside_it():
    shared = Relu()
    with pytest.raises(InvalidNetwork, match="Relu1 and Relu2 are the same object"):
        Network([affine(6, 5), shared, Residual([affine(5, 5), shared])])


def test_names_the_block_and_its_layer_that_do_not_fit():
    with pytest.raises(
        ShapeMismatch, match=r"Residual1: layer 1 of its block, Affine: .*\(5,\).*\(4, 4\)"
    ):
        Network([affine(6, 5), Residual([affine(4, 4)])])


class Pairs(Layer):
    """Takes rows of any length and refuses all else, as a convolution takes images of any size."""

    def forward(self, x):
        return x.reshape(len(x), -1)[:, ::2]

    def backward(self, dout):
        return None

    def output_shape(self, input_shape):
        if len(input_shape) != 2:
            raise ShapeMismatch(f"an input of shape {input_shape} is no table.")
        return (input_shape[0] * input_shape[1] // 2,)


def test_a_later_layer_does_not_say_what_the_first_one_takes():
    """The 6 features that Affine wants are not the network's input."""
    network = Network([Pairs(), affine(6, 3)])
    assert network.input_shape is None
    assert network.predict(np.ones((2, 3, 4))).shape == (2, 3)
    with pytest.raises(ShapeMismatch, match=r"Affine1: .*\(9,\)"):
        network.predict(np.ones((2, 9, 2)))
