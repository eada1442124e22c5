import numpy as np
import pytest

from backprop_explorer.engine import Network, two_layer_net
from backprop_explorer.engine.fast.block import Block
from backprop_explorer.sessions.meters import BlockMeter, Meter
from backprop_explorer.sessions.metrics import Scores, measure


@pytest.fixture
def network() -> Network:
    return two_layer_net(6, 4, 3)


@pytest.mark.parametrize("in_block", [False, True])
def test_a_meter_gives_what_the_function_gives(network: Network, in_block: bool) -> None:
    rng = np.random.default_rng(0)
    block = Block(network)
    meter = BlockMeter(block) if in_block else Meter(network)
    for iteration in range(3):
        before = network.snapshot()
        meter.begin()
        for array in (*network.params.values(), *network.grads.values()):
            array += rng.normal(size=array.shape)
        row = meter.measure(Scores(iteration, 0.5))
        expected = measure(Scores(iteration, 0.5), before, network.grads, network.params)
        assert row.tobytes() == expected.tobytes()
        assert np.isnan(row[-3]) == (iteration == 0), "b1 was zero at first"


def test_gradients_may_be_elsewhere(network: Network) -> None:
    block = Block(network)
    meter, before = BlockMeter(block), network.snapshot()
    meter.begin()
    grads = network.gradient(np.ones((2, 6), np.float32), np.array([0, 1]))
    assert not block.gradients.any()
    row = meter.measure(Scores(1, 0.5))
    assert row.tobytes() == measure(Scores(1, 0.5), before, grads, network.params).tobytes()
