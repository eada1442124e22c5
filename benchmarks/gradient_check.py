"""What the shortcuts of the gradient check save, beside one run of the network for each step.

The peer is the textbook's definition: for every parameter and every number of the input, two runs
of the whole network. Once for the first net, whose steps change one column each, and once for the
same net with a layer normalization inside, where what a step changes goes through the layers after
it in one large batch. Both compute the same numbers, which the tests hold against each other.
"""

from __future__ import annotations

import numpy as np
from benchmarks._timing import Row, one_core, ratio, readable, take_turns

from backprop_explorer.engine import Layer, LayerNorm, Network, gradient_check
from backprop_explorer.engine.numerical_gradient import numerical_gradient
from backprop_explorer.engine.types import Array
from backprop_explorer.sessions.presets import TWO_LAYER_MNIST
from backprop_explorer.sessions.session import Session

ITERATION = 100
EXAMPLES = 3
ROUNDS = 3
CALLS = 20  # of ours in a turn, where the peer has one


def rows() -> list[Row]:
    session = Session("benchmark", TWO_LAYER_MNIST.spec)
    session.goto(ITERATION)
    moment, experiment = session.moment, session.experiment
    first_net = experiment.network(moment.state, ITERATION).copy(dtype=np.float64)
    x, t, *_ = experiment.batch(ITERATION)
    x, t = x[:EXAMPLES].astype(np.float64), t[:EXAMPLES]
    what = f"a gradient check of all of 784–50–10 and {EXAMPLES} inputs: speed against step by step"
    return [
        compared(what, first_net, x, t, target=300),
        compared("the same with layer normalization", normalized(first_net), x, t, target=50),
    ]


def normalized(network: Network) -> Network:
    """The first net with a layer normalization between its first two layers."""
    first, *rest = network.copy().layers.values()
    units = network.params["b1"].size
    norm: Layer = LayerNorm(np.ones(units), np.zeros(units))
    return Network([first, norm, *rest])


def compared(what: str, network: Network, x: Array, t: Array, target: float) -> Row:
    def step_by_step() -> None:
        for array in (*network.params.values(), x):
            numerical_gradient(lambda: network.loss(x, t), array)

    def many() -> None:
        for _ in range(CALLS):
            gradient_check(network, x, t)

    with one_core():
        times = take_turns({"ours": many, "peer": step_by_step}, rounds=ROUNDS, calls=1)
    ours = [seconds / CALLS for seconds in times["ours"]]
    peer = times["peer"]
    return Row(what, readable(ours), readable(peer), ratio(peer, ours), target)
