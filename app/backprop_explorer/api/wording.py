"""What is wrong with a request, as sentences: field, value, and what would do.

Validation finds one error for each kind of value a field may have; they become one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backprop_explorer.api.requests import UNKNOWN_PRESET
from backprop_explorer.sessions import catalog
from backprop_explorer.sessions.spec.datasets import DATASET_ERROR

Error = Mapping[str, Any]
Described = dict[str, str]

# What would do, by pydantic's name for what is wrong; in braces are the limits it tells.
TAKE = {
    "model_type": 'take an object, {{"field": value}}',
    "model_attributes_type": 'take an object, {{"field": value}}',
    "dict_type": 'take an object, {{"field": value}}',
    "list_type": "take a list, […]",
    "too_short": "take {min_length} or more of them",
    "too_long": "take {max_length} or fewer of them",
    "int_type": "take a whole number",
    "int_from_float": "take a whole number",
    "int_parsing": "take a whole number",
    "int_parsing_size": "take a smaller number",
    "float_type": "take a number",
    "float_parsing": "take a number",
    "finite_number": "take a finite number",
    "bool_type": "take true or false",
    "string_type": "take a text",
    "string_too_long": "take a text of {max_length} characters or fewer",
    "greater_than": "take more than {gt:n}",
    "greater_than_equal": "take {ge:n} or more",
    "less_than": "take less than {lt:n}",
    "less_than_equal": "take {le:n} or less",
    "literal_error": "take {expected}",
    "enum": "take {expected}",
    "union_tag_not_found": "say which by its {discriminator:w}",
    "union_tag_invalid": "its {discriminator:w} can be {expected_tags}",
}

# Pydantic puts the kind of a part into the path of its errors; people write no such field. A kind
# may have the name of a field (momentum), so only what follows such a part is left out.
KINDS_IN = frozenset("init loss optimizer schedule regularization clipping".split())
TAGS = frozenset(
    catalog.kind_of(model) for union in catalog.UNIONS.values() for model in catalog.members(union)
)


def described(errors: Iterable[Error]) -> list[Described]:
    """For each field that is wrong, its path and a sentence."""
    by_field: dict[str, list[Error]] = {}
    for error in errors:
        by_field.setdefault(field_of(error), []).append(error)
    return [{"field": field, "message": sentence(field, of)} for field, of in by_field.items()]


def field_of(error: Error) -> str:
    """`layers[0].units`; of a data set's options and of a preset, the field that names it."""
    where, *parts = error["loc"]
    if error["type"] == DATASET_ERROR:
        return f"dataset.{error['ctx']['option']}"
    if error["type"] == UNKNOWN_PRESET:
        return "preset"
    return path(without_tags(parts)) or str(where)


def sentence(field: str, errors: Sequence[Error]) -> str:
    first = errors[0]
    kind, in_address = first["type"], first["loc"][0] in ("query", "path", "header")
    value = str(first.get("input")) if in_address else shown(first.get("input"))
    if kind in (DATASET_ERROR, UNKNOWN_PRESET):
        return str(first["msg"])
    if kind == "missing":
        return f"{field} is missing: give it a value."
    if kind == "extra_forbidden":
        return f"{field} is not a field here; it is {value}. Leave it out or look in /docs."
    what_would_do = ", or ".join(dict.fromkeys(map(take, errors)))
    return f"{field} cannot be {value[:60]}: {what_would_do}."


def take(error: Error) -> str:
    """What would do in its place."""
    if error["type"] in TAKE:
        limits = {name: Plain(value) for name, value in error.get("ctx", {}).items()}
        return TAKE[error["type"]].format_map(limits)
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


class Plain:
    """A limit as people write it: 0.5, 1,024, and a kind's field without quotes."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, how: str) -> str:
        if how == "n":
            return f"{self.value:,}" if isinstance(self.value, int) else f"{self.value:g}"
        return str(self.value).strip("'") if how == "w" else str(self.value)


def without_tags(parts: Sequence[str | int]) -> list[str | int]:
    """Leaves out what is no field: the kind after a field or a place that holds one of several."""
    kept: list[str | int] = []
    previous: str | int = ""
    for part in parts:
        of_a_kind = part in TAGS and (previous in KINDS_IN or isinstance(previous, int))
        if not of_a_kind and (isinstance(part, int) or part.isidentifier()):
            kept.append(part)
        previous = part
    return kept


def path(parts: Sequence[str | int]) -> str:
    """`layers[0].units` for ("layers", 0, "units")."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


def shown(value: Any) -> str:
    """A value as a short piece of JSON, whatever was sent."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
