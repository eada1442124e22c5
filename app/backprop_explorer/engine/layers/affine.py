"""The layer that learns: a weighted sum of its inputs."""

from __future__ import annotations

from math import prod

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array, Shape


class Affine(Layer):
    """z = x·W + b: every output is a weighted sum of all inputs.

    x: (N, D), or (N, …) flattened to D features    W: (D, M)    b: (M,)    z: (N, M)
    """

    parameters = ("W", "b")

    def __init__(self, W: Array, b: Array) -> None:
        """W and b are kept, not copied: a change in place is a change of the layer.

        Raises ShapeMismatch if b does not have one number per column of W.
        """
        if W.ndim != 2 or b.shape != W.shape[1:]:
            raise ShapeMismatch(
                f"W of shape {W.shape} and b of shape {b.shape} do not make an affine layer: "
                "W needs the shape (inputs, outputs) and b the shape (outputs,)."
            )
        self.W = W
        self.b = b

    def forward(self, x: Array) -> Array:
        self.x_shape = x.shape
        self.x = x.reshape(len(x), -1)
        z = self.x @ self.W + self.b
        return z

    def backward(self, dz: Array) -> Array | None:
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        if not self.needs_dx:
            return None
        dx = (dz @ self.W.T).reshape(self.x_shape)
        return dx

    @property
    def input_shape(self) -> Shape:
        return self.W.shape[:1]

    def output_shape(self, input_shape: Shape) -> Shape:
        features = prod(input_shape)
        if features != len(self.W):
            raise ShapeMismatch(
                f"an input of shape {input_shape} has {features} features, but W of shape "
                f"{self.W.shape} takes {len(self.W)}. W needs {features} rows here, or the input "
                f"{len(self.W)} features."
            )
        return self.W.shape[1:]
