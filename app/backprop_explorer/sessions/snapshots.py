"""States kept every so often, so that any iteration is a short replay away.

The gaps stay even: when the budget is full every other snapshot is dropped and the interval
doubles. Iteration 0 is always kept.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import copy

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.state import State


class Snapshots:
    """Iteration → the state at its start. `size` is the bytes of one snapshot."""

    def __init__(self, initial: State) -> None:
        self.size = initial.nbytes
        fits = limits.SNAPSHOT_BYTES // max(self.size, 1)
        self.capacity = min(max(fits, limits.MIN_SNAPSHOTS), limits.MAX_SNAPSHOTS)
        self.interval = 1
        self._kept: dict[int, State] = {0: initial}
        self._beside: tuple[int, State] | None = None

    def copy(self) -> Snapshots:
        """The same states, kept on its own."""
        twin = copy(self)
        twin._kept = dict(self._kept)
        return twin

    def due(self, iteration: int) -> bool:
        """Whether an interval has passed since the last state kept."""
        return iteration >= max(self._kept) + self.interval

    def offer(self, iteration: int, state: State) -> None:
        """Keeps this state if that is due."""
        if not self.due(iteration):
            return
        self._kept[iteration] = state
        while len(self._kept) > self.capacity:
            self.interval *= 2
            self._thin()

    def keep_beside(self, iteration: int, state: State) -> None:
        """Keeps one more, close to where somebody is stepping backwards."""
        self._beside = iteration, state

    def nearest(self, iteration: int) -> tuple[int, State]:
        """The latest state kept at or before this iteration."""
        kept = list(self._kept)
        best = kept[bisect_right(kept, iteration) - 1]
        if self._beside and best < self._beside[0] <= iteration:
            return self._beside
        return best, self._kept[best]

    def iterations(self) -> list[int]:
        """The iterations that are kept, in order."""
        return list(self._kept)

    def _thin(self) -> None:
        last = 0
        for iteration in list(self._kept)[1:]:
            if iteration - last < self.interval:
                del self._kept[iteration]
            else:
                last = iteration
