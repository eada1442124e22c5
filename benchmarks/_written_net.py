"""A net and its batches as files for another language; `javascript/turns.js` says how they look.

Other libraries keep the channels of a picture last. So pictures, filters and the rows of the affine
layer behind a picture are turned that way before they are written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks._nets import Net

from backprop_explorer.engine import Affine, Convolution, Layer, MaxPooling, MeanSquaredError
from backprop_explorer.engine.types import Array


def write(net: Net, folder: Path) -> None:
    x, t = (np.concatenate(arrays) for arrays in zip(*net.batches, strict=True))
    layers, parameters = layers_and_parameters(net, x[:1])
    pictures = channels_last(x)
    description = {
        "layers": layers,
        "inputShape": pictures.shape[1:],
        "outputs": net.ours.predict(x[:1]).shape[1],
        "loss": "squared error" if isinstance(net.ours.last_layer, MeanSquaredError) else "softmax",
        "learningRate": net.learning_rate,
        "batchSize": len(net.batches[0][0]),
    }
    (folder / "net.json").write_text(json.dumps(description))
    write_numbers(folder / "parameters.f32", parameters)
    write_numbers(folder / "x.f32", [pictures])
    write_numbers(folder / "t.f32", [t])


def layers_and_parameters(net: Net, x: Array) -> tuple[list[dict[str, Any]], list[Array]]:
    """What there is to say of every layer, and W and b of those that have them."""
    described, parameters = [], []
    for layer in net.ours.copy().layers.values():
        described.append(description_of(layer))
        if isinstance(layer, Affine):
            rows = np.arange(len(layer.W)).reshape(1, *x.shape[1:])
            parameters += [layer.W[channels_last(rows).ravel()], layer.b]
        elif isinstance(layer, Convolution):
            parameters += [channels_last(layer.W), layer.b]
        x = layer.forward(x)
    return described, parameters


def description_of(layer: Layer) -> dict[str, Any]:
    match layer:
        case Affine():
            return {"kind": "affine", "outputs": layer.W.shape[1]}
        case Convolution():
            return {"kind": "convolution", "filters": len(layer.W), "size": layer.W.shape[-1]}
        case MaxPooling():
            return {"kind": "max pooling", "size": layer.windows.height}
        case _:
            return {"kind": type(layer).__name__.lower()}


def channels_last(x: Array) -> Array:
    """(N, C, H, W) as (N, H, W, C), and (N, D) as it is."""
    return np.moveaxis(x, 1, -1)


def write_numbers(path: Path, arrays: list[Array]) -> None:
    numbers = np.concatenate([array.ravel() for array in arrays])
    path.write_bytes(numbers.astype(np.float32).tobytes())
