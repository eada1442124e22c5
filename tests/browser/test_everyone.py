"""The page is for everyone: any window, light and dark, keyboard alone, screen readers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.serving import ROOT

from .api import show

AXE = ROOT / "tools" / "node_modules" / "axe-core" / "axe.min.js"
LIGHT: dict[str, Any] = {"color_scheme": "light"}
DARK: dict[str, Any] = {"color_scheme": "dark"}
SIZES = [(1440, 900), (1024, 768), (390, 844)]


def window(size: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {"viewport": {"width": size[0], "height": size[1]}, **more}


@pytest.mark.parametrize("context", [window(size) for size in SIZES], indirect=True)
def test_fits_the_window(page: Page) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for panel in ["graph", "code", "tensor", "explain", "timeline", "norms", "health"]:
        box = page.locator(f".panel.{panel}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    # The whole graph is there without scrolling sideways.
    assert page.locator(".graph-scroll").evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("context", [window(SIZES[2])], indirect=True)
def test_can_be_touched(page: Page) -> None:
    for button in page.locator(".toolbar button:visible, .code button, .input-card button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 40, button.inner_text()


@pytest.mark.parametrize("context", [window(SIZES[2])], indirect=True)
def test_the_gradient_check_is_seen_on_a_phone(page: Page) -> None:
    badge = page.locator(".badge")
    expect(badge.get_by_text("✓ gradients", exact=True)).to_be_visible()
    assert badge.evaluate("e => e.scrollWidth <= e.clientWidth")  # not cut off
    box, sentence = badge.bounding_box(), page.locator(".where").bounding_box()
    assert box is not None
    assert sentence is not None
    assert box["x"] >= sentence["x"] + sentence["width"]


@pytest.mark.parametrize("context", [window(SIZES[2])], indirect=True)
def test_on_a_phone_there_is_a_way_to_the_explanation(page: Page, server: str) -> None:
    show(page, server, "vanishing-gradients")
    way = page.get_by_role("button", name="explain ")
    expect(page.locator(".tile").first).to_be_visible()
    expect(way).to_have_count(0)  # nobody has asked
    page.get_by_role("button", name=re.compile("^dW3 20 × 20")).click()
    expect(way).to_contain_text("explain dW3[")
    way.click()
    expect(page.locator(".explain .asked")).to_be_in_viewport()
    expect(way).to_have_count(0)


def toolbar(page: Page) -> list[float]:
    """Where the sentence and the badge stand, and how high the toolbar is."""
    middles: list[float] = page.evaluate(
        """[...document.querySelectorAll(".where, .badge")].map(element => {
          const { top, bottom } = element.getBoundingClientRect();
          return Math.round((top + bottom) / 2);
        })"""
    )
    return [*middles, page.locator(".toolbar").evaluate("e => e.offsetHeight")]


@pytest.mark.parametrize("context", [window(size) for size in SIZES], indirect=True)
def test_the_toolbar_stays_as_it_is(page: Page) -> None:
    expect(page.locator(".badge")).to_contain_text("✓ gradient check")
    before = toolbar(page)
    assert abs(before[0] - before[1]) <= 1  # the sentence and the badge, on one line
    page.keyboard.press("Space")
    expect(page.locator(".where")).to_contain_text("loss")
    assert toolbar(page) == before
    page.keyboard.press("i")
    expect(page.locator(".where")).to_contain_text("before its first operation")
    for _ in range(7):  # to the longest sentence there is
        page.keyboard.press("n")
    expect(page.locator(".where")).to_contain_text("SoftmaxWithLoss")
    assert toolbar(page) == before
    assert page.locator(".where").evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("context", [window(SIZES[0])], indirect=True)
def test_the_current_line_is_in_sight_in_every_window(page: Page) -> None:
    for width, height in [(1024, 768), (390, 844), (1440, 900), (1024, 768)]:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        expect(page.locator(".where")).to_contain_text("before its first operation")
        page.keyboard.press("p")
        page.keyboard.press("p")
        expect(page.locator(".where")).to_contain_text("backward")
        page.set_viewport_size({"width": width - 20, "height": height})
        page.wait_for_timeout(100)
        inside = page.locator(".code-scroll").evaluate(
            """list => {
              const [line, view] = [list.querySelector(".current"), list]
                .map(e => e.getBoundingClientRect());
              return view.top <= line.top && line.bottom <= view.bottom;
            }"""
        )
        assert inside, (width, height)


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds to be serious or worse, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.wait_for_timeout(400)  # until motion is over: axe looks at colours
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"][:3]])
        for fault in page.evaluate("axe.run()")["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    "context",
    [window(size, **theme) for size in (SIZES[0], SIZES[2]) for theme in (LIGHT, DARK)],
    indirect=True,
)
def test_axe_finds_nothing_serious(page: Page) -> None:
    for prepare in (None, "n", "Shift+?"):
        if prepare:
            page.keyboard.press(prepare)
        assert serious(page) == []


def test_help_lists_every_key(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for text in ("one operation ahead", "train, and stop training", "the next example"):
        expect(dialog).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()


@pytest.mark.parametrize("context", [window(SIZES[0], **LIGHT)], indirect=True)
def test_the_theme_is_kept(page: Page) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="dark theme").click()
    expect(html).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(html).to_have_attribute("data-theme", "dark")


def test_everything_is_reached_by_tab(page: Page) -> None:
    reached = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.closest('.top, .toolbar, .panel')?.className")
        )
    expected = {"top", "toolbar", *(f"panel {n}" for n in ("graph", "code", "tensor", "explain"))}
    assert expected | {"panel timeline"} <= reached


@pytest.mark.parametrize("context", [{"forced_colors": "active"}], indirect=True)
def test_what_a_colour_tells_is_told_where_the_system_chooses_them(page: Page) -> None:
    for mark in (".mark.chosen", ".tile .frame", ".track .fill", ".line.current", ".blank"):
        kept = page.locator(mark).first.evaluate("e => getComputedStyle(e).forcedColorAdjust")
        assert kept == "none", mark
    frame = page.locator(".mark.chosen").evaluate("e => getComputedStyle(e).boxShadow")
    assert frame != "none"


@pytest.mark.parametrize("context", [{"reduced_motion": "reduce"}], indirect=True)
def test_motion_can_be_reduced(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator(".line.current")).to_contain_text("self.db")
    moving = page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length")
    assert moving == 0
