"""Training: against PyTorch, and against the bare matrix products.

All walk through the same batches in float32, in turns, on one core with one thread each. Ours is
the fast engine; for the first net there is a row for the plain one too, which is recorded and shown
and computes the same bits. PyTorch runs the ordinary loop, eager, on the CPU.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import numpy as np
import torch
from benchmarks._nets import Iteration, Net, dense_net, playground_net, simple_conv_net
from benchmarks._timing import Row, one_core, ratio, readable, take_turns

from backprop_explorer.engine import SGD
from backprop_explorer.engine.fast import FastTraining

ROUNDS = 40

Times = dict[str, list[float]]


def rows() -> Iterator[Row]:
    torch.set_num_threads(1)
    with one_core():
        name, times = "784–50–10, batch 100", measured(dense_net(784, 50, 10, n=100), calls=200)
        yield against_torch(name, times, target=2.0)
        yield against_bare(name, times, target=1.2)
        yield against_torch(name, times, target=1.7, ours="plain")

        name = "784–256–128–10, batch 128"
        times = measured(dense_net(784, 256, 128, 10, n=128), calls=40)
        yield against_torch(name, times, target=1.2)
        yield against_bare(name, times, target=1.1)

        name, times = "SimpleConvNet, batch 100", measured(simple_conv_net(), calls=4)
        yield against_torch(name, times, target=1.8)
        yield against_bare(name, times, target=1.35)

        name, times = "2–4–2–1 with tanh, batch 10", measured(playground_net(), calls=400)
        yield against_torch(name, times, target=30)


def measured(net: Net, calls: int) -> Times:
    contestants = {"fast": fast(net), "plain": plain(net), "torch": pytorch(net)}
    if net.bare is not None:
        contestants["bare"] = net.bare
    return take_turns(contestants, rounds=ROUNDS, calls=calls)


def against_torch(name: str, times: Times, target: float, ours: str = "fast") -> Row:
    how = "as it is shown: " if ours == "plain" else ""
    return Row(
        f"training {name}: {how}speed against PyTorch {torch.__version__}",
        readable(times[ours]),
        readable(times["torch"]),
        ratio(times["torch"], times[ours]),
        target,
    )


def against_bare(name: str, times: Times, target: float) -> Row:
    return Row(
        f"training {name}: time against its bare matrix products",
        readable(times["fast"]),
        readable(times["bare"]),
        ratio(times["fast"], times["bare"]),
        target,
        at_least=False,
    )


def fast(net: Net) -> Iteration:
    training = FastTraining(net.ours.copy(), SGD(net.learning_rate))
    turn = cycle(net.batches)
    return lambda: training.iterate(*next(turn))


def plain(net: Net) -> Iteration:
    network, optimizer = net.ours.copy(), SGD(net.learning_rate)
    turn = cycle(net.batches)

    def iteration() -> None:
        gradients = network.gradient(*next(turn))
        optimizer.update(network.params, gradients)

    return iteration


def pytorch(net: Net) -> Iteration:
    numbers_to_predict = net.batches[0][1].dtype == np.float32
    loss_function = torch.nn.MSELoss() if numbers_to_predict else torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.theirs.parameters(), lr=net.learning_rate)
    turn = cycle([(torch.tensor(x), torch.tensor(t)) for x, t in net.batches])

    def iteration() -> None:
        x, t = next(turn)
        optimizer.zero_grad()
        loss = loss_function(net.theirs(x), t)
        loss.backward()
        optimizer.step()

    return iteration
