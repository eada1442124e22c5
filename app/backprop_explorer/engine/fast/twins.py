"""A twin for every layer of a network, in order."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import (
    Entrance,
    FastAffine,
    FastFirstAffine,
    FastFlatten,
    FastRelu,
    FastSigmoid,
    FastTanh,
    FoldedAffine,
    PlainLayer,
    PooledConvolution,
    Shelf,
)
from backprop_explorer.engine.fast.layers.sloped import Sloped
from backprop_explorer.engine.fast.shortcuts import can_be_turned, foldable, pooled_convolution
from backprop_explorer.engine.fast.steps import Batch, FastLayer
from backprop_explorer.engine.layers import Affine, Flatten, Layer, Relu, Sigmoid, Tanh
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.places import Place
from backprop_explorer.engine.types import Array

ACTIVATIONS = {Relu: FastRelu, Sigmoid: FastSigmoid, Tanh: FastTanh}
WITH_SLOPES: dict[type[Layer], type[Sloped]] = {Sigmoid: FastSigmoid, Tanh: FastTanh}


def twins(network: Network, block: Block, batch: Batch) -> list[FastLayer]:
    """The twins, from the batch to the scores; an Entrance first, if the first layer needs one."""
    row = list(network.layers.values())
    fold = foldable(row, len(batch.x))
    shelf = shelf_for(row, fold, batch)
    folded = {
        id(layer): FoldedAffine(layer, block, len(batch.x), layer is fold[-1]) for layer in fold
    }
    if shelf:
        for twin in list(folded.values())[1:]:
            twin.read_from(shelf.take(*twin.x_and_ones.shape))
    made: list[FastLayer]
    turned = False
    if pair := pooled_convolution(row, batch.x.shape):
        turned = len(row) > 3 and can_be_turned(row[3], len(batch.x))
        pooled = PooledConvolution(*pair, batch.x.shape, batch.x.dtype, turned)
        made, row = [Entrance(batch, pooled.x), pooled], row[3:]
    elif not fold and type(row[0]) is Affine:
        made, row = [FastFirstAffine(row[0], batch)], row[1:]
    else:
        made = [Entrance(batch, room_in(row[0], folded))]
    for layer, following in zip(row, [*row, None][1:], strict=True):
        x = made[-1].y
        if id(layer) in folded:
            made.append(folded[id(layer)])
        elif shelf and isinstance(layer, Sigmoid | Tanh):
            y = room_in(following, folded)
            y = shelf.take(*x.shape) if y is None else y
            made.append(shelf.kind(layer, x, y, shelf.slopes_of(y)))
        elif type(layer) in ACTIVATIONS:
            made.append(ACTIVATIONS[type(layer)](layer, x, room_in(following, folded)))
        elif type(layer) is Affine:
            made.append(FastAffine(layer, x, turned and layer is row[0]))
        elif type(layer) is Flatten:
            made.append(FastFlatten(layer, x))
        else:
            made.append(PlainLayer(layer, x, parameters(network, layer), block.grads))
    if shelf:
        shelf.y = made[-1].y
        made.append(shelf)
    return made


def shelf_for(row: list[Layer], fold: list[Affine], batch: Batch) -> Shelf | None:
    """A shelf, if the network is small Affine layers with activations of one kind between them."""
    affine, kinds = row[::2], {type(layer) for layer in row[1::2]}
    if not fold or affine[:-1] != fold or type(affine[-1]) is not Affine or len(kinds) > 1:
        return None
    kind = WITH_SLOPES.get(kinds.pop())
    numbers = sum((len(layer.b) + 1) * len(batch.x) for layer in [*fold, affine[-1]])
    return Shelf(kind, numbers, batch.x.dtype) if kind else None


def room_in(layer: Layer | None, folded: dict[int, FoldedAffine]) -> Array | None:
    """Where a layer wants its input to be; None if that is all the same to it."""
    twin = folded.get(id(layer))
    return None if twin is None else twin.x


def parameters(network: Network, layer: Layer) -> list[Place]:
    """Those of a layer and of the layers inside it."""
    holders = {id(holder) for holder in inside(layer)}
    return [place for place in network.places if id(place.layer) in holders]


def inside(layer: Layer) -> Iterator[Layer]:
    """The layer and those that it is made of."""
    yield layer
    for inner in layer.inner:
        yield from inside(inner)
