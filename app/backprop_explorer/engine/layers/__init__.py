"""The steps a network is made of."""

from backprop_explorer.engine.layers.affine import Affine
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.relu import Relu
from backprop_explorer.engine.layers.sigmoid import Sigmoid

__all__ = ["Affine", "Layer", "Relu", "Sigmoid"]
