"""The page in a real Chromium: how long it takes to open, and a step to be painted.

Beside them is not a peer but what was promised: a second, and 50 milliseconds. Opening is measured
from the request for the page to the frame that shows the first explanation, each time with an empty
cache, and half of the times in a browser that has just been started. A step is measured from the
key to the frame that shows the new position. Needs the test extra and a Chromium: `make setup`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from operator import ne
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks._timing import Row, readable
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from tests.browser.conftest import FLAGS
from tests.serving import served

BROWSERS = 5
STEPS = 170

# A frame has been painted when a task runs that was asked for in it.
OPENED = """() => new Promise((done) => {
  const painted = () => setTimeout(() => done(performance.now() / 1000));
  const look = () =>
    requestAnimationFrame(document.querySelector(".terms tbody tr") ? painted : look);
  look();
})"""
WATCH_STEPS = """() => {
  window.steps = [];
  let pressed = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => window.steps.push((performance.now() - pressed) / 1000);
  addEventListener("keydown", () => { pressed = performance.now(); }, { capture: true });
  new MutationObserver(() => requestAnimationFrame(() => port2.postMessage(null))).observe(
    document.querySelector(".where"), { characterData: true, childList: true, subtree: true });
}"""


def rows() -> Iterator[Row]:
    with served(BACKPROP_EXPLORER_MAX_SESSIONS="1000") as server, sync_playwright() as playwright:
        openings: list[float] = []
        for _ in range(BROWSERS):
            with chromium(playwright) as browser:
                openings += [opening(browser, server.url) for _ in range(2)]
        with chromium(playwright) as browser:
            steps = stepping(browser, server.url)
    yield held("opening the page, in the middle: time against a second", median(openings), 1)
    yield held("opening the page, at worst: time against a second", max(openings), 1)
    inside = [step.seconds for step in steps if not step.onward]
    onward = [step.seconds for step in steps if step.onward]
    yield held("a step, in the middle: time against 50 ms", median(inside), 0.05)
    yield held("a step, nine of ten: time against 50 ms", quantiles(inside, n=10)[-1], 0.05)
    yield held("a step to the next iteration: time against 50 ms", median(onward), 0.05)


def held(what: str, seconds: float, promised: float) -> Row:
    ratio = seconds / promised
    return Row(what, readable([seconds]), readable([promised]), ratio, 1, at_least=False)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


def opening(browser: Browser, url: str) -> float:
    """Seconds until a new visitor sees where the first number comes from."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        seconds: float = page.evaluate(OPENED)
        return seconds


class Step(NamedTuple):
    """How long it took to be painted, and whether it led to the next iteration, all of it new."""

    seconds: float
    onward: bool


def stepping(browser: Browser, url: str) -> list[Step]:
    """Many steps, through more than one iteration."""
    page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(url)
    page.locator(".terms tbody tr").first.wait_for()
    page.wait_for_timeout(2_000)  # the gradient check and the arrays to come have arrived
    page.evaluate(WATCH_STEPS)
    iterations = [iteration_on(page)]
    for done in range(1, STEPS + 1):
        page.keyboard.press("n")
        while page.evaluate("window.steps.length") < done:
            page.wait_for_timeout(5)
        iterations.append(iteration_on(page))
    seconds: list[float] = page.evaluate("window.steps")
    return [Step(*step) for step in zip(seconds, map(ne, iterations, iterations[1:]), strict=True)]


def iteration_on(page: Page) -> str:
    return page.locator(".where b").first.inner_text()
