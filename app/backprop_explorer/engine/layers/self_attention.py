"""Self-attention: every place of a sequence looks at all the others, and takes what it needs."""

from __future__ import annotations

from math import sqrt

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.functions import softmax
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array, Shape


class SelfAttention(Layer):
    """y = softmax(q·kᵀ / √d)·v with q = x·Wq, k = x·Wk, v = x·Wv: one head of attention.

    x: (N, T, D), sequences of T places    Wq, Wk: (D, d)    Wv: (D, M)    y: (N, T, M)

    A place asks with its query q, and every place answers with its key k: the better they match,
    the more of that place's value v it takes. `weights`, (N, T, T), says how much: row i is what
    place i takes of all others, and sums to 1. The scores are divided by √d, for with more numbers
    to multiply they grow, and softmax would hardly let any but the largest through.

    The output projection that follows several heads is left out: after a single one, two matrices
    in a row, v·Wo = x·(Wv·Wo), can learn nothing that one cannot. Source: Vaswani et al.,
    "Attention Is All You Need", 2017.
    """

    parameters = ("Wq", "Wk", "Wv")

    def __init__(self, Wq: Array, Wk: Array, Wv: Array) -> None:
        """All three are kept, not copied.

        Raises ShapeMismatch if they do not take the same x, or q and k do not match.
        """
        if not (Wq.ndim == Wv.ndim == 2 and Wq.shape == Wk.shape and len(Wq) == len(Wv)):
            raise ShapeMismatch(
                f"Wq of shape {Wq.shape}, Wk of shape {Wk.shape} and Wv of shape {Wv.shape} do not "
                "make an attention layer: Wq and Wk need the same shape (features, d), and Wv as "
                "many rows."
            )
        self.Wq = Wq
        self.Wk = Wk
        self.Wv = Wv
        self.sqrt_d = sqrt(Wq.shape[1])

    def forward(self, x: Array) -> Array:
        self.x = x
        self.q = x @ self.Wq
        self.k = x @ self.Wk
        self.v = x @ self.Wv
        scores = self.q @ self.k.swapaxes(1, 2) / self.sqrt_d
        self.weights = softmax(scores)
        y = self.weights @ self.v
        return y

    def backward(self, dy: Array) -> Array | None:
        dv = self.weights.swapaxes(1, 2) @ dy
        dweights = dy @ self.v.swapaxes(1, 2)
        mean = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - mean)
        dq = dscores @ self.k / self.sqrt_d
        dk = dscores.swapaxes(1, 2) @ self.q / self.sqrt_d
        self.dWq = self.over_all_places(dq)
        self.dWk = self.over_all_places(dk)
        self.dWv = self.over_all_places(dv)
        if not self.needs_dx:
            return None
        dx = dq @ self.Wq.T + dk @ self.Wk.T + dv @ self.Wv.T
        return dx

    def over_all_places(self, gradient: Array) -> Array:
        """xᵀ·gradient, summed over every place of every sequence, for all share the matrices."""
        rows = self.x.reshape(-1, self.x.shape[-1])
        return rows.T @ gradient.reshape(-1, gradient.shape[-1])

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 2:
            raise ShapeMismatch(
                f"an input of shape {input_shape} is no sequence: attention needs the shape "
                f"(places, {len(self.Wq)}), since Wq has the shape {self.Wq.shape}."
            )
        if input_shape[1] != len(self.Wq):
            raise ShapeMismatch(
                f"an input of shape {input_shape} has {input_shape[1]} features at each place, but "
                f"Wq of shape {self.Wq.shape} takes {len(self.Wq)}: both need the same."
            )
        return (input_shape[0], self.Wv.shape[1])
