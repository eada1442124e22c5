"""A tournament of arrays, beside `argmax`."""

import numpy as np
import pytest

from backprop_explorer.engine.fast.layers.tournament import challenges, shares


@pytest.mark.parametrize("contestants", [2, 4, 9])
def test_the_largest_wins_and_its_gradient_goes_to_the_first_of_several(rng, contestants):
    """Numbers from −2 to 2 are often equal, and often all below 0."""
    numbers = rng.integers(-2, 3, (contestants, 40, 10)).astype(np.float32)
    gradient = rng.normal(size=(40, 10)).astype(np.float32)
    before = numbers.copy(), gradient.copy()
    won, largest = np.empty(numbers.shape, bool), np.empty_like(gradient)
    for step in challenges(numbers, won, largest):
        step()
    np.testing.assert_array_equal(largest, np.maximum(before[0].max(axis=0), 0))

    given = np.empty_like(numbers)
    for step in shares(gradient, won, given):
        step()
    first = before[0].argmax(axis=0) == np.arange(contestants)[:, None, None]
    np.testing.assert_array_equal(given, before[1] * (first & (before[0] > 0)))
    np.testing.assert_array_equal(gradient, before[1])
