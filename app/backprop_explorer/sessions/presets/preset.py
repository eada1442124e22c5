"""What a preset is, and how a request replaces parts of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.spec import Dataset, Spec


@dataclass(frozen=True, slots=True)
class Preset:
    """A spec worth opening. `description` is one sentence: what to look at, and why.

    `opening` is where there is something to see of that. Every figure a description gives is
    measured in tests/sessions/presets/.
    """

    name: str
    title: str
    description: str
    spec: Spec
    opening: Opening


def dataset(name: str, **options: Any) -> Dataset:
    """The data set with these options of its own."""
    return Dataset.model_validate({"name": name, **options})


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
