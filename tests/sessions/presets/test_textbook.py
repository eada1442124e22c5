"""The textbook's networks do what their sentences say."""

from __future__ import annotations

import numpy as np
from tests.sessions.presets.trained import after_epochs, trained

from backprop_explorer.trace.model import Array


def test_two_layers_read_most_digits_after_ten_epochs() -> None:
    net = trained("two-layer-mnist", 500)
    assert net.experiment.parameter_count == 39_760
    assert net.accuracy > 0.85


def test_ten_errors_for_each_digit_are_softmax_minus_label() -> None:
    trace = trained("two-layer-mnist").recording
    y, t, dz2 = (trace.find(name).array for name in ("y", "t", "dz2"))
    np.testing.assert_allclose(dz2, (y - np.eye(10)[t]) / len(t), atol=1e-8)


def test_pooling_gives_a_gradient_to_one_of_four_numbers() -> None:
    trace = trained("simple-conv-net").recording
    a1, da1 = (in_windows(trace.find(name).array) for name in ("a1", "da1"))
    assert ((da1 != 0).sum(axis=-1) <= 1).all()
    reached = (da1 != 0).any(axis=-1)
    assert reached.mean() > 0.5
    largest = np.take_along_axis(a1, np.abs(da1).argmax(axis=-1)[..., None], axis=-1)[..., 0]
    assert (largest == a1.max(axis=-1))[reached].all()


def in_windows(pictures: Array) -> Array:
    """(N, C, H, W) to (N, C, H/2, W/2, 4): the numbers of each window of 2 × 2 in a row."""
    n, channels, height, width = pictures.shape
    windows = pictures.reshape(n, channels, height // 2, 2, width // 2, 2)
    return windows.swapaxes(3, 4).reshape(n, channels, height // 2, width // 2, 4)


def test_the_convolution_reads_97_of_100_digits_after_ten_epochs() -> None:
    net = after_epochs("simple-conv-net", 10)
    assert len(net.x()) == 1_000
    assert net.accuracy > 0.97
