"""The twins of layers, and what takes the place of one."""

from backprop_explorer.engine.fast.layers.affine import FastAffine, FastFirstAffine
from backprop_explorer.engine.fast.layers.entrance import Entrance
from backprop_explorer.engine.fast.layers.few_windows import FewWindows
from backprop_explorer.engine.fast.layers.flatten import FastFlatten
from backprop_explorer.engine.fast.layers.folded_affine import FoldedAffine
from backprop_explorer.engine.fast.layers.plain_layer import PlainLayer
from backprop_explorer.engine.fast.layers.pooled_convolution import PooledConvolution
from backprop_explorer.engine.fast.layers.relu import FastRelu
from backprop_explorer.engine.fast.layers.shelf import Shelf
from backprop_explorer.engine.fast.layers.sigmoid import FastSigmoid
from backprop_explorer.engine.fast.layers.tanh import FastTanh

__all__ = [
    "Entrance",
    "FastAffine",
    "FastFirstAffine",
    "FastFlatten",
    "FastRelu",
    "FastSigmoid",
    "FastTanh",
    "FewWindows",
    "FoldedAffine",
    "PlainLayer",
    "PooledConvolution",
    "Shelf",
]
