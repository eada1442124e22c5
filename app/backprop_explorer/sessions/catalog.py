"""Everything that can be chosen, read off the models that check the choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

from backprop_explorer import data
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.spec import (
    Clipping,
    Dataset,
    Init,
    Layer,
    Loss,
    Optimizer,
    Regularization,
    Schedule,
    Spec,
)

KINDS = ("name", "type")  # the field that says which kind a part is
UNIONS = {
    "layers": Layer,
    "losses": Loss,
    "initializers": Init,
    "optimizers": Optimizer,
    "schedules": Schedule,
    "regularizations": Regularization,
    "clippings": Clipping,
}


def catalog() -> dict[str, Any]:
    """All kinds of every part of a spec, with their options; the presets; and the limits."""
    return {
        **{name: entries(members(union)) for name, union in UNIONS.items()},
        "datasets": [dataset_entry(entry) for entry in data.CATALOG.values()],
        "presets": [
            {
                "name": preset.name,
                "title": preset.title,
                "summary": preset.description,
                "spec": preset.spec.model_dump(mode="json"),
                "opening": preset.opening.model_dump(),
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


def dataset_entry(entry: data.Entry) -> dict[str, Any]:
    """A data set as it describes itself."""
    return {
        "name": entry.name,
        "summary": entry.summary,
        "task": entry.task,
        "shape": entry.natural_shape,
        "classes": entry.classes,
        "here": entry.is_here(),
        "options": [
            {
                "name": option.name,
                "type": option.type,
                "summary": option.summary,
                "required": option.required,
                "default": option.default,
                "least": option.least,
                "above_least": False,
                "most": option.most,
                "below_most": False,
                "one_of": option.choices or None,
                "kinds": None,
            }
            for option in entry.options
        ],
    }


def kind_of(model: type[BaseModel]) -> str:
    """ "sgd" for SGD: the default of the field that tells the kinds apart."""
    field = next(field for field in KINDS if field in model.model_fields)
    return str(model.model_fields[field].default)


def options(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields to be filled in: name, type, sentence, default, least, most."""
    schema = model.model_json_schema()
    if "$ref" in schema:  # a block, which may hold blocks
        schema = schema["$defs"][model.__name__]
    properties = schema["properties"]
    return [
        {
            "name": name,
            "type": schema.get("type", "object"),
            "summary": schema.get("description", ""),
            "required": model.model_fields[name].is_required(),
            "default": schema.get("default"),
            "least": schema.get("minimum", schema.get("exclusiveMinimum", schema.get("minItems"))),
            "above_least": "exclusiveMinimum" in schema,
            "most": schema.get("maximum", schema.get("exclusiveMaximum", schema.get("maxItems"))),
            "below_most": "exclusiveMaximum" in schema,
            "one_of": schema.get("enum", schema.get("items", {}).get("enum")),
            "kinds": kinds_of(model, name),
        }
        for name, schema in properties.items()
        if name not in KINDS
    ]


def kinds_of(model: type[BaseModel], field: str) -> str | None:
    """Where in the catalogue the kinds of this field are, if it is a part of its own: "layers"."""
    annotation = model.model_fields[field].annotation
    if annotation is Dataset:
        return "datasets"
    inner = {annotation, *get_args(annotation)}
    for name, union in UNIONS.items():
        plain = get_args(union)[0]
        if plain == annotation or union in inner or plain in inner:
            return name
    return None
