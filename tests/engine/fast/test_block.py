"""Parameters in one block of memory."""

import numpy as np
from tests.engine.fast.comparing import affine

from backprop_explorer.engine import Affine, Network, Relu, Residual
from backprop_explorer.engine.fast.block import Block, can_be_moved


def test_parameters_keep_their_numbers_and_follow_each_other(rng):
    network = Network([affine(rng, 4, 3), Residual([affine(rng, 3, 3)]), affine(rng, 3, 2)])
    before = network.snapshot()
    block = Block(network)
    assert list(before) == list(network.params)
    for name, W in network.params.items():
        np.testing.assert_array_equal(W, before[name])
        assert np.shares_memory(W, block.values)
    in_order = np.concatenate([W.reshape(-1) for W in before.values()])
    np.testing.assert_array_equal(block.values, in_order)
    inner = network.all_layers["Affine2"]
    np.testing.assert_array_equal(block.values[block.part(inner)][:9], inner.W.reshape(-1))


def test_gradients_have_a_place_beside_them(rng):
    network = Network([affine(rng, 4, 3)])
    block = Block(network)
    block.gradients[:] = np.arange(15)
    np.testing.assert_array_equal(network.grads["W1"], np.arange(12).reshape(4, 3))
    np.testing.assert_array_equal(network.grads["b1"], [12, 13, 14])


def test_holds_on_after_a_gradient_of_the_plain_engine(rng):
    network = Network([affine(rng, 4, 3)])
    block = Block(network)
    network.gradient(np.ones((2, 4), np.float32), np.array([0, 1]))
    assert not np.shares_memory(network.grads["W1"], block.gradients)
    block.hold()
    assert np.shares_memory(network.grads["W1"], block.gradients)


def test_numbers_that_came_meanwhile_are_taken_over(rng):
    network = Network([affine(rng, 4, 3)])
    block = Block(network)
    network.layers["Affine1"].W = np.full((4, 3), 7, np.float32)
    block.bind()
    assert (block.values[:12] == 7).all()
    assert np.shares_memory(network.params["W1"], block.values)


def test_says_what_cannot_be_moved(rng):
    first, second = affine(rng, 4, 4), affine(rng, 4, 4, np.float64)
    assert can_be_moved(Network([first, affine(rng, 4, 2)]))
    assert not can_be_moved(Network([first, second]))
    assert not can_be_moved(Network([first, Affine(first.W, second.b.astype(np.float32))]))
    assert not can_be_moved(Network([Affine(first.W.T, first.b)]))
    assert not can_be_moved(Network([Affine(np.ones((4, 4), int), np.ones(4, int))]))
    assert not can_be_moved(Network([Relu()]))
