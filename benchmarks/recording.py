"""What recording an iteration costs, beside running it.

Twice: as a session does it (the batch is drawn, the layers are built, the result is measured), and
bare (`record` beside `gradient` and `update` on one batch). Before each recording the last trace is
dropped, as it is when a session moves on.
"""

from __future__ import annotations

from itertools import count

from benchmarks._timing import Row, one_core, ratio, readable, take_turns

from backprop_explorer.sessions.moment import Moment
from backprop_explorer.sessions.presets import TWO_LAYER_MNIST
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.training import Run
from backprop_explorer.trace import record

ROUNDS = 40
CALLS = 50


def rows() -> list[Row]:
    session = Session("benchmark", TWO_LAYER_MNIST.spec)
    experiment, state = session.experiment, session.moment.state
    run = Run(experiment, state, 0)
    iterations = count()
    x, t, *_ = experiment.batch(0)
    network, optimizer = experiment.network(state, 0), experiment.optimizer()

    def learn() -> None:
        optimizer.update(network.params, network.gradient(x, t))

    with one_core():
        times = take_turns(
            {
                "run": lambda: run.run(1),
                "recorded": lambda: Moment(next(iterations), state).recorded(experiment),
                "bare": learn,
                "bare recorded": lambda: record(network, x, t, optimizer),
            },
            rounds=ROUNDS,
            calls=CALLS,
        )
    return [
        compared("an iteration of a session: time to record it against time to run it", times, ""),
        compared("the same without batch and metrics", times, "bare "),
    ]


def compared(what: str, times: dict[str, list[float]], prefix: str) -> Row:
    ours, peer = times[f"{prefix}recorded"], times[prefix.strip() or "run"]
    return Row(what, readable(ours), readable(peer), ratio(ours, peer), 5, at_least=False)
