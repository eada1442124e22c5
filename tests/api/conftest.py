"""The application without a server between (`client`), and a real server (`server`)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from backprop_explorer.config import Settings
from backprop_explorer.main import create_app

SMALL = {
    "layers": [{"type": "affine", "units": 6}, {"type": "relu"}, {"type": "affine", "units": 10}],
    "batch_size": 20,
    "seed": 3,
}
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return create_app(Settings(max_sessions=10_000, workers=1, max_request_bytes=100_000))


@pytest.fixture
async def client(app: FastAPI, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


class Remote:
    """A session as a script has it: its address, and the calls on it."""

    def __init__(self, client: httpx.AsyncClient, session: dict[str, Any]) -> None:
        self.client = client
        self.id = session["id"]
        self.path = f"/api/sessions/{self.id}"

    async def get(self, path: str = "", **options: Any) -> httpx.Response:
        return await self.client.get(self.path + path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return await self.client.post(self.path + path, json=body, **options)

    async def read(self, path: str = "", **options: Any) -> Any:
        answer = await self.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def change(self, path: str, body: Any = None, **options: Any) -> Any:
        answer = await self.post(path, body, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def place(self) -> tuple[int, int]:
        position = (await self.read())["position"]
        return position["iteration"], position["event"]


@pytest.fixture
async def small(client: httpx.AsyncClient) -> Remote:
    """A session of a small network."""
    return Remote(client, (await client.post("/api/sessions", json=SMALL)).json())


@pytest.fixture
async def first_net(client: httpx.AsyncClient) -> Remote:
    """A session of the first network everyone meets."""
    made = await client.post("/api/sessions", json={"preset": "two-layer-mnist"})
    return Remote(client, made.json())


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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with served(BACKPROP_EXPLORER_WORKERS="1") as server:
        yield server
