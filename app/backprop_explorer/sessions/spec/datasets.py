"""What a network learns from: one of the data sets of `data.CATALOG`, with its options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from backprop_explorer import data
from backprop_explorer.sessions.spec.part import Part

DATASET_ERROR = "dataset"


class Dataset(Part):
    """What the network learns from: a data set of the catalog, and its options."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [{"name": "mnist-sample"}, {"name": "spiral", "noise": 10, "training": 70}]
        },
    )

    name: str = Field(default="mnist-sample", description="which data set")

    @model_validator(mode="before")
    @classmethod
    def complete(cls, sent: Any) -> Any:
        """Checks the options, as the data set itself describes them, and fills in the others."""
        if not isinstance(sent, Mapping):
            return sent
        name = sent.get("name", "mnist-sample")
        if not isinstance(name, str) or name not in data.CATALOG:
            raise refused(
                f"There is no data set {name!r:.60}; there are {', '.join(data.CATALOG)}.", "name"
            )
        asked = {option: value for option, value in sent.items() if option != "name"}
        try:
            return {"name": name, **data.CATALOG[name].chosen(asked)}
        except data.OptionError as error:
            raise refused(f"{str(error)[:1].upper()}{str(error)[1:]}.", error.option) from error

    @property
    def options(self) -> dict[str, Any]:
        """All options with their values."""
        return dict(self.model_extra or {})


def refused(message: str, option: str) -> PydanticCustomError:
    return PydanticCustomError(DATASET_ERROR, "{message}", {"message": message, "option": option})
