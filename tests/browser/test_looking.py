"""Asking where numbers come from: pointer, keyboard, history."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .api import Api, read_number, show


def test_every_factor_can_be_asked_in_its_turn(page: Page) -> None:
    first = page.locator(".asked").inner_text()
    page.locator(".terms .factor").filter(has_not_text=re.compile("[a-z]")).nth(1).click()
    expect(page.locator(".asked")).to_contain_text("dz2[")
    expect(page.locator(".trail button")).to_have_text([first.split(" = ")[0]])
    page.keyboard.press("Backspace")
    expect(page.locator(".asked")).to_have_text(first)
    expect(page.locator(".trail")).to_have_count(0)


def test_a_reload_keeps_the_example(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("]")
    chooser = page.locator(".chooser")
    expect(chooser).to_contain_text("example 3")
    page.reload()
    expect(chooser).to_contain_text("example 3")


def test_the_trail_ends_at_data_and_parameters(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^W1 784 × 50, parameter")).click()
    expect(page.locator(".asked")).to_contain_text("W1[")
    expect(page.locator(".origin")).to_contain_text(re.compile("update|initial|start"))


def test_a_value_leads_to_its_gradient_which_was_made_later(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^z2 100 × 10, activation")).click()
    expect(page.locator(".asked")).to_contain_text("z2[")
    page.locator(".because .ask").last.click()
    expect(page.locator(".asked")).to_contain_text("dz2[")
    expect(page.locator(".explain")).not_to_contain_text("not computed")
    expect(page.locator(".from")).to_contain_text("SoftmaxWithLoss, backward")


def test_stepping_on_after_a_look_around_shows_what_the_step_makes(page: Page) -> None:
    page.locator(".terms .factor").filter(has_not_text=re.compile("[a-z]")).first.click()
    expect(page.locator(".asked")).to_contain_text("a1[")
    page.keyboard.press("Backspace")
    expect(page.locator(".trail")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("db2[")
    page.locator(".terms .factor").first.click()
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("da1[")


def test_the_back_button_retraces_the_numbers(page: Page) -> None:
    first = page.locator(".asked").inner_text()
    page.get_by_role("button", name=re.compile("^z1 100 × 50, activation")).click()
    expect(page.locator(".asked")).to_contain_text("z1[")
    assert "show=z1" in page.url
    page.go_back()
    expect(page.locator(".asked")).to_have_text(first)
    assert "show=dW2" in page.url
    page.go_forward()
    expect(page.locator(".asked")).to_contain_text("z1[")


def test_a_reload_keeps_the_session_and_the_number(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator(".asked")).to_contain_text("db2[8] =")
    asked, url, place = page.locator(".asked").inner_text(), page.url, Api(page).position
    page.reload()
    expect(page.locator(".asked")).to_have_text(asked)
    expect(page.locator(".line.current")).to_contain_text("self.db")
    assert page.url == url
    assert Api(page).position == place


def test_a_reload_keeps_the_trail(page: Page) -> None:
    first = page.locator(".asked").inner_text()
    factors = page.locator(".terms button.factor")
    factors.first.click()
    expect(page.locator(".asked")).to_contain_text("a1[")
    factors.first.click()
    expect(page.locator(".asked")).to_contain_text("z1[")
    trail = page.locator(".trail button").all_inner_texts()
    assert len(trail) == 2
    page.reload()
    expect(page.locator(".asked")).to_contain_text("z1[")
    expect(page.locator(".trail button")).to_have_text(trail)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator(".asked")).to_have_text(first)
    page.keyboard.press("n")  # still following, as before the first question
    expect(page.locator(".asked")).to_contain_text("db2[")


def test_an_unknown_name_says_which_there_are(page: Page, server: str) -> None:
    page.goto(f"{server}/?session={Api(page).id}&show=dW7&at=1,2")
    tensor = page.locator(".tensor")
    expect(tensor).to_contain_text("There is no array named dW7")
    expect(page.locator(".explain")).to_contain_text("There is no array named dW7")
    tensor.get_by_role("button", name="dW2", exact=True).click()
    expect(page.locator(".asked")).to_contain_text("dW2[48, 8]")


def test_a_place_that_is_not_there_is_explained(page: Page, server: str) -> None:
    page.goto(f"{server}/?session={Api(page).id}&show=dW2&at=99,3")
    expect(page.locator(".explain")).to_contain_text("99 is out of range on axis 0 of dW2")
    expect(page.locator(".heatmap canvas").first).to_be_visible()
    page.goto("about:blank")  # the refusal is on the console


def test_a_pixel_is_shown_in_its_picture(page: Page) -> None:
    page.get_by_role("button", name="open x").click()
    expect(page.locator(".asked")).to_contain_text("x[")
    index = re.search(r"x\[(\d+), (\d+)\]", page.locator(".asked").inner_text())
    assert index is not None
    row, pixel = map(int, index.groups())
    figure = page.locator(".pixel")
    expect(figure).to_contain_text(f"row {pixel // 28}, column {pixel % 28}")
    label = Api(page).get("/trace")["batch"]["labels"][row]
    expect(figure.get_by_role("img")).to_have_attribute(
        "aria-label", f"example {row}, label {label}"
    )
    mark, canvas = figure.locator(".mark").bounding_box(), figure.locator("canvas").bounding_box()
    assert mark is not None
    assert canvas is not None
    assert (mark["x"] - canvas["x"]) / canvas["width"] == pytest.approx(pixel % 28 / 28, abs=0.02)
    assert (mark["y"] - canvas["y"]) / canvas["height"] == pytest.approx(pixel // 28 / 28, abs=0.02)


def test_a_copy_is_explained_without_repeating_itself(page: Page) -> None:
    explain = page.locator(".explain")
    page.locator(".line", has_text="dz = self.y.copy").get_by_role("button").click()
    expect(explain.locator(".from")).to_contain_text("dz = copy(y)")
    expect(explain.locator(".formula.numbers")).to_have_count(0)


def test_the_sign_stands_at_its_number(page: Page) -> None:
    page.locator(".line", has_text="dz *= dout / n").get_by_role("button").click()
    expect(page.locator(".explain .from")).to_contain_text("dz2 = dz · 0.01")
    constant = page.locator(".terms tbody tr").nth(1)
    expect(constant).to_contain_text("0.01")
    sign, number = constant.locator(".times").bounding_box(), constant.locator(".amount")
    at = number.bounding_box()
    assert sign is not None
    assert at is not None
    assert at["x"] - sign["x"] - sign["width"] < 10  # pixels


def test_a_long_formula_of_a_layer_is_told_by_its_function(page: Page, server: str) -> None:
    show(page, server, "simple-conv-net")
    pooling = page.locator(".node", has_text="MaxPooling1").locator(".backward")
    expect(pooling).to_have_text("add.at(…)")
    expect(pooling).to_have_attribute("title", re.compile(r"^add\.at\(dx1, .*\)$"))
    convolution = page.locator(".node", has_text="Convolution1").locator(".backward")
    expect(convolution).to_have_text("sum(…)")


def test_nothing_moves_when_an_array_is_computed(page: Page) -> None:
    tile = page.get_by_role("button", name=re.compile("^db2 10"))
    before = tile.locator(".blank").bounding_box()
    page.keyboard.press("n")
    expect(tile.locator(".picture")).to_be_visible()
    assert tile.locator(".picture").bounding_box() == before


def test_a_mask_is_true_and_false_everywhere(page: Page) -> None:
    page.locator(".line", has_text="self.mask = z > 0").get_by_role("button").click()
    expect(page.locator(".asked")).to_contain_text("= True")
    expect(page.locator(".reading b")).to_have_text("True")
    expect(page.locator(".stats")).to_contain_text("True")
    page.locator(".line", has_text="dz = da * self.mask").get_by_role("button").click()
    expect(page.locator(".terms .factor.value")).to_contain_text(re.compile("True|False"))


def test_the_terms_are_said_to_add_up(page: Page) -> None:
    expect(page.locator(".total .adds-up")).to_have_text("✓")
    expect(page.locator(".total .alarm")).to_have_count(0)


def test_a_cell_is_read_and_explained(page: Page) -> None:
    grid = page.get_by_role("group", name=re.compile("^dW2"))
    canvas = grid.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    # The middle of cell [20, 3] of 50 × 10.
    at = {"x": box["width"] * 3.5 / 10, "y": box["height"] * 20.5 / 50}
    canvas.hover(position=at)
    expect(page.locator(".reading")).to_contain_text("dW2[20, 3]")
    canvas.click(position=at)
    expect(page.locator(".asked")).to_contain_text("dW2[20, 3]")
    exact = page.locator(".reading b").inner_text()
    assert read_number(exact) == pytest.approx(Api(page).number("dW2", 20, 3), rel=1e-7)
    grid.press("ArrowDown")
    expect(page.locator(".asked")).to_contain_text("dW2[21, 3]")
    grid.press("ArrowRight")
    expect(page.locator(".asked")).to_contain_text("dW2[21, 4]")


def test_weights_are_pictures(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^W1 784 × 50, parameter")).click()
    canvas = page.locator(".heatmap canvas").first
    expect(canvas).to_have_attribute("width", str(10 * 29 - 1))
    page.get_by_role("button", name="pictures").click()
    expect(page.locator(".block")).to_contain_text("mean of 3 × 1 numbers")


def test_another_example_of_the_batch(page: Page) -> None:
    labels = Api(page).get("/trace")["batch"]["labels"]
    card = page.locator(".input-card")
    expect(card).to_contain_text("example 0")
    expect(card.locator(".says").first).to_have_text(f"label {labels[0]}")
    bars = page.locator(".bars")
    before = bars.get_attribute("aria-label")
    page.keyboard.press("]")
    expect(card).to_contain_text("example 1")
    expect(card.locator(".says").first).to_have_text(f"label {labels[1]}")
    expect(bars).not_to_have_attribute("aria-label", before or "")
    page.keyboard.press("[")
    page.keyboard.press("[")
    expect(card).to_contain_text(f"example {len(labels) - 1}")


def test_a_press_on_a_digit_of_the_batch_follows_it(page: Page) -> None:
    page.get_by_role("button", name="open x").click()
    expect(page.locator(".asked")).to_contain_text("x[")
    # The pictures stand in rows of ten, 28 pixels and a gap each: this is the one of example 23.
    page.locator(".heatmap canvas").first.click(position={"x": 3 * 29 + 14, "y": 2 * 29 + 14})
    expect(page.locator(".asked")).to_contain_text("x[23, ")
    expect(page.locator(".input-card")).to_contain_text("example 23")
    labels = Api(page).get("/trace")["batch"]["labels"]
    expect(page.locator(".input-card .says").first).to_have_text(f"label {labels[23]}")


def test_more_terms_and_the_sum_stays(page: Page) -> None:
    page.locator(".rest button").click()
    expect(page.locator(".terms .thumb")).to_have_count(100)
    terms = [read_number(text) for text in page.locator(".terms .number").all_inner_texts()]
    assert sum(terms[:-1]) == pytest.approx(terms[-1], abs=1e-3)


def test_the_badge_checks_the_gradients(page: Page) -> None:
    badge = page.locator(".badge")
    expect(badge).to_contain_text("✓ gradient check")
    page.keyboard.press("i")
    expect(badge).to_contain_text("not checked here")
    badge.click()
    expect(badge).to_contain_text("of 39,760")
