"""Moving through training, by keys alone, and what the page then shows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .api import Api, read_number


def where(page: Page, iteration: int, text: str) -> None:
    """Waits until the page says that it is there."""
    sentence = page.locator(".where")
    expect(sentence).to_contain_text(f"iteration {iteration} ")
    expect(sentence).to_contain_text(text)


def test_opens_on_something_worth_seeing(page: Page) -> None:
    api = Api(page)
    iteration, event = api.position
    where(page, iteration, f"operation {event} of")
    assert iteration == 100
    asked = page.locator(".asked").inner_text()
    name, row, column = re.match(r"(dW2)\[(\d+), (\d+)\]", asked).groups()  # type: ignore[union-attr]
    shown = read_number(page.locator(".asked b").get_attribute("title"))
    assert shown == pytest.approx(api.number(name, int(row), int(column)), rel=1e-6)
    terms = [read_number(text) for text in page.locator(".terms .number").all_inner_texts()]
    assert sum(terms[:-1]) == pytest.approx(terms[-1], abs=1e-4)


def test_a_whole_iteration_by_keys(page: Page) -> None:
    api = Api(page)
    events = api.get()["position"]["events"]
    page.keyboard.press("i")
    where(page, 101, "before its first operation")
    loss = page.get_by_test_id("loss")
    made = next(v["event"] for v in api.get("/trace")["values"] if v["name"] == "L")
    for event in range(1, events + 1):
        page.keyboard.press("n")
        where(page, 101, f"operation {event} of {events}")
        if event < made:
            expect(loss).to_have_text("—")
        else:
            expect(loss).not_to_have_text("—")
    assert read_number(loss.inner_text()) == pytest.approx(api.number("L"), rel=1e-3)
    assert api.position == (101, events)
    page.keyboard.press("n")
    where(page, 102, "before its first operation")
    expect(loss).to_have_text("—")


def test_steps_back_and_forth(page: Page) -> None:
    api = Api(page)
    iteration, event = api.position
    tile = page.get_by_role("button", name=re.compile("^dW2 50 × 10, gradient"))
    expect(tile).not_to_have_attribute("aria-label", re.compile("not computed"))
    tile.click()  # no longer following the cursor
    page.keyboard.press("Shift+N")
    where(page, iteration, f"operation {event - 1} of")
    expect(tile).to_have_attribute("aria-label", re.compile("not computed yet"))
    expect(page.locator(".explain")).to_contain_text("dW2 is not computed yet")
    expect(page.locator(".explain .next button")).to_have_text("dW2 = a1ᵀ · dz2")
    page.keyboard.press("n")
    where(page, iteration, f"operation {event} of")
    expect(tile).not_to_have_attribute("aria-label", re.compile("not computed"))
    expect(page.locator(".terms tbody tr").first).to_be_visible()


def test_follows_the_cursor_until_a_number_is_chosen(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("db2[")
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("da1[")
    page.get_by_role("button", name=re.compile("^W2 50 × 10, parameter")).click()
    page.keyboard.press("n")
    where(page, 100, "operation 29 of")
    expect(page.locator(".asked")).to_contain_text("W2[")
    page.keyboard.press("f")
    expect(page.locator(".asked")).to_contain_text("dz1[")


def test_layer_pass_iteration_and_home(page: Page) -> None:
    ends = Api(page).get("/trace")["ends"]
    page.keyboard.press("Shift+I")
    where(page, 100, "before its first operation")
    page.keyboard.press("l")
    where(page, 100, f"operation {ends['layer'][1]} of")
    page.keyboard.press("p")
    where(page, 100, f"operation {ends['phase'][1]} of")
    page.keyboard.press("Shift+P")
    where(page, 100, "before its first operation")
    page.keyboard.press("Home")
    where(page, 0, "before its first operation")
    assert Api(page).position == (0, 0)


def test_a_line_of_code_is_a_place(page: Page) -> None:
    line = page.locator(".line", has_text="self.db = dz.sum(axis=0)").first
    expect(line).not_to_have_class(re.compile("current"))
    line.get_by_role("button").click()
    expect(line).to_have_class(re.compile("current"))
    expect(line.locator("mark")).to_have_text("dz.sum(axis=0)")
    expect(line.locator(".formula")).to_contain_text("db2")


def test_the_timeline_goes_anywhere(page: Page) -> None:
    iteration, event = Api(page).position
    slider = page.get_by_role("slider", name="iteration")
    slider.focus()
    slider.press("ArrowLeft")
    where(page, iteration - 1, f"operation {event} of")
    slider.press("Home")
    where(page, 0, f"operation {event} of")
    loss = page.get_by_test_id("loss")
    expect(loss).not_to_have_text("—")
    assert read_number(loss.inner_text()) == pytest.approx(Api(page).number("L"), rel=1e-3)
    chart = page.locator(".timeline .u-over").bounding_box()
    assert chart is not None
    page.mouse.click(chart["x"] + chart["width"] / 2, chart["y"] + chart["height"] / 2)
    where(page, 50, f"operation {event} of")


def test_the_beginning_shows_the_batch(page: Page) -> None:
    page.keyboard.press("Home")
    where(page, 0, "before its first operation")
    expect(page.locator(".tensor h2")).to_contain_text("x input")
    expect(page.locator(".heatmap canvas").first).to_be_visible()
    expect(page.locator(".origin")).to_contain_text("example 0 of the batch")
    expect(page.locator(".readers button")).to_have_text(["x · W1", "dW1 = xᵀ · dz1"])
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("(x · W1)[")


def test_an_array_to_come_says_what_makes_it(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^dz1 100 × 50")).click()
    expect(page.locator(".tensor .blank")).to_be_visible()
    expect(page.locator(".tensor")).to_contain_text("dz1 is not computed yet")
    explain = page.locator(".explain")
    expect(explain).to_contain_text("Operation 29, in Relu1, will make it")
    expect(explain).to_contain_text("da1 (not computed yet either) and mask1")
    explain.get_by_role("button", name="dz1 =").click()
    where(page, 100, "operation 29 of")
    expect(page.locator(".asked")).to_contain_text("dz1[")


def test_training_shows_the_weights(page: Page) -> None:
    page.keyboard.press("Space")
    expect(page.locator(".tensor h2")).to_contain_text("W1 parameter")
    explain = page.locator(".explain")
    expect(explain).to_contain_text("While the network trains")
    expect(explain.locator(".so-far")).to_contain_text(re.compile(r"Iteration [\d,]+: loss 0\.\d+"))
    explain.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="train")).to_be_visible()
    expect(page.locator(".asked")).to_contain_text("W1[")
    expect(page.locator(".origin")).to_contain_text("last changed by the update")


def test_training_says_how_well_it_does_without_talking_all_the_time(page: Page) -> None:
    sentence = page.locator(".where")
    page.keyboard.press("Space")
    expect(sentence).to_have_text(
        re.compile(r"iteration \d+ · training · loss \d\.\d+ · accuracy \d+ %")
    )
    said = sentence.get_by_role("status")
    expect(said).to_have_text("training")  # what a screen reader is told, once
    page.keyboard.press("i")
    expect(said).to_contain_text(re.compile(r"^iteration \d+ · before its first operation"))


def test_training_makes_the_loss_fall(page: Page) -> None:
    first = Api(page).get("/metrics", **{"from": 0, "to": 1})["metrics"][0]["loss"]
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="stop Space")).to_be_visible()
    expect(page.locator(".scrubber")).to_have_attribute("max", re.compile(r"^([3-9]\d\d|\d{4,})$"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="train")).to_be_visible()
    iteration, _ = Api(page).position
    assert iteration >= 300
    where(page, iteration, "before its first operation")
    last = read_number(page.get_by_test_id("timeline-loss").inner_text())
    assert last < first / 2
    measured = Api(page).get()["metrics"]
    assert last == pytest.approx(measured["loss"], rel=1e-3)


def test_a_key_checks_as_many_gradients_as_the_page_did_by_itself(page: Page) -> None:
    badge = page.locator(".badge")
    expect(badge).to_contain_text("✓ gradient check")
    page.keyboard.press("Home")
    expect(badge).to_contain_text("not checked")
    with page.expect_request("**/gradient-check") as request:
        page.keyboard.press("c")
    assert request.value.post_data_json == {}  # no sample: as many as there is time for
    expect(badge).to_contain_text("✓ gradient check")


def test_keys_held_down_never_break_the_page(page: Page) -> None:
    for key in "nnnnNNNNnnnnlLpPiInnnn":
        page.keyboard.press(f"Shift+{key}" if key.isupper() else key)
    page.keyboard.press("Home")
    page.keyboard.press("Home")
    where(page, 0, "before its first operation")


def test_caps_lock_does_not_turn_steps_back(page: Page) -> None:
    iteration, event = Api(page).position
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'N', code: 'KeyN'}))")
    where(page, iteration, f"operation {event + 1} of")


def test_another_window_moves_the_session(page: Page) -> None:
    api = Api(page)
    iteration, _ = api.position
    import httpx

    httpx.post(f"{api.root}/goto", json={"iteration": iteration, "event": 3}).raise_for_status()
    where(page, iteration, "operation 3 of")
    page.keyboard.press("n")
    where(page, iteration, "operation 4 of")
