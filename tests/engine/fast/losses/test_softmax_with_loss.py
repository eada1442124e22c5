import numpy as np
import pytest
from tests.engine.fast.comparing import affine

from backprop_explorer.engine import SGD, LabelMismatch, Network
from backprop_explorer.engine.fast import FastTraining


@pytest.mark.parametrize("label", [-1, 3])
def test_classes_that_are_not_there_are_refused_and_nothing_is_learned(rng, label):
    network = Network([affine(rng, 5, 3)])
    training = FastTraining(network, SGD(0.1))
    x = rng.normal(size=(4, 5)).astype(np.float32)
    training.iterate(x, np.array([0, 1, 2, 0]))
    before = network.snapshot()
    with pytest.raises(LabelMismatch, match=f"label {label} .*take 0 to 2.*example 2"):
        training.iterate(x, np.array([0, 1, label, 0]))
    for name, array in network.params.items():
        np.testing.assert_array_equal(array, before[name])
