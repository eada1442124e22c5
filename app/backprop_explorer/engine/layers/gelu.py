"""The Gaussian error linear unit: what transformers have between their affine layers."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array

SCALE = sqrt(2 / pi)
CUBIC = 0.044715


class Gelu(Layer):
    """a = z/2 · (1 + tanh(√(2/π)·(z + 0.044715·z³))), element by element: (N, …) to (N, …).

    The idea is a = z · Φ(z): z times the chance that a number drawn from the bell curve is below
    z. Φ is an error function, which NumPy does not have. This is the tanh form that GPT-2 uses,
    `approximate="tanh"` in PyTorch; it is within 0.0005 of the exact one everywhere. Source:
    Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.
    """

    def forward(self, z: Array) -> Array:
        self.z = z
        self.tanh = np.tanh(SCALE * (z + CUBIC * z * z * z))
        a = 0.5 * z * (1 + self.tanh)
        return a

    def backward(self, da: Array) -> Array:
        z = self.z
        tanh_slope = (1 - self.tanh * self.tanh) * SCALE * (1 + 3 * CUBIC * z * z)
        slope = 0.5 * (1 + self.tanh) + 0.5 * z * tanh_slope
        dz = da * slope
        return dz
