"""Each of two troubles is there, and gone with its remedy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.sessions.presets.trained import after_epochs, trained

from backprop_explorer.sessions.presets import PRESETS


def test_small_weights_make_all_digits_look_alike() -> None:
    net = after_epochs("without-batch-normalization", 2)
    spreads = [a.std(axis=0).mean() for a in net.outputs("Relu", net.x())]
    assert all(later < 0.5 * before for before, later in pairwise(spreads))
    assert spreads[-1] < 0.01
    assert net.loss == pytest.approx(np.log(10), abs=0.01)
    assert net.accuracy < 0.2


def test_batch_normalization_brings_signals_to_full_size() -> None:
    net = trained("batch-normalization", 0)
    normalized = [*net.outputs("BatchNorm", net.experiment.batch(0).x)]
    assert len(normalized) == 4
    for y in normalized:
        np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-4)
        assert np.median(y.std(axis=0)) == pytest.approx(1, abs=0.05)


def test_batch_normalization_needs_two_epochs() -> None:
    net = after_epochs("batch-normalization", 2)
    assert net.accuracy > 0.8


def test_the_two_differ_in_batch_normalization_alone() -> None:
    assert_same_but("without-batch-normalization", "batch-normalization", "batch_norm")


def test_a_large_network_learns_few_points_by_heart() -> None:
    soon, late = trained("overfitting", 100), trained("overfitting", 2_000)
    assert len(late.x("train")) == 100
    assert late.experiment.parameter_count > 1_000
    assert late.loss_and_accuracy("train")[0] < 0.75 * soon.loss_and_accuracy("train")[0]
    assert late.loss > 1.5 * soon.loss


def test_dropout_keeps_the_loss_for_new_points_low() -> None:
    assert trained("dropout", 2_000).loss < 0.6 * trained("overfitting", 2_000).loss


def test_the_two_differ_in_dropout_alone() -> None:
    assert_same_but("overfitting", "dropout", "dropout")


def assert_same_but(one: str, other: str, kind: str) -> None:
    """The other preset is the one with layers of a kind put in."""
    spec = PRESETS[other].spec
    without = [layer for layer in spec.layers if layer.type != kind]
    assert spec.model_copy(update={"layers": without}) == PRESETS[one].spec
