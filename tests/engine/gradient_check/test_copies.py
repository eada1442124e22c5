"""Copies of a batch come out of a stand-in as the batch comes out of the layer."""

import numpy as np
import pytest

from backprop_explorer.engine import Affine, BatchNorm, Dropout, Relu, Residual
from backprop_explorer.engine.gradient_check.copies import (
    NormOfCopies,
    SameMask,
    for_copies,
    need_whole_copies,
    tell_examples,
)


def test_a_mask_goes_with_its_example(rng):
    x = rng.normal(size=(3, 8))
    dropout = Dropout(0.5)
    expected = dropout.forward(x)
    stand_in = for_copies(dropout, 3)
    examples = np.array([2, 0, 0, 1, 2])
    tell_examples([stand_in], examples)
    np.testing.assert_array_equal(stand_in.forward(x[examples]), expected[examples])


@pytest.mark.parametrize("shape", [(5, 4), (5, 4, 3, 2)])
def test_each_copy_is_normalized_on_its_own(shape, rng):
    batches = rng.normal(size=(3, *shape))
    norm = BatchNorm(rng.normal(size=4), rng.normal(size=4), eps=0.1)
    expected = np.concatenate([norm.forward(batch) for batch in batches])
    stand_in = for_copies(norm, 5)
    copies = batches.reshape(15, *shape[1:])
    np.testing.assert_allclose(stand_in.forward(copies), expected, rtol=1e-12)


def test_stand_ins_are_put_into_blocks(rng):
    x = rng.normal(size=(3, 4))
    norm, dropout = BatchNorm(np.ones(4), np.zeros(4)), Dropout(0.5)
    affine = Affine(rng.normal(size=(4, 4)), np.zeros(4))
    block = Residual([affine, Residual([norm]), dropout])
    expected = block.forward(x)
    stand_in = for_copies(block, 3)
    tell_examples([stand_in], np.tile(np.arange(3), 2))
    np.testing.assert_allclose(stand_in.forward(np.tile(x, (2, 1))), np.tile(expected, (2, 1)))
    assert block.inner[2] is dropout, "the block itself is left alone"
    assert stand_in.inner[0] is affine
    assert need_whole_copies([stand_in])


def test_what_treats_copies_as_the_batch_stays(rng):
    relu, resting = Relu(), Dropout()
    resting.training = False
    assert for_copies(relu, 3) is relu
    assert for_copies(resting, 3) is resting
    assert not need_whole_copies([relu, Residual([relu])])
    dropout = Dropout()
    dropout.forward(np.ones((3, 2)))
    assert isinstance(for_copies(dropout, 3), SameMask)
    assert isinstance(for_copies(BatchNorm(np.ones(2), np.zeros(2)), 3), NormOfCopies)
