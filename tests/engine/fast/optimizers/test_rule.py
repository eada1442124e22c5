"""Rules for all parameters together: what an optimizer keeps stays up to date by name."""

import numpy as np
import pytest
from tests.engine.fast.comparing import assert_same_bits, indices

from backprop_explorer.engine import Adam, Momentum, UnknownParameter, two_layer_net
from backprop_explorer.engine.fast import FastTraining


@pytest.fixture
def batch(rng):
    return next(indices(rng, (10, 6), 3))


def test_what_is_kept_has_the_names_and_shapes_of_the_parameters(batch):
    network, adam = two_layer_net(6, 4, 3), Adam()
    FastTraining(network, adam).iterate(*batch)
    assert list(adam.m) == list(adam.v) == list(network.params)
    for name, W in network.params.items():
        assert adam.m[name].shape == adam.v[name].shape == W.shape
        np.testing.assert_array_equal(adam.m[name], np.float32(1 - 0.9) * network.grads[name])


def test_goes_on_from_a_state_that_was_there_before(rng):
    network, momentum = two_layer_net(6, 4, 3), Momentum()
    for x, t in indices(rng, (10, 6), 3):
        momentum.update(network.params, network.gradient(x, t))
    assert momentum.v["W1"].any()
    assert_same_bits(network, momentum, indices(rng, (10, 6), 3))


def test_a_state_is_a_copy_and_can_be_restored(batch):
    network, momentum = two_layer_net(6, 4, 3), Momentum()
    training = FastTraining(network, momentum)
    training.iterate(*batch)
    parameters, state = network.snapshot(), momentum.state()
    training.iterate(*batch)
    after = network.snapshot()
    assert not np.array_equal(momentum.v["W1"], state["v.W1"])
    for _ in range(2):
        network.restore(parameters)
        momentum.restore(state)
        training.iterate(*batch)
        for name, W in network.params.items():
            np.testing.assert_array_equal(W, after[name])


def test_refuses_a_state_of_another_rule_as_the_optimizer_does(batch):
    momentum = Momentum()
    training = FastTraining(two_layer_net(6, 4, 3), momentum)
    training.iterate(*batch)
    with pytest.raises(UnknownParameter, match=r"Momentum keeps no m\.W1"):
        momentum.restore({"m.W1": np.zeros((6, 4))})
    training.iterate(*batch)
    assert momentum.iteration == 2
