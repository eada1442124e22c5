"""The steps a network is made of."""

from backprop_explorer.engine.layers.affine import Affine
from backprop_explorer.engine.layers.batch_norm import BatchNorm
from backprop_explorer.engine.layers.convolution import Convolution
from backprop_explorer.engine.layers.dropout import Dropout
from backprop_explorer.engine.layers.elu import Elu
from backprop_explorer.engine.layers.flatten import Flatten
from backprop_explorer.engine.layers.gelu import Gelu
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.layer_norm import LayerNorm
from backprop_explorer.engine.layers.leaky_relu import LeakyRelu
from backprop_explorer.engine.layers.pooling import AveragePooling, MaxPooling
from backprop_explorer.engine.layers.relu import Relu
from backprop_explorer.engine.layers.residual import Residual
from backprop_explorer.engine.layers.self_attention import SelfAttention
from backprop_explorer.engine.layers.sigmoid import Sigmoid
from backprop_explorer.engine.layers.silu import Silu
from backprop_explorer.engine.layers.softmax import Softmax
from backprop_explorer.engine.layers.softplus import Softplus
from backprop_explorer.engine.layers.tanh import Tanh

__all__ = [
    "Affine",
    "AveragePooling",
    "BatchNorm",
    "Convolution",
    "Dropout",
    "Elu",
    "Flatten",
    "Gelu",
    "Layer",
    "LayerNorm",
    "LeakyRelu",
    "MaxPooling",
    "Relu",
    "Residual",
    "SelfAttention",
    "Sigmoid",
    "Silu",
    "Softmax",
    "Softplus",
    "Tanh",
]
