"""What the tests of every layer share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backprop_explorer.engine import Layer
from backprop_explorer.engine.numerical_gradient import numerical_gradient
from backprop_explorer.engine.types import Array

CheckLayer = Callable[[Layer, Array], None]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def check_gradients(rng: np.random.Generator) -> CheckLayer:
    """Backward must say what small steps of the input and of each parameter do to the output.

    The layer's output is many numbers, so the "loss" here is their sum with random weights.
    A failure shows both gradients.
    """

    def check(layer: Layer, x: Array) -> None:
        weights = rng.normal(size=layer.forward(x).shape)
        gradients = {"x": layer.backward(weights)}
        gradients |= {name: getattr(layer, f"d{name}") for name in layer.parameters}
        arrays = {"x": x} | {name: getattr(layer, name) for name in layer.parameters}
        for name, array in arrays.items():
            numeric = numerical_gradient(lambda: (layer.forward(x) * weights).sum(), array)
            np.testing.assert_allclose(gradients[name], numeric, rtol=1e-6, atol=1e-8, err_msg=name)

    return check
