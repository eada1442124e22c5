"""Networks for the recorder's tests, written by people who have never heard of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_explorer.trace import Trace, record


class Function:
    """A layer that does whatever a test wants to see recorded."""

    def __init__(self, function: Callable[..., Any], **arrays: Any) -> None:
        self.function = function
        self.__dict__.update(arrays)

    def forward(self, x):
        self.result = self.function(self, x)
        return x

    def backward(self, dout):
        return dout


class Total:
    """The simplest last layer there is: the sum of its input."""

    def forward(self, x, t):
        self.shape = x.shape
        return np.sum(x)

    def backward(self, dout=1):
        return np.full(self.shape, dout, dtype=float)


class Net:
    def __init__(self, *layers, last_layer=None):
        self.layers = list(layers)
        self.last_layer = last_layer or Total()


def run(function: Callable[..., Any], x: Any, **arrays: Any) -> tuple[Trace, Any]:
    """Record `function(layer, x)` and give the trace with what the function returned."""
    layer = Function(function, **arrays)
    trace = record(Net(layer), np.asarray(x), np.zeros(1))
    return trace, layer.result


# A learner's notebook: the textbook's layers from memory, in-place ReLU included.


def softmax(a):
    a = a - np.max(a, axis=1, keepdims=True)
    e = np.exp(a)
    return e / np.sum(e, axis=1, keepdims=True)


class MyAffine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None

    def forward(self, x):
        self.x = x
        out = np.dot(x, self.W)
        out += self.b
        return out

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        dx = np.dot(dout, self.W.T)
        return dx


class MyRelu:
    def forward(self, x):
        self.mask = x <= 0
        x[self.mask] = 0
        return x

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class MySoftmaxLoss:
    def forward(self, x, t):
        self.t = t
        self.y = softmax(x)
        return -np.sum(t * np.log(self.y + 1e-7)) / len(x)

    def backward(self, dout=1):
        return (self.y - self.t) / len(self.t)


class MyNet:
    def __init__(self, sizes=(6, 5, 3), seed=0):
        rng = np.random.default_rng(seed)
        inputs, hidden, outputs = sizes
        self.params = {
            "W1": rng.normal(size=(inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=(hidden, outputs)),
            "b2": np.zeros(outputs),
        }
        self.layers = OrderedDict()
        self.layers["Affine1"] = MyAffine(self.params["W1"], self.params["b1"])
        self.layers["Relu1"] = MyRelu()
        self.layers["Affine2"] = MyAffine(self.params["W2"], self.params["b2"])
        self.lastLayer = MySoftmaxLoss()

    def gradient(self, x, t):
        for layer in self.layers.values():
            x = layer.forward(x)
        self.loss = self.lastLayer.forward(x, t)
        dout = self.lastLayer.backward(1)
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        affine1, affine2 = self.layers["Affine1"], self.layers["Affine2"]
        return {"W1": affine1.dW, "b1": affine1.db, "W2": affine2.dW, "b2": affine2.db}


class MySGD:
    def __init__(self, lr=0.1):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]


def batch(n=4, inputs=6, classes=3, seed=1):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, inputs)), np.eye(classes)[rng.integers(classes, size=n)]
