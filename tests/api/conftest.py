"""The application without a server between (`client`), and a real server (`server`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.serving import SMALL, Server, served

from backprop_explorer.config import Settings
from backprop_explorer.main import create_app


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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with served(BACKPROP_EXPLORER_WORKERS="1") as server:
        yield server
