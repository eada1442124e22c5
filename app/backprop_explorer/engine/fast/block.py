"""All parameters in one block of memory, and all gradients in another.

An optimizer treats every number alike, so it then needs one call for all of them together.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Parameters


class Block:
    """The parameters of a network, moved into one array: `values`, and `gradients` beside it.

    The network's own W, b, dW and db are windows on these from then on. They lie in the order of
    `network.params`, one right behind the other.
    """

    def __init__(self, network: Network) -> None:
        params = network.params
        self.network = network
        self.shapes = {name: W.shape for name, W in params.items()}
        self.places: dict[str, slice] = {}
        end = 0
        for name, W in params.items():
            self.places[name] = slice(end, end := end + W.size)
        self.values = np.concatenate([W.reshape(-1) for W in params.values()])
        self.gradients = np.zeros_like(self.values)
        self.params = self.windows(self.values)
        self.grads = self.windows(self.gradients)
        name, self.layer, _, self.gradient = network.places[0]
        self.window = self.grads[name]
        self.bind()

    def windows(self, numbers: Array) -> Parameters:
        """What belongs to each parameter in an array with a number for every one of `values`."""
        return {
            name: numbers[place].reshape(self.shapes[name]) for name, place in self.places.items()
        }

    def bind(self) -> None:
        """Lets the layers hold the windows. Numbers that they have meanwhile are taken over."""
        for name, layer, value, gradient in self.network.places:
            self.params[name][...] = getattr(layer, value)
            setattr(layer, value, self.params[name])
            setattr(layer, gradient, self.grads[name])

    def hold(self) -> None:
        """Binds them again if there was a `network.gradient`, which leaves arrays of its own."""
        if getattr(self.layer, self.gradient) is not self.window:
            self.bind()

    @property
    def has_the_gradients(self) -> bool:
        """Whether the layers hold the windows, and nobody gave them other arrays meanwhile."""
        return getattr(self.layer, self.gradient) is self.window

    def part(self, layer: Layer) -> slice:
        """Where the parameters of a layer are, one behind the other."""
        places = [
            self.places[name] for name, holder, _, _ in self.network.places if holder is layer
        ]
        return slice(places[0].start, places[-1].stop)


def can_be_moved(network: Network) -> bool:
    """Whether the parameters can be moved without changing what is computed.

    They have to be of one type, lie in memory row by row, and not share any of it.
    """
    arrays = list(network.params.values())
    return (
        len({W.dtype for W in arrays}) == 1
        and all(W.dtype in (np.float32, np.float64) and W.flags.c_contiguous for W in arrays)
        and not any(np.may_share_memory(V, W) for V, W in combinations(arrays, 2))
    )
