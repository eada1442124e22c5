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


def test_a_hopeless_probability_has_a_slope_all_the_same():
    """forward raises it to the smallest it knows, and says 87.3; its backward does not."""
    x, t = np.array([[500.0, 0, -400]]), np.array([2])
    assert SoftmaxWithLoss().forward(x, t) == pytest.approx(87.3, abs=0.1)
    assert per_example(SoftmaxWithLoss(), x, t) == pytest.approx([900])
    assert per_example(SoftmaxWithLoss(), x + 1e4, t) == pytest.approx([900])
