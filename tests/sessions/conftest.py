"""Small networks on the digits that travel in the package."""

from __future__ import annotations

import pytest

from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.presets import TWO_LAYER_MNIST
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import Normal
from backprop_explorer.sessions.spec.layers import Affine, Relu, Sigmoid

SMALL = Spec(
    layers=[Affine(units=6, init=Normal(std=0.1)), Relu(), Affine(units=10)], batch_size=20, seed=3
)
DEEP = Spec(
    layers=[Affine(units=5), Sigmoid(), Affine(units=4), Relu(), Affine(units=10)], batch_size=7
)


@pytest.fixture
def session() -> Session:
    return Session("small", SMALL)


@pytest.fixture
def experiment() -> Experiment:
    return Experiment(SMALL)


@pytest.fixture
def first_net() -> Session:
    return Session("first", TWO_LAYER_MNIST.spec)
