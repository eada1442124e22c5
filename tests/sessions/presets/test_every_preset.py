"""What holds for every preset.

The figures in the tests beside this one were chosen after measuring at least three seeds of each
preset, and leave room for machines that round differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.sessions.presets.trained import trained

from backprop_explorer import data
from backprop_explorer.sessions.catalog import catalog
from backprop_explorer.sessions.presets import PRESETS, Preset
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec import Spec

every = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)


def test_the_textbooks_network_comes_first() -> None:
    assert next(iter(PRESETS)) == "two-layer-mnist"


def test_no_two_have_the_same_title() -> None:
    titles = {preset.title for preset in PRESETS.values()}
    assert len(titles) == len(PRESETS)


@every
def test_it_has_a_title_and_one_sentence(preset: Preset) -> None:
    assert preset.title
    assert not preset.title.endswith(".")
    assert preset.description.endswith(".")
    assert ". " not in preset.description
    assert 60 < len(preset.description) < 250


@every
def test_it_can_be_sent_as_it_is_shown(preset: Preset) -> None:
    assert Spec.model_validate_json(preset.spec.model_dump_json()) == preset.spec


@every
def test_its_options_are_in_the_catalogs_menus(preset: Preset) -> None:
    menus = catalog()
    for menu, part in parts(preset.spec.model_dump(mode="json")):
        kind = part.get("name", part.get("type"))
        [entry] = [entry for entry in menus[menu] if entry["name"] == kind]
        assert {option["name"] for option in entry["options"]} == part.keys() - {"name", "type"}
        for option in entry["options"]:
            assert is_allowed(option, part[option["name"]]), (kind, option, part)


@every
def test_its_data_is_always_there(preset: Preset) -> None:
    entry = data.CATALOG[preset.spec.dataset.name]
    assert entry.place in ("the package", "a seeded draw", "its table")


@every
def test_it_is_recorded_whole_and_without_a_finding(preset: Preset) -> None:
    trace = trained(preset.name).recording
    assert {event.phase for event in trace.events} == {"forward", "backward", "update"}
    assert trace.findings == ()


@every
def test_it_opens_where_something_is_to_be_seen(preset: Preset) -> None:
    session = Session(preset.name, preset.spec)
    session.open(preset.opening)
    made = session.trace.find(str(preset.opening.value), session.position.event)
    assert made.event == session.position.event
    assert np.isfinite(made.array).all()
    assert len(np.unique(made.array)) > 1, "one shade all over teaches nothing"


def parts(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each part of a spec with the menu that it was chosen from."""
    yield "datasets", spec["dataset"]
    yield "losses", spec["loss"]
    yield "optimizers", spec["optimizer"]
    yield "schedules", spec["schedule"]
    yield "regularizations", spec["regularization"]
    yield "clippings", spec["clipping"]
    for layer in spec["layers"]:
        yield "layers", layer
        if "init" in layer:
            yield "initializers", layer["init"]


def is_allowed(option: dict[str, Any], value: Any) -> bool:
    """Whether an option of the catalog may have this value."""
    if option["one_of"]:
        return set(value if isinstance(value, list) else [value]) <= set(option["one_of"])
    if option["type"] not in ("integer", "number"):
        return True  # a part of its own, or true or false
    least, most = option["least"], option["most"]
    return (least is None or least <= value) and (most is None or value <= most)
