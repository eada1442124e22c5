import numpy as np
import pytest
import torch

from backprop_explorer.engine import (
    Affine,
    BatchNorm,
    Flatten,
    InvalidNetwork,
    Relu,
    Residual,
    ShapeMismatch,
    Sigmoid,
)


def affine(inputs, outputs, seed=0):
    rng = np.random.default_rng(seed)
    return Affine(rng.normal(size=(inputs, outputs)), rng.normal(size=outputs))


@pytest.fixture
def block():
    return Residual([affine(5, 4), Sigmoid(), affine(4, 5, seed=1)])


def test_backward_is_the_gradient(block, rng, check_gradients):
    check_gradients(block, rng.normal(size=(3, 5)))


def test_agrees_with_pytorch(block, rng):
    x, dy = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    first, _, last = block.inner
    arrays = x, first.W, first.b, last.W, last.b
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    X, W1, b1, W2, b2 = tensors
    y = X + torch.sigmoid(X @ W1 + b1) @ W2 + b2
    y.backward(torch.tensor(dy))

    np.testing.assert_allclose(block.forward(x), y.detach().numpy(), rtol=1e-9)
    gradients = block.backward(dy), first.dW, first.db, last.dW, last.db
    for ours, theirs in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-9, atol=1e-14)


def test_adds_its_input_to_what_its_layers_make_of_it():
    block = Residual([Relu()])
    np.testing.assert_array_equal(block.forward(np.array([[-2.0, 3.0]])), [[-2, 6]])
    np.testing.assert_array_equal(block.backward(np.array([[5.0, 7.0]])), [[5, 14]])


def test_blocks_can_hold_blocks(rng):
    block = Residual([Residual([Relu()]), Relu()])
    np.testing.assert_array_equal(block.forward(np.array([[-2.0, 3.0]])), [[-2, 9]])
    np.testing.assert_array_equal(block.backward(np.array([[5.0, 7.0]])), [[5, 21]])


def test_leaves_its_arguments_alone(block, rng):
    x, dy = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    before = x.copy(), dy.copy()
    block.forward(x)
    block.backward(dy)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(dy, before[1])


def test_stays_in_float32():
    block = Residual([Affine(np.ones((2, 2), np.float32), np.zeros(2, np.float32)), Relu()])
    assert block.forward(np.ones((3, 2), np.float32)).dtype == np.float32
    assert block.backward(np.ones((3, 2), np.float32)).dtype == np.float32


def test_takes_what_its_layers_take(block):
    assert block.input_shape == block.output_shape((5,)) == (5,)
    assert Residual([Relu()]).input_shape is None
    assert Residual([Relu()]).output_shape((3, 8, 8)) == (3, 8, 8)
    with pytest.raises(ShapeMismatch, match=r"layer 1 of its block, Affine: .*\(7,\).*\(5, 4\)"):
        block.output_shape((7,))


def test_mixes_examples_if_a_layer_of_it_does(block):
    assert Residual([Relu(), BatchNorm(np.ones(3), np.zeros(3))]).mixes_examples
    assert not block.mixes_examples


def test_refuses_a_block_that_changes_the_shape():
    with pytest.raises(ShapeMismatch, match=r"makes \(4,\) of an input of shape \(5,\)"):
        Residual([affine(5, 4), Relu()])
    with pytest.raises(ShapeMismatch, match=r"makes \(12,\) of an input of shape \(3, 4\)"):
        Residual([Flatten()]).output_shape((3, 4))


def test_refuses_layers_that_do_not_fit_each_other():
    with pytest.raises(ShapeMismatch, match=r"layer 2 of its block, Affine: .*\(4,\).*\(3, 5\)"):
        Residual([affine(5, 4), affine(3, 5)])


def test_refuses_what_is_no_block():
    shared = Relu()
    with pytest.raises(InvalidNetwork, match="at least one layer"):
        Residual([])
    with pytest.raises(InvalidNetwork, match="layer 1 of its block, str is not a layer"):
        Residual(["relu"])
    with pytest.raises(InvalidNetwork, match="are the same object"):
        Residual([shared, shared])
