"""Parameters kept every so often, so that any iteration is a short replay away.

The gaps stay even: when the budget is full every other snapshot is dropped and the interval
doubles. Iteration 0 is always kept.
"""

from __future__ import annotations

from bisect import bisect_right

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.experiment import Params


class Snapshots:
    """Iteration → the parameters at its start. `size` is the bytes of one snapshot."""

    def __init__(self, initial: Params) -> None:
        self.size = sum(array.nbytes for array in initial.values())
        fits = limits.SNAPSHOT_BYTES // max(self.size, 1)
        self.capacity = min(max(fits, limits.MIN_SNAPSHOTS), limits.MAX_SNAPSHOTS)
        self.interval = 1
        self._kept: dict[int, Params] = {0: initial}
        self._beside: tuple[int, Params] | None = None

    def due(self, iteration: int) -> bool:
        """Whether an interval has passed since the last parameters kept."""
        return iteration >= max(self._kept) + self.interval

    def offer(self, iteration: int, params: Params) -> None:
        """Keeps these parameters if that is due."""
        if not self.due(iteration):
            return
        self._kept[iteration] = params
        while len(self._kept) > self.capacity:
            self.interval *= 2
            self._thin()

    def keep_beside(self, iteration: int, params: Params) -> None:
        """Keeps one more, close to where somebody is stepping backwards."""
        self._beside = iteration, params

    def nearest(self, iteration: int) -> tuple[int, Params]:
        """The latest parameters kept at or before this iteration."""
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
