"""Training 784–50–10 at batch 100: against PyTorch, and against its bare matrix products.

All three walk through the same batches of real digits in float32, in turns, on one core with one
thread each. Ours is the code that is recorded and shown, not a faster twin of it. PyTorch runs the
ordinary loop, eager, on the CPU. The bare products are the five an iteration cannot do without.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import numpy as np
import torch
from benchmarks._timing import Row, one_core, ratio, readable, take_turns

from backprop_explorer import data
from backprop_explorer.engine import SGD, two_layer_net
from backprop_explorer.engine.types import Array

ROUNDS = 60
CALLS = 200  # four epochs of the sample, about 50 ms
BATCH_SIZE = 100
LEARNING_RATE = 0.1

Batches = list[tuple[Array, Array]]


def rows() -> list[Row]:
    torch.set_num_threads(1)
    batches = sample_batches()
    with one_core():
        times = take_turns(
            {
                "ours": our_training(batches),
                "torch": torch_training(batches),
                "bare": bare_products(batches),
            },
            rounds=ROUNDS,
            calls=CALLS,
        )
    ours, peer, bare = times["ours"], times["torch"], times["bare"]
    return [
        Row(
            f"training 784–50–10, batch {BATCH_SIZE}: speed against PyTorch {torch.__version__}",
            readable(ours),
            readable(peer),
            ratio(peer, ours),
            target=1.7,
        ),
        Row(
            "the same: speed against its bare matrix products",
            readable(ours),
            readable(bare),
            ratio(bare, ours),
            target=0.75,
        ),
    ]


def sample_batches() -> Batches:
    digits = data.load("mnist-sample")
    x = data.scale(digits.x_train)
    starts = range(0, len(x), BATCH_SIZE)
    return [(x[i : i + BATCH_SIZE], digits.t_train[i : i + BATCH_SIZE]) for i in starts]


def our_training(batches: Batches) -> Callable[[], None]:
    network, optimizer = two_layer_net(), SGD(LEARNING_RATE)
    turn = cycle(batches)

    def iteration() -> None:
        x, t = next(turn)
        gradients = network.gradient(x, t)
        optimizer.update(network.params, gradients)

    return iteration


def torch_training(batches: Batches) -> Callable[[], None]:
    model = torch.nn.Sequential(torch.nn.Linear(784, 50), torch.nn.ReLU(), torch.nn.Linear(50, 10))
    loss_function = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    turn = cycle([(torch.tensor(x), torch.tensor(t)) for x, t in batches])

    def iteration() -> None:
        x, t = next(turn)
        optimizer.zero_grad()
        loss = loss_function(model(x), t)
        loss.backward()
        optimizer.step()

    return iteration


def bare_products(batches: Batches) -> Callable[[], tuple[Array, ...]]:
    params = two_layer_net().params
    W1, W2 = params["W1"], params["W2"]
    rng = np.random.default_rng(0)
    a1, dz1 = rng.random((2, BATCH_SIZE, 50), dtype=np.float32)
    dz2 = rng.random((BATCH_SIZE, 10), dtype=np.float32)
    turn = cycle(batches)

    def products() -> tuple[Array, ...]:
        x, _ = next(turn)
        return x @ W1, a1 @ W2, a1.T @ dz2, dz2 @ W2.T, x.T @ dz1

    return products
