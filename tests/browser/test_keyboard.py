"""The keyboard alone: from panel to panel, through an array, along an explanation."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .api import Api


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.className")
    return found


def test_a_number_is_asked_with_four_keys(page: Page) -> None:
    page.keyboard.press("a")
    expect(page.locator("[data-grid]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".asked")).to_contain_text("dW2[47, 7]")
    page.keyboard.press("Enter")
    expect(page.locator(".terms button.factor").first).to_be_focused()


def test_a_page_of_numbers_at_once_and_no_further_than_the_edge(page: Page) -> None:
    page.keyboard.press("a")
    page.keyboard.press("PageUp")
    expect(page.locator(".asked")).to_contain_text("dW2[38, 8]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".asked")).to_contain_text("dW2[38, 9]")


def test_pictures_are_walked_as_they_are_seen(page: Page) -> None:
    page.keyboard.press("Home")
    expect(page.locator(".asked")).to_contain_text("x[0, ")
    index = re.search(r"x\[0, (\d+)\]", page.locator(".asked").inner_text())
    assert index is not None
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".asked")).to_contain_text(f"x[0, {int(index[1]) + 28}]")


def test_a_trail_is_followed_with_enter_alone(page: Page) -> None:
    page.keyboard.press("e")
    factors = page.locator(".terms button.factor")
    expect(factors.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(factors.nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_contain_text("dz2[")
    expect(factors.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".trail button")).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(page.locator(".trail button")).to_have_count(1)
    assert "factor" in focused(page) or "answer" in focused(page)


def test_the_focus_stays_when_what_had_it_is_gone(page: Page) -> None:
    page.keyboard.press("Home")
    expect(page.locator(".readers button").first).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".readers button").first).to_be_focused()
    page.keyboard.press("Enter")  # goes there, and the list of readers with it
    expect(page.locator(".asked")).to_contain_text("(x · W1)[")
    expect(page.locator(".answer")).to_be_focused()


def test_arrows_go_from_tile_to_tile(page: Page) -> None:
    page.keyboard.press("g")
    expect(page.get_by_role("button", name=re.compile("^dW2 50 × 10"))).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=re.compile("^db2 10"))).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".tensor h2")).not_to_contain_text("dW2")
    page.keyboard.press("a")
    assert "grid" in focused(page)


def test_arrows_do_not_scroll_the_page_after_a_tile_was_clicked(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^dW2 50 × 10")).click()
    expect(page.locator("[data-grid]")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator(".asked")).to_contain_text("dW2[45, 8]")
    assert page.evaluate("scrollY") == 0


def test_arrows_go_through_the_program(page: Page) -> None:
    page.locator(".line.current button").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".line.current")).to_contain_text("self.db = dz.sum(axis=0)")


def test_a_chart_is_read_without_going_there(page: Page) -> None:
    api = Api(page)
    before = api.position
    rows = api.get("/metrics", **{"from": 0, "to": 100})["metrics"]
    chart = page.get_by_role("slider", name="loss and accuracy")
    chart.focus()
    chart.press("ArrowLeft")
    chart.press("PageDown")
    expect(page.locator(".timeline h2")).to_contain_text("at iteration 89")
    expect(page.get_by_test_id("timeline-loss")).to_have_text(f"{rows[89]['loss']:.4g}")
    tested = page.locator(".timeline .loss-key.test")
    expect(tested.locator("b")).to_have_text(f"{rows[50]['test_loss']:.4g}")
    expect(tested).to_have_attribute("title", "on test examples, at iteration 50")
    test_accuracy = page.locator(".timeline .accuracy-key.test b")
    expect(test_accuracy).to_have_text(f"{100 * rows[50]['test_accuracy']:.3g} %")
    norm = rows[89]["gradient_norms"]["W1"]
    expect(page.locator(".norms .readout b").first).to_have_text(f"{norm:.3g}")
    assert api.position == before
    chart.press("Enter")
    expect(page.locator(".where")).to_contain_text("iteration 89 ")


def test_a_chart_is_read_with_the_pointer(page: Page) -> None:
    rows = Api(page).get("/metrics", **{"from": 0, "to": 100})["metrics"]
    page.locator(".timeline .u-over").hover()
    expect(page.locator(".timeline h2")).to_contain_text("at iteration 50")
    expect(page.get_by_test_id("timeline-loss")).to_have_text(f"{rows[50]['loss']:.4g}")
    page.mouse.move(5, 5)
    expect(page.locator(".timeline h2")).not_to_contain_text("at iteration 50")


def test_help_says_how_to_get_to_the_panels(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for text in (
        "to the graph",
        "to the numbers of the array",
        "to the explanation",
        "ten numbers",
    ):
        expect(dialog).to_contain_text(text)
