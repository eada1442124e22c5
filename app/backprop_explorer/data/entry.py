"""What the catalog says about a data set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .dataset import Dataset, Task
from .errors import OptionError
from .options import Option, Value


@dataclass(frozen=True)
class Entry:
    """A data set: one sentence about it, how to load it, its options, and whether it is here.

    `load` takes every option by name. `natural_shape` is that of one example, and `classes` what
    it may be, both with the options at their defaults; where they follow from a text that is to be
    given, they are None and (). `place` says in a few words where the examples come from.
    """

    name: str
    summary: str
    load: Callable[..., Dataset]
    place: str
    natural_shape: tuple[int, ...] | None
    classes: tuple[str, ...] = ()
    task: Task = "classification"
    options: tuple[Option, ...] = ()
    is_here: Callable[[], bool] = lambda: True

    def chosen(self, options: Mapping[str, object]) -> dict[str, Value]:
        """Every option with the value that was asked for, or else its default.

        Raises OptionError for an unknown name, a value that does not do, or one that is missing.
        """
        names = [option.name for option in self.options]
        for name in options:
            if name not in names:
                there_are = f"there are {', '.join(names)}" if names else "it has none"
                raise OptionError(f"{self.name} has no option {name!r}; {there_are}", name)
        chosen: dict[str, Value] = {}
        for option in self.options:
            if option.name in options:
                chosen[option.name] = option.read(options[option.name])
            elif option.default is None:
                raise OptionError(f"{self.name} needs {option.name}: {option.summary}", option.name)
            else:
                chosen[option.name] = option.default
        return chosen
