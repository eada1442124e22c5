"""Where the loss has no gradient: at the kink of a ReLU, or where two numbers share a maximum.

There the loss has one slope to the right and another to the left. A step across the kink sees some
mean of them, while backward has to choose one; both are right, and they differ.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.probe import stepped
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array


class Decisions:
    """Which way every layer and the loss of a network went for every number of a batch.

    These are their arrays of bools, such as a ReLU's mask, and of whole numbers, such as the place
    of a maximum.
    """

    def __init__(self, network: Network, x: Array, t: Array) -> None:
        """x is used as it is, so that a step of one of its numbers is felt."""
        self.network = network
        self.x = x
        self.t = t
        self.before = self.taken()

    def taken(self) -> list[Array]:
        self.network.loss(self.x, self.t)
        holders = [*self.network.all_layers.values(), self.network.last_layer]
        arrays = (array for holder in holders for array in vars(holder).values())
        return [a.copy() for a in arrays if isinstance(a, np.ndarray) and a.dtype.kind in "biu"]

    def change(self, array: Array, element: int, step: float) -> bool:
        """Whether a step of this element of a parameter, or of x, changes any of them."""
        with stepped(array, element, step):
            return not all(map(np.array_equal, self.before, self.taken()))
