"""How good a network is apart from the batch: on examples it never learns from, and what it pays.

Test examples are looked at once an epoch, as the textbook does, which costs a few percent of the
time of training. When is a matter of the spec alone, so every way to an iteration has the same.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer import data
from backprop_explorer.engine import Network
from backprop_explorer.engine.optimizers import Optimizer
from backprop_explorer.sessions.experiment import Experiment

MOST = 1_000  # test examples, the first ones
PIECE = 500  # examples that are predicted together
LEAST_GAP = 10  # iterations; an epoch of four examples is soon over


def standing(
    experiment: Experiment, network: Network, optimizer: Optimizer, iteration: int
) -> dict[str, float]:
    """The scores that a network has before it runs an iteration, by their names in `Scores`."""
    params = network.params
    scores = {"penalty": float(sum(penalty.loss(params) for penalty in optimizer.penalties))}
    if iteration % gap(experiment) == 0:
        scores["test_loss"], scores["test_accuracy"] = evaluate(experiment, network)
    return scores


def gap(experiment: Experiment) -> int:
    """From one look at the test examples to the next, in iterations."""
    return max(experiment.iterations_per_epoch, LEAST_GAP)


def evaluate(experiment: Experiment, network: Network, part: str = "test") -> tuple[float, float]:
    """Mean loss, and accuracy or NaN: without dropout, and by running statistics.

    `part`: "test" or "train", of which the first 1,000 examples are taken.
    """
    dataset = experiment.dataset
    inputs = getattr(dataset, f"x_{part}")[:MOST]
    labels = getattr(dataset, f"t_{part}")[:MOST]
    targets = experiment.loss.targets(experiment.answers(labels), experiment.outputs, np.float32)
    loss = accuracy = 0.0
    with network.evaluating():
        for start in range(0, len(inputs), PIECE):
            piece = slice(start, start + PIECE)
            x = data.scale(inputs[piece]).reshape(-1, *experiment.input_shape)
            share = len(x) / len(inputs)
            loss += share * float(network.loss(x, targets[piece]))
            accuracy += share * experiment.accuracy(network.last_layer.y, labels[piece])
    return loss, accuracy
