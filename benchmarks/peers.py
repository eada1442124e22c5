"""Training in JavaScript: what npm has for it, in Node, on one core as ours is.

All begin with the same parameters and walk through the same batches. A figure is believed only
where the peer has learned what ours learns: its mean loss on the first pass through the batches is
ours, and on the last pass it is lower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import starmap
from statistics import mean

from benchmarks._javascript import Peer, started
from benchmarks._nets import Net, dense_net, playground_net, simple_conv_net
from benchmarks._timing import Contestant, Row, one_core, ratio, readable, take_turns
from benchmarks.training import fast

from backprop_explorer.engine import SGD
from backprop_explorer.engine.fast import FastTraining

PEERS = {"convnetjs": "ConvNetJS 0.3.0", "tfjs": "TensorFlow.js 4.22.0"}
TOLERANCE = 0.001  # between two mean losses, of ours: ConvNetJS computes in float64


@dataclass(frozen=True)
class Contest:
    """A net, and how it is measured: who is slower has fewer iterations in a turn."""

    name: str
    net: Callable[[], Net]
    calls: dict[str, int]
    rounds: int
    batches: int = 10


CONTESTS = (
    Contest(
        "784–50–10, batch 100",
        lambda: dense_net(784, 50, 10, n=100),
        calls={"ours": 200, "convnetjs": 3, "tfjs": 2},
        rounds=20,
    ),
    Contest(
        "784–256–128–10, batch 128",
        lambda: dense_net(784, 256, 128, 10, n=128),
        calls={"ours": 40, "convnetjs": 1, "tfjs": 1},
        rounds=10,
    ),
    Contest(
        "SimpleConvNet, batch 100",
        simple_conv_net,
        calls={"ours": 4, "convnetjs": 1, "tfjs": 1},
        rounds=3,
        batches=1,  # TensorFlow.js takes seconds for one
    ),
    Contest(
        "2–4–2–1 with tanh, batch 10",
        playground_net,
        calls={"ours": 2000, "convnetjs": 2000, "tfjs": 200},
        rounds=40,
    ),
)


def rows() -> Iterator[Row]:
    for contest in CONTESTS:
        yield from held(contest)


def held(contest: Contest) -> Iterator[Row]:
    """A row for each peer."""
    net = contest.net()
    net = replace(net, batches=net.batches[: contest.batches])
    with one_core(), ExitStack() as stack:
        peers = {peer: stack.enter_context(started(f"{peer}.js", net)) for peer in PEERS}
        for peer, running in peers.items():
            running.train(contest.batches)
            running.train(contest.calls[peer])  # until what is compiled is compiled
        contestants: dict[str, Contestant] = {"ours": fast(net), **peers}
        times = take_turns(contestants, rounds=contest.rounds, calls=contest.calls)
        for running in peers.values():
            running.train(contest.batches)
    for peer, title in PEERS.items():
        refuse_stranger(title, peers[peer], net)
        yield Row(
            f"training {contest.name}: speed against {title}",
            readable(times["ours"]),
            readable(times[peer]),
            ratio(times[peer], times["ours"]),
            target=1,
        )


def refuse_stranger(title: str, peer: Peer, net: Net) -> None:
    """Raises RuntimeError where a peer has not learned, or has learned something else than ours."""
    training = FastTraining(net.ours.copy(), SGD(net.learning_rate))
    ours = mean(float(loss) for loss in starmap(training.iterate, net.batches))
    first, *_, last = peer.losses
    if abs(first - ours) > TOLERANCE * ours:
        raise RuntimeError(f"{title} computes a loss of {first}, where ours is {ours}.")
    if last >= first:
        raise RuntimeError(f"{title} does not learn: its loss went from {first} to {last}.")
