import numpy as np
import pytest
import torch

from backprop_explorer.engine import SGD, InvalidSetting


def test_sgd_goes_down_the_gradient_in_place():
    W = np.array([1.0, 2.0])
    SGD(learning_rate=0.5).update({"W1": W}, {"W1": np.array([4.0, -2.0])})
    np.testing.assert_array_equal(W, [-1, 3])


def test_sgd_agrees_with_pytorch(rng):
    W, gradients = rng.normal(size=(3, 2)), rng.normal(size=(100, 3, 2))
    tensor = torch.nn.Parameter(torch.tensor(W))
    theirs, ours = torch.optim.SGD([tensor], lr=0.1), SGD(0.1)
    for gradient in gradients:
        tensor.grad = torch.tensor(gradient)
        theirs.step()
        ours.update({"W1": W}, {"W1": gradient})
    np.testing.assert_allclose(W, tensor.detach().numpy(), rtol=1e-9)


def test_sgd_leaves_gradients_alone_and_stays_in_float32():
    W, dW = np.ones(3, np.float32), np.ones(3, np.float32)
    params = {"W1": W}
    SGD(np.float64(0.1)).update(params, {"W1": dW})
    assert params["W1"] is W
    assert W.dtype == np.float32
    np.testing.assert_array_equal(dW, 1)


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf")])
def test_sgd_refuses_a_rate_that_is_no_rate(rate):
    with pytest.raises(InvalidSetting, match=f"{rate} is not possible: take 0 or more"):
        SGD(rate)
