"""What the server says about the session that a page shows, to compare the page with."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from playwright.sync_api import Page, expect


class Api:
    """The API, at the session of a page."""

    def __init__(self, page: Page) -> None:
        parts = urlsplit(page.url)
        self.id = parse_qs(parts.query)["session"][0]
        self.root = f"{parts.scheme}://{parts.netloc}/api/sessions/{self.id}"

    def get(self, path: str = "", **query: Any) -> Any:
        answer = httpx.get(self.root + path, params=query)
        answer.raise_for_status()
        return answer.json()

    @property
    def position(self) -> tuple[int, int]:
        position = self.get()["position"]
        return position["iteration"], position["event"]

    def number(self, name: str, *index: int, event: int | None = None) -> float:
        at = {} if event is None else {"event": event}
        where = ",".join(map(str, index))
        found: float = self.get(f"/values/{name}/explain", index=where, **at)["number"]
        return found


def show(page: Page, server: str, preset: str, *, at_start: bool = False) -> Api:
    """Opens a preset, where it has something to show or at its start."""
    body = {"preset": preset, **({} if at_start else {"opening": "preset"})}
    made = httpx.post(f"{server}/api/sessions", json=body, timeout=60)
    made.raise_for_status()
    page.goto(f"{server}/?session={made.json()['id']}")
    expect(page.locator(".asked")).to_be_visible()
    return Api(page)


def read_number(text: str | None) -> float:
    """A number as the page writes it, with a real minus sign."""
    assert text is not None
    return float(text.replace("−", "-").replace(",", ""))
