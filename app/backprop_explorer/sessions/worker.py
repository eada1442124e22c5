"""What runs in a worker process: training, a piece at a time, with nothing else in the way.

The state of a run stays here between its pieces, so the server only counts, and a busy server does
not slow training down.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.state import State
from backprop_explorer.sessions.training import Run
from backprop_explorer.trace.model import Array

# A byte for each run, shared with the server, which sets it to stop the run at once.
Stops = Any  # an array of ctypes
FLAGS = 256


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of training: metrics `rows`, and the state at the start of `iteration`.

    It took `seconds`; before it, the worker had nothing to do for the seconds it `waited`.
    """

    iteration: int
    state: State
    rows: Array
    seconds: float
    waited: float


class Worker:
    """The runs of one worker process, by number."""

    def __init__(self, stops: Stops) -> None:
        self.stops = stops
        self.runs: dict[int, Run] = {}
        self.idle_since = perf_counter()

    def begin(self, run: int, spec: Spec, state: State, start: int) -> None:
        """Gets ready to train from this state."""
        self.runs[run] = Run(Experiment(spec), state, start)
        self.idle_since = perf_counter()

    def train(self, run: int, count: int) -> Piece:
        """Trains `count` more iterations, or fewer if the run is stopped."""
        going = self.runs[run]
        started = perf_counter()
        rows = going.run(count, lambda: bool(self.stops[run % FLAGS]))
        waited, self.idle_since = started - self.idle_since, perf_counter()
        seconds = self.idle_since - started
        return Piece(going.iteration, going.state(), rows, seconds, waited)

    def end(self, run: int) -> None:
        """Forgets a run."""
        self.runs.pop(run, None)


def serve(connection: Connection, stops: Stops) -> None:
    """Answers calls of the worker's methods in order, until the server ends or says None."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's to handle
    worker = Worker(stops)
    try:
        while (call := connection.recv()) is not None:
            name, arguments = call
            connection.send(outcome(getattr(worker, name), arguments))
    except (EOFError, OSError):
        return


def outcome(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    """What a call returned or raised."""
    try:
        return work(*arguments), None
    except Exception as error:
        return None, error
