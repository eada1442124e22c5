import numpy as np
import pytest
from tests.engine.gradient_check import cases

from backprop_explorer.engine import SoftmaxWithLoss
from backprop_explorer.engine.gradient_check.per_example import per_example


@pytest.mark.parametrize("case", cases.CASES)
def test_the_mean_is_the_loss(case):
    network, x, t = case()
    loss = network.loss(x, t)
    losses = per_example(network.last_layer, network.forward(x), t)
    assert losses.shape == (len(x),)
    np.testing.assert_allclose(losses.mean(), loss, rtol=1e-12)


@pytest.mark.parametrize(
    ("t", "smoothing", "loss"),
    [([2], 0, 900), ([[0.0, 0, 1]], 0, 900), ([[0.5, 0.5, 0]], 0, 250), ([2], 0.3, 770)],
)
def test_a_hopeless_probability_has_a_slope_all_the_same(t, smoothing, loss):
    """forward raises it to the smallest it knows, −log of which is 87.3; its backward does not."""
    x, t = np.array([[500.0, 0, -400]]), np.array(t)
    softmax = SoftmaxWithLoss(smoothing)
    assert softmax.forward(x, t) < 87.4
    assert per_example(softmax, x, t) == pytest.approx([loss])
    assert per_example(softmax, x + 1e4, t) == pytest.approx([loss])
