"""What a data set leaves open: its options, each with a range, a default and a sentence.

The menus of the page are built from these, and so is the check of what they send back.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

from .errors import OptionError

Value = int | float | bool | str | tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One choice: its type in JSON's words, and which values do.

    Numbers go from `least` to `most`. A string is one of `choices`, or any text of `least` to
    `most` characters. An array is one or more different ones of `choices`, in whatever order.
    An option without a default has to be given.
    """

    name: str
    type: Literal["integer", "number", "boolean", "string", "array"]
    summary: str
    default: Value | None = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        return self.default is None

    def read(self, value: object) -> Value:
        """The value in the one form it has for equal choices: 10 becomes 10.0 for a number, and
        an array a tuple in the order of `choices`.

        Raises OptionError, which names the value and what would do.
        """
        match value:
            case bool() if self.type == "boolean":
                return value
            case bool():
                pass  # which Python takes for a whole number
            case int() if self.type == "integer" and self._is_in_range(value):
                return value
            case int() | float() if self.type == "number" and self._is_in_range(value):
                return float(value)
            case str() if self.type == "string" and self._is_fitting(value):
                return value
            case list() | tuple() if self.type == "array":
                chosen = tuple(choice for choice in self.choices if choice in value)
                if chosen and len(chosen) == len(value):
                    return chosen
        raise OptionError(
            f"{self.name} cannot be {_shown(value)}; it must be {self.range}", self.name
        )

    @property
    def range(self) -> str:
        """What would do, in words: "a whole number from 10 to 90"."""
        least, most = (f"{limit:,.15g}" for limit in self._limits)
        one_of = ", ".join(self.choices)
        return {
            "boolean": "true or false",
            "integer": f"a whole number from {least} to {most}",
            "number": f"a number from {least} to {most}",
            "string": f"one of {one_of}" if one_of else f"a text of {least} to {most} characters",
            "array": f"one or more of {one_of}, none of them twice",
        }[self.type]

    @property
    def _limits(self) -> tuple[float, float]:
        least = -inf if self.least is None else self.least
        return least, inf if self.most is None else self.most

    def _is_in_range(self, number: float) -> bool:
        least, most = self._limits
        return least <= number <= most  # which NaN never is

    def _is_fitting(self, text: str) -> bool:
        return text in self.choices if self.choices else self._is_in_range(len(text))


def _shown(value: object) -> str:
    """The value as Python writes it, cut where it is long: it may be a whole file."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text):,} characters)"


SEED = Option(
    "seed", "integer", "every random draw of the data follows from this number", 0, 0, 2**32 - 1
)
TRAINING = Option(
    "training", "integer", "how many percent of the examples are for training", 50, 10, 90
)
NOISE = Option("noise", "number", "how much the data errs, in percent", 0.0, 0, 50)
STANDARDIZE = Option(
    "standardize",
    "boolean",
    "whether each input gets mean 0 and standard deviation 1, by the training part",
    False,
)
