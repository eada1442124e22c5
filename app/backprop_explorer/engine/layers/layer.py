"""What every layer is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from backprop_explorer.engine.types import Array, Shape


class Layer(ABC):
    """One step of a network.

    `forward` turns a batch into the next batch and keeps what `backward` will need. `backward`
    receives the gradient of the loss with respect to what forward returned, stores the gradient
    of each parameter (W in `dW`, b in `db`), and returns the gradient with respect to what
    forward received.

    A layer of your own is a subclass with these two methods, and with the names of its
    parameters if it has any.
    """

    parameters: tuple[str, ...] = ()
    """The attributes that are learned: ("W", "b")."""

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
        """The shape of the examples it is made for; None if any will do."""
        return None

    def output_shape(self, input_shape: Shape) -> Shape:
        """The shape of one example after this layer.

        Raises ShapeMismatch if examples of `input_shape` do not fit.
        """
        return input_shape
