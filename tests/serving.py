"""A real server in a process of its own, for the tests that need one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
SMALL = {
    "layers": [{"type": "affine", "units": 6}, {"type": "relu"}, {"type": "affine", "units": 10}],
    "batch_size": 20,
    "seed": 3,
}


class Server:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"

    def make(self, spec: Any = SMALL) -> str:
        """A new session's address."""
        made = httpx.post(f"{self.url}/api/sessions", json=spec)
        return f"{self.url}{made.headers['location']}"


@contextmanager
def served(**settings: str) -> Iterator[Server]:
    """Starts a server on a free port, and ends it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "backprop_explorer.main:app"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app"), **settings}
    options = ["--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen([*command, *options], env=environment, stderr=subprocess.PIPE)
    server = Server(process, port)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def wait_until_ready(server: Server) -> None:
    end = monotonic() + 60
    while monotonic() < end:
        try:
            if httpx.get(f"{server.url}/api/readyz").status_code == 200:
                return
        except httpx.TransportError:
            sleep(0.05)
    raise TimeoutError("the server does not start")
