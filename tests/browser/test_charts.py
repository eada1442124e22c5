"""The charts of training: what they name, and that there is room for it."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, Route, expect

from .api import Api, show


def height(page: Page, panel: str) -> int:
    """Of the line that says what a panel shows."""
    found: int = page.locator(f".{panel} .panel-head").evaluate("e => e.offsetHeight")
    return found


def test_two_layers_are_told_apart_by_colour(page: Page) -> None:
    names = page.locator(".norm-key")
    expect(names).to_have_text([re.compile("‖dW1‖"), re.compile("‖dW2‖")])
    colours = {name.evaluate("e => getComputedStyle(e).color") for name in names.all()}
    assert len(colours) == 2


def test_of_many_layers_the_first_and_the_last_are_named(page: Page, server: str) -> None:
    api = show(page, server, "vanishing-gradients")
    names = page.locator(".norm-key")
    expect(names).to_have_text([re.compile("‖dW1‖"), re.compile("‖dW11‖")])
    page.locator(".norms .u-over").hover()
    reading = page.locator(".timeline h2 .quiet").inner_text()
    at = int(reading.split()[-1])
    norms = api.get("/metrics", **{"from": at, "to": at + 1})["metrics"][0]["gradient_norms"]
    for name, shown in zip(("W1", "W11"), names.locator("b").all_inner_texts(), strict=True):
        assert float(shown.replace("−", "-")) == float(f"{norms[name]:.2g}")
    assert height(page, "norms") <= 24  # pixels: one line


def test_a_chart_without_a_line_says_how_to_get_one(page: Page, server: str) -> None:
    show(page, server, "two-layer-mnist", at_start=True)
    for panel in ("timeline", "norms"):
        expect(page.locator(f".{panel}")).to_contain_text("step an iteration (I) to draw this")
    page.keyboard.press("i")
    expect(page.locator(".where")).to_contain_text("iteration 1 ")
    expect(page.locator(".timeline canvas")).to_be_visible()
    expect(page.locator(".timeline")).not_to_contain_text("to draw this")


def test_where_the_chart_is_read_is_said_on_the_same_line(page: Page) -> None:
    iteration, _ = Api(page).position
    before = height(page, "timeline")
    page.locator(".timeline .u-over").hover()
    expect(page.locator(".timeline h2")).to_contain_text(f"at iteration {iteration // 2}")
    assert height(page, "timeline") == before <= 24


def test_what_is_read_stays_when_the_lines_arrive(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    held: list[Route] = []
    page.route("**/uPlot.esm.js", lambda route: held.append(route))
    with page.expect_request("**/uPlot.esm.js"):
        page.goto(server)
    page.get_by_role("slider", name="loss and accuracy").press("ArrowLeft")
    title = page.locator(".timeline h2")
    expect(title).to_contain_text("at iteration 99")
    held[0].continue_()
    expect(page.locator(".timeline canvas")).to_be_visible()
    page.wait_for_timeout(200)  # milliseconds, for it to be drawn
    expect(title).to_contain_text("at iteration 99")
