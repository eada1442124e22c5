"""What every loss is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from backprop_explorer.engine.losses.targets import rows
from backprop_explorer.engine.types import Array, DType, Scalar, Shape


class Loss(ABC):
    """The last step of a network: from what it says and what is right to one number, L.

    `forward` compares a batch of outputs x with the targets t and keeps what `backward` will need,
    and for looking at: `y`, the prediction as a learner reads it, the targets `t` and the `loss`.
    `backward` returns the gradient of the loss with respect to x. Losses are means, over the
    examples or over all numbers, so that the size of a batch does not change the learning rate.
    """

    y: Array
    t: Array
    loss: Scalar

    @abstractmethod
    def forward(self, x: Array, t: Array) -> Scalar:
        """The mean loss of a batch. Raises LabelMismatch if t does not fit x."""

    @abstractmethod
    def backward(self, dout: float = 1) -> Array:
        """The gradient with respect to x, in the shape of x, scaled by `dout`."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """The loss has no axes. Raises ShapeMismatch if it cannot be had of such an example."""
        return ()

    def targets(self, labels: Array, outputs: int, dtype: DType) -> Array:
        """The labels of a data set as `forward` takes them, for a network with so many outputs.

        labels: (N,) class indices, (N,) numbers to predict, or (N, outputs) what each output
        should be. Here: (N, outputs) numbers, class indices as one-hot rows, or as they are where
        there is one output only.

        Raises LabelMismatch for labels that so many outputs cannot answer.
        """
        return rows(labels, outputs, dtype)
