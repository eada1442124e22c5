import math

import numpy as np
import pytest

from backprop_explorer.data import load


def test_without_noise_it_is_the_sine() -> None:
    sine = load("sine", training=70)
    assert sine.x_train.shape == sine.t_train.shape == (140, 1)
    assert sine.x_test.shape == (60, 1)
    assert sine.task == "regression"
    for x, t in zip(sine.x_train.ravel().tolist(), sine.t_train.ravel().tolist(), strict=True):
        assert t == pytest.approx(math.sin(x), abs=1e-6)
    assert abs(sine.x_train).max() <= math.pi


def test_noise_is_added_with_its_deviation() -> None:
    still, noisy = load("sine", training=90), load("sine", noise=20, training=90)
    assert np.array_equal(still.x_train, noisy.x_train)
    errors = noisy.t_train - still.t_train
    assert errors.mean() == pytest.approx(0, abs=0.06)
    assert errors.std() == pytest.approx(0.2, rel=0.2)


def test_standardized_inputs_keep_their_points() -> None:
    sine = load("sine", standardize=True)
    assert sine.points is not None
    assert sine.x_train.mean() == pytest.approx(0, abs=1e-6)
    assert sine.x_train.std() == pytest.approx(1, abs=1e-6)
    assert np.sin(sine.points.train) == pytest.approx(sine.t_train, abs=1e-6)
    assert np.array_equal(sine.points.columns(sine.points.test), sine.x_test)
    assert "standardized" in sine.source
