from math import inf, nan, sqrt

import numpy as np
import pytest
import torch

from backprop_explorer.engine import InvalidSetting
from backprop_explorer.engine.clipping import ClipNorm, ClipValue


@pytest.fixture
def grads(rng):
    return {"W1": rng.normal(size=(3, 2)), "b1": rng.normal(size=2), "W2": rng.normal(size=(2, 4))}


@pytest.mark.parametrize("limit", [0.01, 1, 100])
@pytest.mark.parametrize(
    ("clipping", "peer"),
    [
        (ClipNorm, torch.nn.utils.clip_grad_norm_),
        (ClipValue, torch.nn.utils.clip_grad_value_),
    ],
)
def test_agrees_with_pytorch(clipping, peer, limit, grads):
    tensors = {name: torch.nn.Parameter(torch.tensor(array)) for name, array in grads.items()}
    for tensor in tensors.values():
        tensor.grad = tensor.detach().clone()
    peer(tensors.values(), limit)
    for name, array in clipping(limit).clipped(grads).items():
        np.testing.assert_allclose(array, tensors[name].grad.numpy(), rtol=1e-9)


def test_the_norm_is_that_of_all_gradients_together():
    grads = {"W1": np.array([[3.0, 0.0]]), "b1": np.array([4.0])}
    clipped = ClipNorm(1).clipped(grads)
    np.testing.assert_allclose(clipped["W1"], [[0.6, 0]], rtol=1e-6)
    np.testing.assert_allclose(clipped["b1"], [0.8], rtol=1e-6)


def test_the_norm_keeps_the_direction_and_stays_below_the_limit(grads):
    clipped = ClipNorm(0.5).clipped(grads)
    ratios = np.concatenate([(clipped[name] / grads[name]).ravel() for name in grads])
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-12)
    norm = sqrt(sum((array**2).sum() for array in clipped.values()))
    assert norm == pytest.approx(0.5, rel=1e-5)
    assert norm < 0.5


@pytest.mark.parametrize("clipping", [ClipNorm(1e6), ClipValue(1e6)])
def test_changes_nothing_within_the_limit(clipping, grads):
    for name, array in clipping.clipped(grads).items():
        np.testing.assert_array_equal(array, grads[name])


def test_values_are_cut_off_one_by_one():
    clipped = ClipValue(0.5).clipped({"b1": np.array([-3.0, -0.5, 0.1, 0.7])})
    np.testing.assert_array_equal(clipped["b1"], [-0.5, -0.5, 0.1, 0.5])


@pytest.mark.parametrize("clipping", [ClipNorm(0.1), ClipValue(0.1)])
def test_makes_new_gradients_in_float32(clipping, grads):
    grads = {name: array.astype(np.float32) for name, array in grads.items()}
    before = {name: array.copy() for name, array in grads.items()}
    for name, array in clipping.clipped(grads).items():
        assert array.dtype == np.float32
        assert not np.shares_memory(array, grads[name])
        np.testing.assert_array_equal(grads[name], before[name])


def test_gradients_that_are_all_0_stay_so():
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(ClipNorm(1).clipped({"b1": np.zeros(2)})["b1"], 0)


@pytest.mark.parametrize("clipping", [ClipNorm, ClipValue])
@pytest.mark.parametrize("limit", [0, -1, nan, inf])
def test_refuses_a_limit_that_is_none(clipping, limit):
    with pytest.raises(InvalidSetting, match=f"A limit of {limit} is not possible: .* such as 1"):
        clipping(limit)
