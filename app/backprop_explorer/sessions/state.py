"""All that an iteration hands to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from backprop_explorer.trace.model import Array, freeze

Params = Mapping[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The arrays at the start of an iteration, by name.

    `params`: W1, b1, …    `statistics`: what layers keep, running_mean2    `optimizer`: what the
    optimizer keeps, v.W1
    """

    params: Params
    statistics: Params = field(default_factory=dict)
    optimizer: Params = field(default_factory=dict)

    def arrays(self) -> Iterator[Array]:
        for part in (self.params, self.statistics, self.optimizer):
            yield from part.values()

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self.arrays())

    def map(self, change: Callable[[Array], Array]) -> State:
        """A state of the same names, with `change(array)` for every array."""
        parts = self.params, self.statistics, self.optimizer
        return State(*({name: change(a) for name, a in part.items()} for part in parts))

    def frozen(self) -> State:
        """The same arrays, read-only."""
        return self.map(freeze)
