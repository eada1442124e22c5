from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from tests.api.conftest import Remote
from tests.serving import SMALL

from backprop_explorer.api.guard import host_name
from backprop_explorer.config import Settings
from backprop_explorer.main import create_app

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.7", "[::1]"]
)
async def test_names_that_are_us(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/api/livez", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "127.0.0.1.x"]
)
async def test_names_that_are_not(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.get("/api/livez", headers={"host": host})
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-host"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_another_sites_page_changes_nothing(small: Remote, headers: dict[str, str]) -> None:
    for answer in (
        await small.post("/step", headers=headers),
        await small.client.delete(small.path, headers=headers),
        await small.client.post("/api/sessions", json=SMALL, headers=headers),
    ):
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/cross-site"
    assert await small.place() == (0, 0)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
)
async def test_our_page_and_scripts_may(small: Remote, headers: dict[str, str]) -> None:
    assert (await small.post("/step", headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/api/livez", "/api/nothing", "/", "/docs", "/openapi.json"])
async def test_every_answer_carries_the_security_headers(
    client: httpx.AsyncClient, path: str
) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


async def test_a_refusal_carries_them_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/livez", headers={"host": "evil.example"})
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_name_it_was_started_with(anyio_backend: str) -> None:
    app = create_app(Settings(allowed_hosts=("Explorer.Example",)))
    transport = httpx.ASGITransport(app)
    for host, status in (("explorer.example:80", 200), ("other.example", 400)):
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            assert (await client.get("/api/livez")).status_code == status


def test_a_host_name_without_its_port() -> None:
    assert [host_name(host) for host in ("a:80", "[::1]:80", "A.b", "")] == ["a", "::1", "a.b", ""]


def test_each_application_has_its_own_sessions() -> None:
    one: FastAPI = create_app(Settings(max_sessions=1))
    other = create_app(Settings(max_sessions=1))
    assert one.state.store is not other.state.store
