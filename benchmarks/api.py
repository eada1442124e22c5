"""The server: what a request costs beside an empty one, and whether training feels other clients.

A real server answers over a real connection. For training, the server and all its clients share one
core and the worker has another, so that the figure shows what the program makes it wait for, and
not that eight clients on the same machine need a processor too.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from time import monotonic, perf_counter, sleep

import numpy as np
from benchmarks._client import BACK_AND_FORTH, Client
from benchmarks._timing import Row, one_core, ratio, readable, take_turns
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from backprop_explorer.api.answers import encode

ROUNDS = 30
CALLS = 100
SECONDS = 3.0  # of training in each turn
SETTLING = 3.0
CLIENTS = 8


def rows() -> list[Row]:
    with served() as (server, port):
        return [*request_rows(port), array_row(), *training_rows(server, port)]


def request_rows(port: int) -> list[Row]:
    client = Client(port)
    path = client.new_session()
    bodies, keys = cycle(BACK_AND_FORTH), iter(range(10**9))

    def step() -> None:
        headers = {"If-Match": "*", "Idempotency-Key": str(next(keys))}
        client.call("POST", f"{path}/step", next(bodies), **headers)

    times = take_turns(
        {"empty": lambda: client.call("GET", "/api/livez"), "step": step},
        rounds=ROUNDS,
        calls=CALLS,
    )
    return [
        Row(
            "a step request, with its conditions: time against an empty request",
            readable(times["step"]),
            readable(times["empty"]),
            ratio(times["step"], times["empty"]),
            target=2,
            at_least=False,
        )
    ]


def array_row() -> Row:
    array = np.random.default_rng(0).normal(size=(100, 50)).astype(np.float32)
    with one_core():
        times = take_turns(
            {
                "ours": lambda: encode(array),
                "default": lambda: JSONResponse(jsonable_encoder(array.tolist())),
            },
            rounds=ROUNDS,
            calls=CALLS // 10,
        )
    return Row(
        "5,000 numbers as JSON: time against FastAPI's default encoding of a list",
        readable(times["ours"]),
        readable(times["default"]),
        ratio(times["ours"], times["default"]),
        target=0.03,
        at_least=False,
    )


def training_rows(server: int, port: int) -> list[Row]:
    """Idle, with a listener, and with clients, in turns, within one long training."""
    client = Client(port)
    path = client.new_session()
    client.call("POST", f"{path}/train", {"iterations": 1_000_000})
    iterations_per_second(client, path)
    speeds: dict[str, list[float]] = {"idle": [], "listened": [], "hammered": []}
    with a_core_for_the_worker(server):
        for _ in range(5):
            speeds["idle"].append(iterations_per_second(client, path))
            with running("listen", port, path):
                speeds["listened"].append(iterations_per_second(client, path))
            with running("hammer", port, path, times=CLIENTS):
                speeds["hammered"].append(iterations_per_second(client, path))
    client.call("DELETE", f"{path}/train")
    return [
        Row(
            f"training while {what}: speed against idle",
            f"{np.median(speeds[name]):.0f} iterations/s",
            f"{np.median(speeds['idle']):.0f} iterations/s",
            ratio(speeds[name], speeds["idle"]),
            target=0.95,
        )
        for name, what in (
            ("listened", "the stream sends"),
            ("hammered", f"{CLIENTS} clients step and read without pause"),
        )
    ]


def iterations_per_second(client: Client, path: str) -> float:
    """Between two pieces of training that came in, so that no piece counts in part."""

    def next_piece(after: int) -> tuple[int, float]:
        while (done := client.progress(path)) == after:
            sleep(0.005)
        return done, perf_counter()

    first, start = next_piece(client.progress(path))
    sleep(SECONDS)
    last, end = next_piece(client.progress(path))
    return (last - first) / (end - start)


@contextmanager
def a_core_for_the_worker(server: int) -> Iterator[None]:
    """The training process gets the last core; the server and everybody else the others."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(cores) < 2:
        yield
        return
    os.sched_setaffinity(0, cores[:-1])  # and what is started from now on
    for task in Path(f"/proc/{server}/task").iterdir():
        os.sched_setaffinity(int(task.name), cores[:-1])
    for worker in workers_of(server):
        for task in Path(f"/proc/{worker}/task").iterdir():
            os.sched_setaffinity(int(task.name), cores[-1:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def workers_of(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@contextmanager
def running(what: str, port: int, path: str, times: int = 1) -> Iterator[None]:
    """Some clients, in processes of their own; they have settled when the block begins."""
    command = [sys.executable, "-m", "benchmarks._client", what, str(port), path]
    clients = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(times)]
    try:
        for client in clients:
            assert client.stdout is not None
            client.stdout.readline()
        sleep(SETTLING)
        yield
    finally:
        for client in clients:
            client.kill()
            client.communicate()


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """A server's process id and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "backprop_explorer.main:app"]
    settings = {"BACKPROP_EXPLORER_WORKERS": "1", "BACKPROP_EXPLORER_MAX_SESSIONS": "1000"}
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [*command, "--port", str(port), "--log-level", "warning"],
                env=os.environ | settings,
            )
        )
        stack.callback(process.terminate)
        wait_until(lambda: Client(port).call("GET", "/api/readyz"))
        yield process.pid, port


def wait_until(ready: Callable[[], object]) -> None:
    end = monotonic() + 60
    while True:
        try:
            ready()
            return
        except OSError:
            if monotonic() > end:
                raise
            sleep(0.05)
