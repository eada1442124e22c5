"""What every layer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from backprop_explorer.engine.types import Array, Shape


class Layer(ABC):
    """One step of a network.

    `forward` turns a batch into the next batch and keeps what `backward` will need. `backward`
    receives the gradient of the loss with respect to what forward returned, stores the gradient
    of each parameter (W in `dW`, b in `db`), and returns the gradient with respect to what
    forward received.

    A layer of your own is a subclass with these two methods, and with the names of its
    parameters if it has any. The other attributes have a default that suits most layers.
    """

    parameters: tuple[str, ...] = ()
    """The attributes that are learned: ("W", "b")."""

    statistics: tuple[str, ...] = ()
    """The attributes that change from batch to batch but are not learned: ("running_mean",)."""

    inner: Sequence[Layer] = ()
    """The layers that a block is made of."""

    training: bool = True
    """Off while the network predicts: for layers that then do something else, such as Dropout."""

    seed: tuple[int, ...] | None = None
    """What chance follows from, in a layer that has any: the same seed, the same draw."""

    mixes_examples: bool = False
    """Whether an example's output depends on the rest of its batch, as in BatchNorm."""

    needs_dx: bool = True
    """Whether anybody looks at what `backward` returns; a network's first layer is told not."""

    @abstractmethod
    def forward(self, x: Array, /) -> Array:
        """The layer's output for a batch x, whose first axis counts the examples."""

    @abstractmethod
    def backward(self, dout: Array, /) -> Array | None:
        """The gradient with respect to forward's argument; None if `needs_dx` is off."""

    @property
    def input_shape(self) -> Shape | None:
        """The shape of the examples it is made for; None if any, or more than one, will do."""
        return None

    def output_shape(self, input_shape: Shape) -> Shape:
        """The shape of one example after this layer.

        Raises ShapeMismatch if examples of `input_shape` do not fit.
        """
        return input_shape
