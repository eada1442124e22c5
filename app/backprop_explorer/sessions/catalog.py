"""Everything that can be chosen, read off the models that check the choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

from backprop_explorer import data
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.spec import SGD, Init, Layer, SoftmaxCrossEntropy, Spec

KINDS = ("name", "type")  # the field that says which kind a part is


def catalog() -> dict[str, Any]:
    """Layers, losses, initializers, optimizers, data sets and presets, with their options, and the
    limits."""
    return {
        "layers": entries(members(Layer)),
        "losses": entries([SoftmaxCrossEntropy]),
        "initializers": entries(members(Init)),
        "optimizers": entries([SGD]),
        "datasets": [
            {"name": entry.name, "summary": entry.summary, "here": entry.is_here()}
            for entry in data.CATALOG.values()
        ],
        "presets": [
            {
                "name": preset.name,
                "title": preset.title,
                "summary": preset.description,
                "spec": preset.spec.model_dump(mode="json"),
            }
            for preset in PRESETS.values()
        ],
        "spec": options(Spec),
        "limits": limits.as_catalog(),
    }


def members(union: Any) -> tuple[type[BaseModel], ...]:
    """The models of an annotated union."""
    models: tuple[type[BaseModel], ...] = get_args(get_args(union)[0])
    return models


def entries(models: Iterable[type[BaseModel]]) -> list[dict[str, Any]]:
    """Each kind with its name, its sentence and its options."""
    return [
        {"name": kind_of(model), "summary": model.__doc__, "options": options(model)}
        for model in models
    ]


def kind_of(model: type[BaseModel]) -> str:
    """ "sgd" for SGD: the default of the field that tells the kinds apart."""
    field = next(field for field in KINDS if field in model.model_fields)
    return str(model.model_fields[field].default)


def options(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields to be filled in: name, type, sentence, default, least, most."""
    properties = model.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "type": schema.get("type", "object"),
            "summary": schema.get("description", ""),
            "required": model.model_fields[name].is_required(),
            "default": schema.get("default"),
            "least": schema.get("minimum", schema.get("exclusiveMinimum", schema.get("minItems"))),
            "above_least": "exclusiveMinimum" in schema,
            "most": schema.get("maximum", schema.get("maxItems")),
        }
        for name, schema in properties.items()
        if name not in KINDS
    ]
