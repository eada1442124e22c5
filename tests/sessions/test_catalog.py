from __future__ import annotations

from backprop_explorer.sessions.catalog import catalog
from backprop_explorer.sessions.limits import MAX_UNITS
from backprop_explorer.sessions.spec import Spec


def test_every_kind_has_a_name_and_one_sentence() -> None:
    for kinds in ("layers", "losses", "initializers", "optimizers", "datasets", "presets"):
        for entry in catalog()[kinds]:
            assert entry["name"]
            assert entry["summary"].endswith("."), entry
            assert "\n" not in entry["summary"]


def test_options_have_their_ranges_and_defaults() -> None:
    affine = next(layer for layer in catalog()["layers"] if layer["name"] == "affine")
    units, init = affine["options"]
    assert (units["least"], units["most"], units["required"]) == (1, MAX_UNITS, True)
    assert init["default"]["name"] == "normal"
    rate = catalog()["optimizers"][0]["options"][0]
    assert (rate["name"], rate["least"], rate["above_least"]) == ("learning_rate", 0, True)
    for part in (*catalog()["layers"], *catalog()["optimizers"], *catalog()["initializers"]):
        assert all(option["summary"] for option in part["options"]), part


def test_a_preset_of_the_catalog_is_a_spec() -> None:
    for preset in catalog()["presets"]:
        assert Spec.model_validate(preset["spec"]).layers
