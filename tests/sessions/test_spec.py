from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.presets import PRESETS, TWO_LAYER_MNIST, with_parts_replaced
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.layers import Affine
from backprop_explorer.sessions.spec.optimizers import SGD

TEN = {"type": "affine", "units": 10}


def test_a_spec_is_mostly_defaults() -> None:
    spec = Spec.model_validate({"layers": [TEN]})
    assert spec.dataset.name == "mnist-sample"
    assert spec.optimizer == SGD(learning_rate=0.1)
    assert (spec.batch_size, spec.seed) == (100, 0)


def test_the_first_preset_is_the_textbooks_network() -> None:
    spec = TWO_LAYER_MNIST.spec
    units = [layer.units for layer in spec.layers if isinstance(layer, Affine)]
    assert units == [50, 10]
    assert (spec.batch_size, spec.optimizer.learning_rate) == (100, 0.1)
    assert PRESETS["two-layer-mnist"] is TWO_LAYER_MNIST


def test_parts_of_a_preset_can_be_replaced() -> None:
    whole = with_parts_replaced(TWO_LAYER_MNIST, {"seed": 3, "optimizer": {"learning_rate": 0.5}})
    spec = Spec.model_validate(whole)
    assert spec.seed == 3
    assert spec.optimizer == SGD(learning_rate=0.5)
    assert spec.layers == TWO_LAYER_MNIST.spec.layers


def test_another_kind_of_part_does_not_inherit_the_first_kinds_fields() -> None:
    whole = with_parts_replaced(TWO_LAYER_MNIST, {"optimizer": {"name": "other", "beta": 0.9}})
    assert whole["optimizer"] == {"name": "other", "beta": 0.9}


def test_replacing_leaves_the_preset_alone() -> None:
    before = TWO_LAYER_MNIST.spec.model_dump()
    with_parts_replaced(TWO_LAYER_MNIST, {"layers": [TEN], "dataset": {"name": "mnist"}})
    assert TWO_LAYER_MNIST.spec.model_dump() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"layers": []}, "layers"),
        ({"layers": [TEN] * (limits.MAX_LAYERS + 1)}, "layers"),
        ({"layers": [{"type": "affine", "units": limits.MAX_UNITS + 1}]}, "units"),
        ({"layers": [{"type": "affine", "units": 0}]}, "units"),
        ({"layers": [{"type": "affine", "units": "10"}]}, "units"),
        ({"layers": [{"type": "affine", "units": 10.0}]}, "units"),
        ({"layers": [{"type": "affine", "units": True}]}, "units"),
        ({"layers": [{"type": "convolution"}]}, "layers"),
        ({"layers": [{"type": "relu", "units": 3}]}, "units"),
        ({"layers": [{**TEN, "init": {"name": "normal", "std": float("nan")}}]}, "std"),
        ({"layers": [{**TEN, "init": {"name": "normal", "std": -1}}]}, "std"),
        ({"layers": [TEN], "optimizer": {"name": "sgd", "learning_rate": 0}}, "learning_rate"),
        ({"layers": [TEN], "optimizer": {"learning_rate": float("inf")}}, "learning_rate"),
        ({"layers": [TEN], "batch_size": limits.MAX_BATCH + 1}, "batch_size"),
        ({"layers": [TEN], "seed": -1}, "seed"),
        ({"layers": [TEN], "seed": limits.MAX_SEED + 1}, "seed"),
        ({"layers": [TEN], "dataset": {"name": "cifar"}}, "dataset"),
        ({"layers": [TEN], "sede": 1}, "sede"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Spec.model_validate(wrong)
    assert field in refused.value.errors()[0]["loc"]
