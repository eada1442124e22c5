"""The twins of optimizers, and what takes the place of one."""

from __future__ import annotations

from functools import partial

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.optimizers.adam import FastAdam
from backprop_explorer.engine.fast.optimizers.momentum import FastMomentum
from backprop_explorer.engine.fast.optimizers.sgd import FastSGD
from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.optimizers import SGD, Adam, Momentum, Optimizer


def fast_update(optimizer: Optimizer, block: Block) -> Step:
    """A step that does what `optimizer.update` does with the parameters in a block."""
    if type(optimizer) is SGD:
        return FastSGD(optimizer, block).update()
    if type(optimizer) is Momentum:
        return FastMomentum(optimizer, block).update()
    if type(optimizer) is Adam:
        return FastAdam(optimizer, block).update()
    return partial(optimizer.update, block.params, block.grads)
