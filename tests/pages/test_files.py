"""Static files come out of memory, and are never older than the file."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest
from starlette.exceptions import HTTPException

from backprop_explorer.config import assets
from backprop_explorer.pages.files import Files
from backprop_explorer.pages.routes import SHEETS

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


def client(folder: Path, joined: dict[str, tuple[str, ...]] | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Files(folder, joined))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


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


async def test_small_files_are_given_as_one(tmp_path: Path) -> None:
    for name in ("one.css", "two.css"):
        (tmp_path / name).write_text(f"/* {name} */")
    async with client(tmp_path, {"all.css": ("two.css", "one.css")}) as browser:
        first = await browser.get("/all.css")
        assert first.text == "/* two.css */\n/* one.css */"
        assert first.headers["content-type"] == "text/css; charset=utf-8"
        (tmp_path / "one.css").write_text("changed")
        os.utime(tmp_path / "one.css", ns=(1, 1))
        asked = {"if-none-match": first.headers["etag"]}
        assert (await browser.get("/all.css", headers=asked)).text == "/* two.css */\nchanged"


async def test_a_versioned_file_is_kept_for_ever_and_its_version_changes_with_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "folder" / "a.js"
    file.parent.mkdir()
    file.write_text("one")
    os.utime(file, ns=(1, 1))
    files = Files(tmp_path)
    version = files.version()
    assert files.version() == version
    async with client(tmp_path) as browser:
        answer = await browser.get(f"/{version}/folder/a.js")
        assert answer.text == "one"
        assert "immutable" in answer.headers["cache-control"]
        assert (await browser.get("/folder/a.js")).headers["cache-control"] == "no-cache"
    file.write_text("two")
    os.utime(file, ns=(2, 2))
    assert files.version() != version


def test_every_style_sheet_is_on_the_page() -> None:
    sheets = {sheet for sheet in SHEETS if sheet.startswith("css/")}
    assert sheets == {f"css/{path.name}" for path in (assets("static") / "css").glob("*.css")}
