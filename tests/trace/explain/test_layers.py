"""Lines that layers are made of, explained from what they return down to what they were given."""

import numpy as np
import pytest
from drawing import FLOATS, few, numbers, some
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view


def in_place(x, y):
    x += y
    x[1:] *= 2
    x.T[0] -= x.T[1]
    x[x > 3] = 0
    return x


def softmax_backward(x, y):
    n = len(x)
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    dx = e / e.sum(axis=1, keepdims=True)
    dx[np.arange(n), y[:, 0].astype(np.int64) % 3] -= 1
    return dx / n


def with_out(x, y):
    result = np.zeros(x.shape)
    np.multiply(x, y, out=result)
    np.divide(result, y, out=result, where=y != 0)
    return result


def batch_norm(x, y):
    centred = x - x.mean(axis=0)
    return y * centred / np.sqrt(np.mean(centred**2, axis=0) + 1e-7)


def batch_norm_backward(x, dout):
    mean, var = x.mean(axis=0), x.var(axis=0)
    std = np.sqrt(var + 1e-5)
    normalized = (x - mean) / std
    dgamma = np.sum(dout * normalized, axis=0)
    return (dout - dout.mean(axis=0) - normalized * dgamma / len(x)) / std


def layer_norm(x, y):
    mean = x.mean(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) * y[0]


def dropout(x, y):
    mask = np.random.default_rng(0).random(x.shape) >= 0.5
    return x * mask / 0.5


def label_smoothing(x, y):
    log_p = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
    return -(0.9 * log_p[np.arange(4), [0, 2, 1, 1]] + 0.1 * log_p.mean(axis=-1)).mean()


def huber(x, y):
    distance = x - y
    size = np.abs(distance)
    return np.mean(np.where(size <= 1, 0.5 * distance**2, size - 0.5))


def hinge(x, y):
    return np.maximum(0, 1 - np.sign(y) * x).mean(axis=0)


def clipped(x, y):
    length = np.linalg.norm(x)
    return x * np.minimum(1, 1 / (length + 1e-6))


LINES = [
    in_place,
    softmax_backward,
    with_out,
    batch_norm,
    batch_norm_backward,
    layer_norm,
    dropout,
    label_smoothing,
    huber,
    hinge,
    clipped,
]


@pytest.mark.parametrize("lines", LINES)
@some
@given(data=st.data())
def test_lines_of_a_layer(lines, data, explained):
    x, y = (data.draw(numbers((4, 3), data.draw(FLOATS))) for _ in range(2))
    explained(lines, x, y, numbers=6)


def im2col(x, size=2):
    n, c, h, w = x.shape
    oh, ow = h - size + 1, w - size + 1
    col = np.zeros((n, c, size, size, oh, ow), x.dtype)
    for i in range(size):
        for j in range(size):
            col[:, :, i, j] = x[:, :, i : i + oh, j : j + ow]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)


def convolution_by_columns(x, w):
    padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    out = im2col(padded) @ w.reshape(len(w), -1).T
    return out.reshape(len(x), 5, 5, -1).transpose(0, 3, 1, 2)


def convolution_by_windows(x, w):
    windows = sliding_window_view(x, (2, 2), axis=(2, 3))
    return np.einsum("nchwij,fcij->nfhw", windows, w)


def convolution_by_indices(x, w):
    """The way of CS231n: one fancy index gathers all columns, and scatters their gradient."""
    i = np.tile(np.repeat(np.arange(2), 2), 2).reshape(-1, 1) + np.repeat(np.arange(3), 3)
    j = np.tile(np.tile(np.arange(2), 2), 2).reshape(-1, 1) + np.tile(np.arange(3), 3)
    k = np.repeat(np.arange(2), 4).reshape(-1, 1)
    columns = x[:, k, i, j]
    dx = np.zeros_like(x)
    np.add.at(dx, (slice(None), k, i, j), columns * w.sum())
    return dx


def gradient_of_windows(x, w):
    windows = sliding_window_view(x, (2, 2), axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows, w)
    padded = np.pad(out, [(0, 0), (0, 0), (1, 1), (1, 1)])
    flipped = w[:, :, ::-1, ::-1]
    return np.tensordot(
        sliding_window_view(padded, (2, 2), axis=(2, 3)), flipped, axes=((1, 4, 5), (0, 2, 3))
    )


def pooling(x, w):
    windows = sliding_window_view(x, (2, 2), axis=(2, 3))[:, :, ::2, ::2]
    flat = windows.reshape(2, 2, 2, 2, 4)
    largest = np.argmax(flat, axis=-1)
    out = np.take_along_axis(flat, largest[..., None], axis=-1)
    dflat = np.zeros_like(flat)
    np.put_along_axis(dflat, largest[..., None], out * w[0, 0, 0, 0], axis=-1)
    return dflat.reshape(2, 2, 2, 2, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(x.shape)


def pooling_by_blocks(x, w):
    blocks = x.reshape(2, 2, 2, 2, 2, 2)
    out = blocks.max(axis=(3, 5), keepdims=True)
    mask = blocks == out
    return (mask * out / mask.sum(axis=(3, 5), keepdims=True)).reshape(x.shape)


def upsampling(x, w):
    return x.repeat(2, axis=2).repeat(2, axis=3) * w[0, 0, 0, 0]


IMAGES = [
    convolution_by_columns,
    convolution_by_windows,
    convolution_by_indices,
    gradient_of_windows,
    pooling,
    pooling_by_blocks,
    upsampling,
]


@pytest.mark.parametrize("lines", IMAGES)
@few
@given(data=st.data())
def test_lines_of_layers_for_images(lines, data, explained):
    x = data.draw(numbers((2, 2, 4, 4), data.draw(FLOATS)))
    w = data.draw(numbers((3, 2, 2, 2), data.draw(FLOATS)))
    explained(lines, x, w, numbers=3)


def attention(x, w):
    query, key, value = x @ w, x @ (w + 1), x @ (w - 1)
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(3)
    scores = np.where(np.tril(np.ones((4, 4), bool)), scores, -1e9)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ value


def gradient_of_weights(x, w):
    dz = x @ w
    return np.einsum("ntd,nte->de", x, dz) + x.reshape(-1, 3).T @ dz.reshape(-1, 3)


def unrolled(x, w):
    h = np.zeros((2, 3), x.dtype)
    states = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] + h @ w)
        states.append(h)
    return np.stack(states, axis=1)


@pytest.mark.parametrize("lines", [attention, gradient_of_weights, unrolled])
@some
@given(data=st.data())
def test_lines_of_layers_for_words(lines, data, explained):
    x = data.draw(numbers((2, 4, 3), data.draw(FLOATS)))
    w = data.draw(numbers((3, 3), data.draw(FLOATS)))
    explained(lines, x, w, numbers=4)
