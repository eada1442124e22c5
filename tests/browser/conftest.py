"""A real server, a real Chromium, and a page that may not err nor leave the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.serving import served

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 20_000  # generous: the machine may be busy, and nothing here measures time


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server of our own, with room for a session of every test."""
    with served(BACKPROP_EXPLORER_MAX_SESSIONS="1000") as server:
        yield server.url


# Of the package, not of the session: while Playwright is up, no other test can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser without memory; `parametrize("context", [{…}], indirect=True)` sets it up."""
    options: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
    context = browser.new_context(**{**options, **getattr(request, "param", {})})
    context.set_default_timeout(TIMEOUT)
    expect.set_options(timeout=TIMEOUT)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    """The page, opened. Whatever it does, it may not log an error nor ask another machine."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(server) else faults.append(r.url))
    page.goto(server)
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    yield page
    assert faults == [] or page.url == "about:blank", faults
