"""A server that goes away, and sessions that it no longer knows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.serving import ROOT, SMALL, Server, served, wait_until_ready

from .api import Api


@pytest.fixture
def own() -> Iterator[Server]:
    """A server that a test may end."""
    with served() as server:
        yield server


@contextmanager
def started_again(server: Server) -> Iterator[None]:
    """Another server in its place, which knows none of its sessions."""
    port = server.url.rpartition(":")[2]
    command = [sys.executable, "-m", "uvicorn", "backprop_explorer.main:app", "--port", port]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    process = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    try:
        wait_until_ready(server)
        yield
    finally:
        process.terminate()
        process.wait(30)


def opened(context: BrowserContext, url: str) -> Page:
    """The page, which may log that a request has failed."""
    page = context.new_page()
    page.goto(url)
    return page


def test_a_dead_server_is_noticed_and_a_new_one_offers_a_new_session(
    context: BrowserContext, own: Server
) -> None:
    page = opened(context, own.url)
    notice = page.locator(".notice")
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    page.wait_for_timeout(500)  # until it listens
    expect(notice).to_have_count(0)
    own.process.terminate()
    own.process.wait(30)
    expect(notice).to_contain_text("The server does not answer")
    with started_again(own):
        expect(notice).to_contain_text("The server does not know this session")
        before = page.url
        page.keyboard.press("n")
        expect(notice).to_contain_text("The server does not know this session")
        assert page.url == before
        notice.get_by_role("button", name="open a new session").click()
        expect(notice).to_have_count(0)
        assert page.url != before
        page.keyboard.press("n")
        expect(page.locator(".where")).to_contain_text("operation 27 of")


def test_a_deleted_session_is_noticed_without_a_key(context: BrowserContext, server: str) -> None:
    page = opened(context, server)
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    page.wait_for_timeout(500)  # until it listens
    httpx.delete(Api(page).root).raise_for_status()
    expect(page.locator(".notice")).to_contain_text("started again since, or deleted")
    expect(page.locator(".terms tbody tr").first).to_be_visible()


def test_an_unknown_session_offers_a_new_one(context: BrowserContext, server: str) -> None:
    page = opened(context, f"{server}/?session=nobody-knows-it")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("The server does not know this session")
    assert "session=nobody-knows-it" in page.url
    notice.get_by_role("button", name="open a new session").click()
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    expect(notice).to_have_count(0)
    assert Api(page).position[0] == 100


def test_a_full_server_says_why(context: BrowserContext) -> None:
    with served(BACKPROP_EXPLORER_MAX_SESSIONS="1") as full:
        kept = full.make()
        refusal = httpx.post(f"{full.url}/api/sessions", json=SMALL).json()
        with httpx.stream("GET", f"{kept}/stream"):
            page = opened(context, full.url)
            notice = page.locator(".notice")
            expect(notice).to_contain_text(refusal["detail"])
        httpx.delete(kept).raise_for_status()
        notice.get_by_role("button", name="open a new session").click()
        expect(page.locator(".terms tbody tr").first).to_be_visible()
