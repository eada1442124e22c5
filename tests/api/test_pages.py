from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

from backprop_explorer.config import assets
from backprop_explorer.pages.csp import content_security_policy

pytestmark = pytest.mark.anyio


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: values for name, *values in parts}


async def test_the_page_loads_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    policy = directives(page.headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"]
    assert all("unsafe" not in value for values in policy.values() for value in values)
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", page.text)


async def test_the_import_map_is_let_in_by_its_hash(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    (script,) = re.findall(r'<script type="importmap">(.*?)</script>', page.text, re.DOTALL)
    hashed = b64encode(sha256(script.encode()).digest()).decode()
    scripts = directives(page.headers["content-security-policy"])["script-src"]
    assert scripts == ["'self'", f"'sha256-{hashed}'"]


def test_a_page_without_inline_scripts_lets_none_in() -> None:
    policy = directives(content_security_policy("<p>hello</p>"))
    assert policy["script-src"] == ["'self'"]


async def test_the_documentation_works_offline(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        if "/vendor/" in address and not (assets("static") / "vendor").is_dir():
            continue
        assert (await client.get(address)).status_code == 200, address
    script = await client.get("/static/js/docs.js")
    assert "/openapi.json" in script.text
    assert (await client.get("/openapi.json")).json()["info"]["title"] == "Backprop Explorer"


async def test_static_files_are_asked_about_before_each_use(client: httpx.AsyncClient) -> None:
    script = await client.get("/static/js/docs.js")
    assert script.headers["cache-control"] == "no-cache"
    headers = {"if-none-match": script.headers["etag"]}
    assert (await client.get("/static/js/docs.js", headers=headers)).status_code == 304


@pytest.mark.parametrize("path", ["/static/nothing.js", "/static/../pyproject.toml", "/nothing"])
async def test_what_is_not_there_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"
