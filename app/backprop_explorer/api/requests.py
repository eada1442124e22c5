"""The bodies of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.opening import START, Opening
from backprop_explorer.sessions.presets import PRESETS, with_parts_replaced
from backprop_explorer.sessions.session import Unit
from backprop_explorer.sessions.spec import Part, Spec

UNKNOWN_PRESET = "unknown_preset"
MAX = limits.MAX_ITERATIONS


# "preset" is taken for what it stands for before this is checked; the document tells of it.
WhereToOpen = Annotated[
    Opening, BeforeValidator(lambda sent: sent, json_schema_input_type=Opening | Literal["preset"])
]


class NewSession(Spec):
    """A spec, or the name of a preset and the parts of its spec to replace."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": [],
            "examples": [
                {"preset": "two-layer-mnist"},
                {"preset": "two-layer-mnist", "opening": "preset"},
                {"preset": "two-layer-mnist", "seed": 3, "optimizer": {"learning_rate": 0.5}},
                {
                    "layers": [
                        {"type": "affine", "units": 50, "init": {"name": "normal", "std": 0.01}},
                        {"type": "relu"},
                        {"type": "affine", "units": 10},
                    ]
                },
            ],
        }
    )

    preset: str | None = Field(
        default=None, description="what to start from: a preset of the catalog"
    )
    opening: WhereToOpen = Field(
        default=START,
        description="where the session opens, the very start if left out; `preset` is where there "
        "is something to see of what the catalog says about the preset",
    )

    @model_validator(mode="before")
    @classmethod
    def merge(cls, sent: Any) -> Any:
        """Puts the preset under what was sent. Unknown presets are refused by name."""
        if not isinstance(sent, Mapping) or sent.get("preset") is None:
            return sent
        name = sent["preset"]
        if not isinstance(name, str) or name not in PRESETS:
            raise PydanticCustomError(
                UNKNOWN_PRESET,
                "There is no preset {name}. Start from {presets}, or send a whole spec.",
                {"name": repr(name)[:60], "presets": ", ".join(PRESETS)},
            )
        preset, parts = PRESETS[name], {**sent}
        about = {field: parts.pop(field) for field in ("preset", "opening") if field in sent}
        if about.get("opening") == "preset":
            about["opening"] = preset.opening
        return {**about, **with_parts_replaced(preset, parts)}

    def spec(self) -> Spec:
        """The spec without its preset's name: what it stands for is all there."""
        return Spec(**{field: getattr(self, field) for field in Spec.model_fields})


class Step(Part):
    """How far to go."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"unit": "event", "count": 1}, {"unit": "layer", "count": -1}]
        }
    )

    unit: Unit = Field(default=Unit.EVENT, strict=False, description="how far one step goes")
    count: int = Field(
        default=1,
        ge=-limits.MAX_STEPS,
        le=limits.MAX_STEPS,
        description="how many steps; a negative number goes back",
    )


class Goto(Part):
    """Where to go."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"iteration": 150, "event": 0}]})

    iteration: int = Field(ge=0, le=MAX, description="any iteration, reached before or ahead")
    event: int = Field(default=0, ge=0, description="how many of its events have happened")


class Train(Part):
    """How long to train."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"iterations": 1000}]})

    iterations: int = Field(ge=1, le=MAX, description="how many iterations")


class GradientCheck(Part):
    """How much to check."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"examples": 3, "sample": 200}, {"sample": "all"}]}
    )

    examples: int = Field(
        default=3,
        ge=1,
        le=limits.MAX_EXAMPLES_CHECKED,
        description="examples of the batch, the first ones",
    )
    sample: Annotated[int, Field(ge=1)] | Literal["all"] | None = Field(
        default=200,
        description="elements of each parameter, drawn at random; `all` or null checks every one; "
        "left out, up to 200, as many as fit into a second",
    )
