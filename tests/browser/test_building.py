"""Choosing another network, and building one, from what the catalog offers."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from .api import Api
from .test_everyone import DARK, LIGHT, SIZES, serious, window

TABLE = "height,weight,kind\n" + "\n".join(f"{k},{2 * k},{'ab'[k % 2]}" for k in range(40))


@pytest.fixture
def own(page: Page, server: str) -> Page:
    """A page on which the server may refuse something, which browsers write into the console."""
    own = page.context.new_page()
    page.goto("about:blank")
    own.goto(server)
    expect(own.locator(".terms tbody tr").first).to_be_visible()
    return own


def build(page: Page) -> Locator:
    """Opens the form, by keys alone."""
    page.keyboard.press("w")
    page.get_by_role("button", name="Build your own").press("Enter")
    form = page.locator("form.builder")
    expect(form).to_be_visible()
    return form


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def start(page: Page) -> Api:
    """Starts what was built, and waits until the page shows it."""
    before = Api(page).id
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(lambda url: before not in url)
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    return Api(page)


def choose_spiral(page: Page) -> None:
    field(page, "dataset").select_option("spiral")
    field(page, "dataset.noise").fill("10")
    field(page, "layers[0].units").fill("4")
    field(page, "layers[1]").select_option("tanh")
    field(page, "layers[2].units").fill("2")
    field(page, "batch_size").fill("10")


def test_every_preset_is_a_card_and_one_press_away(page: Page, server: str) -> None:
    presets = httpx.get(f"{server}/api/catalog").json()["presets"]
    page.get_by_role("button", name="networks").click()
    cards = page.locator(".card")
    expect(cards).to_have_count(len(presets))
    for card, preset in zip(cards.all(), presets, strict=True):
        expect(card).to_contain_text(preset["title"])
        expect(card).to_contain_text(preset["summary"])
    before = Api(page)
    at = before.position
    cards.last.locator("h3 button").click()
    page.wait_for_url(lambda url: before.id not in url)
    expect(page.locator(".terms tbody tr").first).to_be_visible()
    assert Api(page).get()["spec"] == presets[-1]["spec"]
    assert Api(page).position[0] == presets[-1]["opening"]["iteration"] > 0
    expect(page.locator(".asked")).to_contain_text(presets[-1]["opening"]["value"])
    page.go_back()
    expect(page.locator(".where")).to_contain_text(f"iteration {at[0]} ")
    expect(page.locator(".asked")).to_be_visible()
    assert (Api(page).id, before.position) == (before.id, at)


def test_the_files_come_when_they_are_asked_for(page: Page) -> None:
    loaded = "performance.getEntriesByType('resource').map(e => e.name.split('/').at(-1))"
    assert "builder.js" not in page.evaluate(loaded)
    build(page)
    assert "builder.js" in page.evaluate(loaded)


def test_the_form_offers_what_the_catalog_has(page: Page, server: str) -> None:
    catalog = httpx.get(f"{server}/api/catalog").json()
    form = build(page)
    for name, kinds in (
        ("dataset", "datasets"),
        ("layers[0]", "layers"),
        ("layers[0].init", "initializers"),
        ("loss", "losses"),
        ("optimizer", "optimizers"),
        ("schedule", "schedules"),
        ("regularization", "regularizations"),
        ("clipping", "clippings"),
    ):
        values = field(page, name).locator("option").evaluate_all("all => all.map(o => o.value)")
        assert values == [kind["name"] for kind in catalog[kinds]]
        for kind in catalog[kinds]:
            if kind["name"] == "csv":
                continue
            field(page, name).select_option(kind["name"])
            expect(form).to_contain_text(kind["summary"])
            for option in kind["options"]:
                expect(form).to_contain_text("" if option["kinds"] else option["summary"])
        field(page, name).select_option(values[0])
    units = field(page, "layers[2].units")
    assert [units.get_attribute(name) for name in ("min", "max", "step")] == ["1", "4096", "1"]


def test_builds_a_network_and_opens_it(page: Page) -> None:
    build(page)
    expect(field(page, "layers[0].units")).to_have_value("50")  # as the network on the page
    choose_spiral(page)
    page.get_by_label("x1*x2").check()
    page.get_by_role("button", name="add a layer after layer 1").click()
    expect(field(page, "layers[1]")).to_be_focused()
    field(page, "layers[1]").select_option("dropout")
    field(page, "layers[1].rate").fill("0.25")
    field(page, "optimizer").select_option("adam")
    field(page, "schedule").select_option("cosine")
    spec = start(page).get()["spec"]
    assert spec["dataset"]["name"] == "spiral"
    assert spec["dataset"]["features"] == ["x1", "x2", "x1*x2"]
    assert spec["dataset"]["noise"] == 10
    assert [layer["type"] for layer in spec["layers"]] == ["affine", "dropout", "tanh", "affine"]
    assert spec["layers"][1]["rate"] == 0.25
    assert spec["optimizer"]["name"] == "adam"
    assert spec["optimizer"]["learning_rate"] == 0.001
    assert spec["schedule"]["name"] == "cosine"


def test_layers_move_and_keep_the_keyboard(page: Page) -> None:
    build(page)
    down = page.get_by_role("button", name="move layer 1 down")
    down.focus()
    page.keyboard.press("Enter")
    expect(field(page, "layers[0]")).to_have_value("relu")
    expect(field(page, "layers[1].units")).to_have_value("50")
    expect(page.get_by_role("button", name="move layer 2 down")).to_be_focused()
    page.keyboard.press("Enter")  # to the end, where it cannot go down further
    expect(field(page, "layers[2].units")).to_have_value("50")
    expect(page.get_by_role("button", name="move layer 3 up")).to_be_focused()
    page.get_by_role("button", name="remove layer 3").press("Enter")
    expect(page.locator(".stage")).to_have_count(2)
    expect(field(page, "layers[1]")).to_be_focused()


def test_a_block_holds_layers_of_its_own(page: Page) -> None:
    build(page)
    choose_spiral(page)
    page.get_by_role("button", name="add a layer after layer 2").click()
    field(page, "layers[2]").select_option("residual")
    expect(field(page, "layers[2].layers[0]")).to_be_visible()
    block = page.get_by_role("group", name="layer 3", exact=True)
    block.get_by_role("button", name="add a layer at the start of layer 3").click()
    expect(field(page, "layers[2].layers[0].units")).to_have_value("4")
    layers = start(page).get()["spec"]["layers"]
    assert layers[2]["layers"][0]["type"] == "affine"
    assert len(layers) == 4


def test_what_is_wrong_is_said_where_it_is_and_nothing_is_lost(own: Page) -> None:
    form = build(own)
    choose_spiral(own)
    field(own, "layers[0].units").fill("")
    field(own, "dataset.noise").fill("99")
    field(own, "batch_size").fill("0")
    own.get_by_role("button", name="Start", exact=True).click()
    noise = field(own, "dataset.noise")
    expect(noise).to_be_focused()
    for name, words in (
        ("dataset.noise", "a number from 0 to 50"),
        ("layers[0].units", "missing"),
        ("batch_size", "take 1 or more"),
    ):
        control = field(own, name)
        expect(control).to_have_attribute("aria-invalid", "true")
        described = control.get_attribute("aria-describedby")
        expect(own.locator(f'[id="{described}"]')).to_contain_text(words)
    expect(noise).to_have_value("99")
    expect(form.get_by_role("alert")).to_contain_text("3 fields")
    noise.fill("9")
    expect(noise).not_to_have_attribute("aria-invalid", "true")
    field(own, "layers[0].units").fill("4")
    field(own, "batch_size").fill("10")
    field(own, "loss").select_option("binary_cross_entropy")
    own.get_by_role("button", name="Start", exact=True).click()
    last = own.get_by_role("group", name="layer 3", exact=True)
    expect(last.locator(".fault")).to_contain_text("give the last affine layer 1 unit")
    field(own, "layers[2].units").fill("1")
    assert start(own).get()["spec"]["dataset"]["noise"] == 9


def test_what_was_built_outlives_the_dialog(page: Page) -> None:
    build(page)
    field(page, "seed").fill("7")
    page.keyboard.press("Escape")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_hidden()
    page.keyboard.press("w")
    expect(field(page, "seed")).to_have_value("7")
    page.get_by_role("button", name="back to the network on the page").click()
    expect(field(page, "seed")).to_have_value("0")


def test_keys_of_the_page_rest_while_the_dialog_is_open(page: Page) -> None:
    api = Api(page)
    at = api.position
    networks = page.get_by_role("button", name="networks")
    networks.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(networks).to_be_focused()
    assert api.position == at


def test_a_table_of_ones_own_is_pasted_or_read_from_a_file(own: Page) -> None:
    build(own)
    field(own, "dataset").select_option("csv")
    text = field(own, "dataset.text")
    most = int(text.get_attribute("maxlength") or 0)
    choose = own.get_by_label(re.compile("choose a file"))
    big = {"name": "big.csv", "mimeType": "text/csv", "buffer": b"1" * (most + 1)}
    choose.set_input_files(big)  # type: ignore[arg-type]
    expect(own.locator(".fault").first).to_contain_text("big.csv has 500,001 bytes")
    expect(text).to_have_value("")
    small = {"name": "kinds.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    choose.set_input_files(small)  # type: ignore[arg-type]
    expect(text).to_have_value(TABLE)
    expect(own.locator(".fault")).to_have_count(0)
    field(own, "layers[2].units").fill("2")
    field(own, "batch_size").fill("5")
    text.fill(TABLE.replace("7,14", "7,fourteen"))
    own.get_by_role("button", name="Start", exact=True).click()
    expect(own.locator(".fault").first).to_contain_text("line 9, column 2 (weight): 'fourteen'")
    text.fill(TABLE)
    trace = start(own).get("/trace")
    assert trace["batch"]["classes"] == ["a", "b"]


@pytest.mark.parametrize(
    "context",
    [window(SIZES[0], **LIGHT), window(SIZES[0], **DARK), window(SIZES[2])],
    indirect=True,
)
def test_axe_finds_nothing_serious_and_it_fits(own: Page) -> None:
    own.keyboard.press("w")
    expect(own.locator(".card").first).to_be_visible()
    assert serious(own) == []
    own.get_by_role("button", name="Build your own").click()
    field(own, "dataset").select_option("spiral")
    field(own, "layers[1]").select_option("residual")
    field(own, "batch_size").fill("0")
    own.get_by_role("button", name="Start", exact=True).click()
    expect(field(own, "batch_size")).to_have_attribute("aria-invalid", "true")
    assert serious(own) == []
    assert own.locator(".networks-body").evaluate("e => e.scrollWidth <= e.clientWidth")
