"""What the twin of every optimizer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

import numpy as np

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.optimizers import Optimizer
from backprop_explorer.engine.types import Array, Parameters

Rule = TypeVar("Rule", bound=Optimizer)


class FastRule(ABC, Generic[Rule]):
    """A rule for all parameters together: what it does with one W, it does with `values`.

    What the optimizer keeps moves to one array as well, and it holds windows on that.
    """

    def __init__(self, optimizer: Rule, block: Block) -> None:
        self.optimizer = optimizer
        self.block = block
        self.W = block.values
        self.dW = block.gradients
        self.room = np.empty_like(block.values)
        self.rate = np.zeros((), block.values.dtype)
        self.dicts: dict[str, Parameters] = {}
        self.kept: dict[str, Array] = {}

    @abstractmethod
    def step(self) -> None:
        """Changes W by dW, at this rate."""

    def update(self) -> Step:
        """The step that does what `optimizer.update` does."""
        optimizer, rate, step = self.optimizer, self.rate, self.step
        params, grads = self.block.params, self.block.grads

        def update() -> None:
            if optimizer.penalties or optimizer.clipping is not None:
                optimizer.update(params, grads)  # these tell parameters apart
                return
            rate[()] = optimizer.rate
            step()
            optimizer.iteration += 1

        return update

    def all_of(self, word: str) -> Array:
        """What the optimizer keeps under this word, such as v, for all parameters."""
        kept = getattr(self.optimizer, word)
        if kept is not self.dicts.get(word):  # at first, and after a restore
            self.optimizer.prepare(self.block.params)
            self.kept[word] = np.empty_like(self.W)
            for name, window in self.block.windows(self.kept[word]).items():
                window[...] = kept[name]
                kept[name] = window
            self.dicts[word] = kept
        return self.kept[word]
