import numpy as np
import pytest

from backprop_explorer.engine.numerical_gradient import numerical_gradient


def test_finds_a_slope_that_is_known():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    gradient = numerical_gradient(lambda: (x**3).sum(), x)
    np.testing.assert_allclose(gradient, 3 * x**2, rtol=1e-8)


def test_leaves_the_array_as_it_was_even_when_the_loss_fails():
    x = np.array([0.1, 0.2])
    numerical_gradient(lambda: x.sum(), x)
    np.testing.assert_array_equal(x, [0.1, 0.2])

    def loss():
        raise RuntimeError("no loss today")

    with pytest.raises(RuntimeError, match="no loss today"):
        numerical_gradient(loss, x)
    np.testing.assert_array_equal(x, [0.1, 0.2])
