"""Networks to start from, and how a request replaces parts of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backprop_explorer.sessions.spec import Dataset, Spec
from backprop_explorer.sessions.spec.initializers import Normal
from backprop_explorer.sessions.spec.layers import Affine, Relu
from backprop_explorer.sessions.spec.optimizers import SGD


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    title: str
    description: str
    spec: Spec


TWO_LAYER_MNIST = Preset(
    name="two-layer-mnist",
    title="Two layers on handwritten digits",
    description="784–50–10 with ReLU and softmax: the first network of the textbook.",
    spec=Spec(
        dataset=Dataset(name="mnist-sample"),
        layers=[
            Affine(units=50, init=Normal(std=0.01)),
            Relu(),
            Affine(units=10, init=Normal(std=0.01)),
        ],
        optimizer=SGD(learning_rate=0.1),
        batch_size=100,
        seed=0,
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (TWO_LAYER_MNIST,)}


def with_parts_replaced(preset: Preset, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The preset's spec as plain data, with the given parts in place of its own.

    Of a part with fields only the fields given are replaced, as in
    `{"optimizer": {"learning_rate": 0.5}}`, unless it names another kind. Layers are replaced
    together. The result is not checked: make a `Spec` of it.
    """
    whole = preset.spec.model_dump()
    for field, part in parts.items():
        ours = whole.get(field)
        if isinstance(ours, dict) and isinstance(part, Mapping):
            same_kind = part.get("name", ours.get("name")) == ours.get("name")
            whole[field] = {**ours, **part} if same_kind else dict(part)
        else:
            whole[field] = part
    return whole
