"""What the network says between examples that are points: colours on a plane, a curve on a line."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .api import Api, read_number
from .test_everyone import DARK, LIGHT, SIZES, serious, window

SIZE = 60
LINES = re.compile(r"^(M(-?[\d.]+ -?[\d.]+L?)+Z)+$")


def show(page: Page, server: str, preset: str, **parts: Any) -> Api:
    """Opens a session of a preset at its opening."""
    made = httpx.post(
        f"{server}/api/sessions", json={"preset": preset, "opening": "preset", **parts}
    )
    page.goto(f"{server}/?session={made.json()['id']}")
    expect(ground(page)).to_have_class("ground")
    expect(page.locator(".ground .train")).to_be_attached()
    return Api(page)


def ground(page: Page) -> Locator:
    return page.locator(".ground")


def colour(page: Page, row: int, column: int, canvas: str = ".ground canvas") -> tuple[int, int]:
    """Red and blue of one place of the map."""
    read = "(c, [x, y]) => [...c.getContext('2d').getImageData(x, y, 1, 1).data]"
    red, _, blue, _ = page.locator(canvas).evaluate(read, [column, row])
    return red, blue


def picture(page: Page) -> str:
    found: str = page.locator(".ground canvas").evaluate("c => c.toDataURL()")
    return found


def wait_for(page: Page, expected: str) -> None:
    """Until the picture is this one."""
    for _ in range(200):
        if page.locator(".ground canvas").count() and picture(page) == expected:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the map does not become what it was")


def wait_for_another(page: Page, before: str) -> str:
    """The picture, once it is not the one it was."""
    for _ in range(200):
        if page.locator(".ground canvas").count() and picture(page) != before:
            return picture(page)
        page.wait_for_timeout(50)
    raise AssertionError("the map stays as it was")


def point_at(page: Page, x: float, y: float) -> None:
    """Moves the pointer to a place of the map, told in parts of its width and height."""
    ground(page).scroll_into_view_if_needed()
    box = ground(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])


def test_the_plane_has_the_colours_of_the_api_s_numbers(page: Page, server: str) -> None:
    outputs = show(page, server, "playground").get("/map", size=SIZE)["outputs"]
    for row, column in [(30, 30), (2, 2), (57, 2), (2, 57), (34, 27)]:
        for canvas in (".ground canvas", ".points canvas"):
            red, blue = colour(page, row, column, canvas)
            assert (blue > red) == (outputs[row][column][0] > 0), (row, column, canvas)
    assert outputs[30][30][0] > 0.5  # the middle of the disc
    expect(page.locator(".ground .turn")).to_have_attribute("d", LINES)


def test_the_line_ends_where_the_plane_does(page: Page, server: str) -> None:
    show(page, server, "spiral")
    line = page.locator(".ground .turn")
    ends = [float(number) for number in re.findall(r"-?[\d.]+", str(line.get_attribute("d")))]
    assert min(ends) < 0, "it goes on around the area, beyond the edges"
    box = ground(page).bounding_box()
    assert box is not None
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    around = [
        {"x": x + width + 1, "y": y, "width": 4, "height": height},
        {"x": x - 5, "y": y, "width": 4, "height": height},
        {"x": x, "y": y - 5, "width": width, "height": 4},
        {"x": x, "y": y + height + 1, "width": width, "height": 4},
    ]
    before = [page.screenshot(clip=strip) for strip in around]
    line.evaluate("line => { line.style.display = 'none'; }")
    assert [page.screenshot(clip=strip) for strip in around] == before


def test_what_is_read_on_the_plane_is_the_api_s_number(page: Page, server: str) -> None:
    api = show(page, server, "playground")
    answer = api.get("/map", size=SIZE)
    point_at(page, 0.31, 0.61)
    reading = page.locator(".panel.map .reading")
    column, row = int(0.31 * SIZE), int(0.61 * SIZE)
    expect(reading).to_contain_text(f"y({answer['axis'][column]:.3g}".replace("-", "−"))
    said = answer["outputs"][row][column][0]
    assert read_number(reading.locator("b").text_content()) == pytest.approx(said, rel=1e-6)
    expect(reading).to_contain_text("positive" if said > 0 else "negative")


def test_the_keyboard_reads_it_too(page: Page, server: str) -> None:
    answer = show(page, server, "spiral").get("/map", size=SIZE)
    ground(page).focus()
    for key in ("ArrowLeft", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    read = page.locator(".panel.map .reading b").text_content()
    assert read_number(read) == pytest.approx(answer["outputs"][28][29][0], rel=1e-6)


def test_the_update_changes_it_parameter_by_parameter(page: Page, server: str) -> None:
    show(page, server, "playground")
    page.keyboard.press("p")
    expect(page.locator(".where")).to_contain_text("operation 31")
    seen = [picture(page)]
    for _ in range(3):
        page.keyboard.press("n")
        page.keyboard.press("n")
        seen.append(wait_for_another(page, seen[-1]))
    for before in reversed(seen[:-1]):
        page.keyboard.press("Shift+N")
        page.keyboard.press("Shift+N")
        wait_for(page, before)


def test_it_is_hatched_rather_than_old(page: Page, server: str) -> None:
    show(page, server, "playground")
    page.keyboard.press("p")
    held: list[Route] = []
    page.route("**/map?**", lambda route: held.append(route))
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(ground(page)).to_have_class("ground hatched")
    expect(page.locator(".ground canvas, .points canvas, .ground .turn")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(ground(page)).to_have_class("ground")
    expect(page.locator(".ground .turn")).to_be_attached()


def test_while_it_trains_it_keeps_changing(page: Page, server: str) -> None:
    api = show(page, server, "spiral")
    seen = picture(page)
    page.keyboard.press(" ")
    for _ in range(3):
        seen = wait_for_another(page, seen)
    page.keyboard.press(" ")
    expect(page.locator(".where")).not_to_contain_text("training")
    expect(ground(page)).to_have_class("ground")
    page.wait_for_timeout(300)
    outputs = api.get("/map", size=SIZE)["outputs"]
    for row, column in [(30, 30), (10, 10), (50, 20), (20, 45)]:
        red, blue = colour(page, row, column)
        assert (blue > red) == (outputs[row][column][0] > 0.5), (row, column)


def test_a_line_is_drawn_as_a_curve(page: Page, server: str) -> None:
    answer = show(page, server, "sine").get("/map", size=SIZE)
    assert page.locator(".ground canvas").count() == 0
    for curve in (".ground .curve", ".points .curve"):
        assert (page.locator(curve).get_attribute("d") or "").count("L") == SIZE - 1
    point_at(page, 0.75, 0.5)
    read = page.locator(".panel.map .reading b").text_content()
    assert read_number(read) == pytest.approx(answer["outputs"][45][0], rel=1e-6)


def test_a_press_on_an_example_follows_it(page: Page, server: str) -> None:
    batch = show(page, server, "exclusive-or").get("/trace")["batch"]
    x1, x2 = batch["points"][2]
    point_at(page, (x1 + 0.5) / 2, (1.5 - x2) / 2)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".chooser")).to_contain_text("example 2")


def test_another_network_has_a_map_of_its_own(page: Page, server: str) -> None:
    show(page, server, "sine")
    show(page, server, "logistic-regression")
    expect(page.locator(".ground canvas")).to_be_visible()
    page.goto(server)
    expect(page.locator(".panel.map")).to_have_count(0)


def test_digits_have_no_map_and_nothing_is_asked_for(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server)
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_timeout(500)
    assert asked
    unwanted = ("/map", "/points", "mapping", "lasting", "dotting")
    assert [url for url in asked if any(word in url for word in unwanted)] == []
    expect(page.locator(".panel.map, .with-map")).to_have_count(0)


@pytest.mark.parametrize("context", [window(size) for size in SIZES], indirect=True)
@pytest.mark.parametrize("preset", ["playground", "sine"])
def test_it_fits_the_window(page: Page, server: str, preset: str) -> None:
    show(page, server, preset)
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [page.locator(f".panel.{name}").bounding_box() for name in ("map", "code", "explain")]
    for k, box in enumerate(boxes):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        for other in boxes[:k]:
            assert other is not None
            beside = (
                box["x"] >= other["x"] + other["width"] or other["x"] >= box["x"] + box["width"]
            )
            below = (
                box["y"] >= other["y"] + other["height"] or other["y"] >= box["y"] + box["height"]
            )
            assert beside or below, "two panels overlap"


@pytest.mark.parametrize(
    "context",
    [window(SIZES[0], **LIGHT), window(SIZES[0], **DARK), window(SIZES[2])],
    indirect=True,
)
@pytest.mark.parametrize("preset", ["playground", "sine"])
def test_axe_finds_nothing_serious(page: Page, server: str, preset: str) -> None:
    show(page, server, preset)
    assert serious(page) == []


def test_it_says_in_words_what_is_seen(page: Page, server: str) -> None:
    outputs = show(page, server, "playground").get("/map", size=SIZE)["outputs"]
    share = sum(one[0] > 0 for row in outputs for one in row) / SIZE**2
    words = ground(page).get_attribute("aria-label") or ""
    assert words.startswith("map of what the network says from −6 to 6 both ways: positive on ")
    assert read_number(words.split("positive on ")[1].split(" ")[0]) == pytest.approx(
        100 * share, abs=1
    )
