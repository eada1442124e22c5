from math import inf, nan, sqrt

import numpy as np
import pytest
import torch

from backprop_explorer.engine import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.initializers import (
    constant,
    fans,
    he_normal,
    he_uniform,
    normal,
    orthogonal,
    uniform,
    xavier_normal,
    xavier_uniform,
    zeros,
)

SHAPES = [(400, 100), (100, 400), (64, 32, 3, 5)]
FANS = {(400, 100): (400, 100), (100, 400): (100, 400), (64, 32, 3, 5): (32 * 15, 64 * 15)}
DRAWN = [normal, uniform, xavier_normal, xavier_uniform, he_normal, he_uniform, orthogonal]


def test_normal_has_its_mean_and_deviation(rng):
    W = normal(std=0.01)((400, 300), rng)
    assert W.shape == (400, 300)
    assert W.mean() == pytest.approx(0, abs=1e-4)
    assert W.std() == pytest.approx(0.01, rel=0.01)
    np.testing.assert_array_equal(normal(0)((3, 2), rng), 0)


def test_uniform_is_spread_evenly_up_to_its_limit(rng):
    check_uniform(uniform(limit=0.2)((400, 300), rng), 0.2)
    np.testing.assert_array_equal(uniform(0)((3, 2), rng), 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_xavier_goes_by_inputs_and_outputs(shape, rng):
    std = sqrt(2 / sum(FANS[shape]))
    check_normal(xavier_normal()(shape, rng), std)
    check_uniform(xavier_uniform()(shape, rng), std * sqrt(3))


@pytest.mark.parametrize("shape", SHAPES)
def test_he_goes_by_inputs(shape, rng):
    std = sqrt(2 / FANS[shape][0])
    check_normal(he_normal()(shape, rng), std)
    check_uniform(he_uniform()(shape, rng), std * sqrt(3))


def check_normal(W, std):
    """40,000 draws or so: their own deviation is within 1 % or 2 of the curve's."""
    assert W.mean() == pytest.approx(0, abs=0.02 * std)
    assert W.std() == pytest.approx(std, rel=0.02)
    assert (abs(W) < std).mean() == pytest.approx(0.683, abs=0.01)
    assert abs(W).max() > 3 * std


def check_uniform(W, limit):
    assert W.mean() == pytest.approx(0, abs=0.02 * limit)
    assert W.std() == pytest.approx(limit / sqrt(3), rel=0.02)
    assert (abs(W) < limit / 2).mean() == pytest.approx(0.5, abs=0.01)
    assert 0.999 * limit < abs(W).max() <= limit


@pytest.mark.parametrize("shape", [(400, 100), (100, 400), (64, 32, 3, 3)])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (xavier_normal, torch.nn.init.xavier_normal_),
        (xavier_uniform, torch.nn.init.xavier_uniform_),
        (he_normal, torch.nn.init.kaiming_normal_),
        (he_uniform, torch.nn.init.kaiming_uniform_),
    ],
)
def test_is_as_wide_as_pytorch_has_it(ours, theirs, shape, rng):
    # PyTorch's weights are (outputs, inputs), ours (inputs, outputs).
    peer = torch.empty(shape[::-1] if len(shape) == 2 else shape)
    theirs(peer, generator=torch.Generator().manual_seed(0))
    assert ours()(shape, rng).std() == pytest.approx(peer.std().item(), rel=0.02)


@pytest.mark.parametrize("shape", [(7, 3), (3, 7), (5, 5), (4, 2, 3, 3), (40, 2, 3, 3), (1, 6)])
def test_orthogonal_has_rows_or_columns_at_right_angles(shape, rng):
    W = orthogonal()(shape, rng)
    assert W.shape == shape
    flat = W.reshape(shape[0], -1)
    rows, columns = flat.shape
    products = flat @ flat.T if rows <= columns else flat.T @ flat
    np.testing.assert_allclose(products, np.eye(min(rows, columns)), atol=1e-14)


def test_orthogonal_favours_no_direction(rng):
    """Every element is as likely to be positive as negative: QR alone would not do that."""
    draws = np.array([orthogonal()((3, 3), rng) for _ in range(2000)])
    np.testing.assert_allclose(draws.mean(axis=0), 0, atol=0.05)
    np.testing.assert_allclose((draws > 0).mean(axis=0), 0.5, atol=0.05)
    np.testing.assert_allclose((draws**2).mean(axis=0), 1 / 3, atol=0.03)


def test_he_keeps_a_signal_alive_through_many_relus(rng):
    x = rng.normal(size=(100, 300))
    for _ in range(20):
        x = np.maximum(x @ he_normal()((300, 300), rng), 0)
    assert (x**2).mean() == pytest.approx(1, rel=0.8)  # with std 0.01 it would be 1e-37


@pytest.mark.parametrize("initializer", DRAWN)
def test_the_generator_decides(initializer):
    draws = [initializer()((6, 4), np.random.default_rng(seed)) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(draws[0], draws[1])
    assert (draws[0] != draws[2]).all()
    assert draws[0].dtype == np.float64


@pytest.mark.parametrize("shape", [(784, 50), (6, 2, 3, 5), (6, 2, 4)])
def test_fans_are_counted_as_pytorch_counts(shape):
    peer = torch.empty(shape[::-1] if len(shape) == 2 else shape)
    assert fans(shape) == torch.nn.init._calculate_fan_in_and_fan_out(peer)


def test_constants(rng):
    np.testing.assert_array_equal(constant(0.5)((2, 3), rng), np.full((2, 3), 0.5))
    np.testing.assert_array_equal(zeros()((4,), rng), np.zeros(4))


@pytest.mark.parametrize("initializer", DRAWN[2:])
@pytest.mark.parametrize("shape", [(), (10,), (0, 3), (3, 0)])
def test_refuses_a_shape_without_inputs_and_outputs(initializer, shape, rng):
    with pytest.raises(ShapeMismatch) as refusal:
        initializer()(shape, rng)
    assert f"shape {shape} has no inputs and outputs" in str(refusal.value)
    assert "zeros()" in str(refusal.value)


@pytest.mark.parametrize("std", [-1.0, nan, inf])
def test_refuses_a_deviation_that_is_none(std):
    with pytest.raises(InvalidSetting, match=str(std)):
        normal(std)


@pytest.mark.parametrize("limit", [-1.0, nan, inf])
def test_refuses_a_limit_that_is_none(limit):
    with pytest.raises(InvalidSetting, match=f"A limit of {limit} is not possible"):
        uniform(limit)


def test_refuses_a_constant_that_is_no_number():
    with pytest.raises(InvalidSetting, match="nan"):
        constant(nan)
