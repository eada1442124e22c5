"""Static files come out of memory, and are never older than the file."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest
from starlette.exceptions import HTTPException

from backprop_explorer.pages.files import Files

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


def client(folder: Path) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(Files(folder)), base_url="http://localhost"
    )


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.mjs"
    file.write_text("one")
    os.utime(file, ns=(1, 1))
    async with client(tmp_path) as browser:
        first = await browser.get("/a.mjs")
        assert first.text == "one"
        assert first.headers["content-type"] == "text/javascript; charset=utf-8"
        asked = {"if-none-match": first.headers["etag"]}
        assert (await browser.get("/a.mjs", headers=asked)).status_code == 304
        file.write_text("two")
        os.utime(file, ns=(2, 2))
        assert (await browser.get("/a.mjs", headers=asked)).text == "two"


@pytest.mark.parametrize("path", ["/nothing", "/folder", "/%2e%2e/secret", "/folder/../../secret"])
async def test_only_files_of_the_folder_are_given(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("not for you")
    folder = tmp_path / "static"
    (folder / "folder").mkdir(parents=True)
    async with client(folder) as browser:
        with pytest.raises(HTTPException, match="404"):
            await browser.get(path)
