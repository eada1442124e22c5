"""What runs in a worker process: training, a piece at a time, with nothing else in the way.

The state of a run stays here between its pieces, so the server only counts, and a busy server does
not slow training down.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from threading import Thread
from time import perf_counter
from typing import Any

from backprop_explorer.sessions.experiment import Experiment, Params
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.training import Run
from backprop_explorer.trace.model import Array

# A byte for each run, shared with the server, which sets it to stop the run at once.
Stops = Any  # an array of ctypes
FLAGS = 256

_runs: dict[int, Run] = {}
_stops: Stops
_idle_since = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of training: metrics `rows`, and the parameters at the start of `iteration`.

    It took `seconds`; before it, the worker had nothing to do for the seconds it `waited`.
    """

    iteration: int
    params: Params
    rows: Array
    seconds: float
    waited: float


def enter(stops: Stops) -> None:
    """Prepares a new worker: Ctrl+C is the server's to handle, and without a server it ends."""
    global _stops
    _stops = stops
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def nothing() -> None:
    """To be queued where only the queue is of interest."""


def begin(run: int, spec: Spec, params: Params, start: int) -> None:
    """Gets ready to train from these parameters."""
    global _idle_since
    _runs[run] = Run(Experiment(spec), params, start)
    _idle_since = perf_counter()


def train(run: int, count: int) -> Piece:
    """Trains `count` more iterations, or fewer if the run is stopped."""
    global _idle_since
    going = _runs[run]
    started = perf_counter()
    rows = going.run(count, lambda: bool(_stops[run % FLAGS]))
    waited, _idle_since = started - _idle_since, perf_counter()
    return Piece(going.iteration, going.params(), rows, _idle_since - started, waited)


def end(run: int) -> None:
    """Forgets a run."""
    _runs.pop(run, None)
