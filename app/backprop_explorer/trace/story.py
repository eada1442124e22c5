"""What a recording knows beyond its operations: who the layers are and what passed between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backprop_explorer.trace.anatomy import Part
from backprop_explorer.trace.errors import BadLayer
from backprop_explorer.trace.held import gradient_among, held_arrays, members
from backprop_explorer.trace.ledger import Ledger
from backprop_explorer.trace.model import Array


@dataclass
class Story:
    """Ids of the values that play a part, by the name of the layer they belong to.

    `parts` are in order, each block followed by what is inside it; `chain` is those that the run
    calls one after the other.
    """

    parts: list[Part]
    last: Part
    x: int = -1
    t: int = -1
    examples: int = 0
    inputs: dict[str, int] = field(default_factory=dict)
    outputs: dict[str, int] = field(default_factory=dict)
    output_gradients: dict[str, int] = field(default_factory=dict)
    input_gradients: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, dict[str, int]] = field(default_factory=dict)  # layer → "W" → value
    gradients: dict[str, dict[str, int]] = field(default_factory=dict)  # layer → "W" → value
    attributes: dict[int, tuple[str, str]] = field(default_factory=dict)  # value → layer, word
    states: dict[int, str] = field(default_factory=dict)  # what stays → how the optimizer calls it
    replaced: dict[str, int] = field(default_factory=dict)  # key of params → new value
    _held: dict[str, dict[str, Array]] = field(default_factory=dict)
    _members: dict[str, list[Array]] = field(default_factory=dict)  # all, in lists and dicts too
    _kept: list[tuple[str, Array]] = field(default_factory=list)
    _pairs: list[tuple[str, Array, Array]] = field(default_factory=list)

    def outline(self) -> tuple[object, ...]:
        """All of the story that names, roles and layers follow from."""
        kinds = [(part.name, type(part.layer), part.block) for part in self.all_parts()]
        passed = self.inputs, self.outputs, self.input_gradients, self.output_gradients
        held = self.parameters, self.gradients, self.attributes, self.states, self.replaced
        return kinds, self.x, self.t, *passed, *held

    @property
    def loss(self) -> int:
        return self.outputs[self.last.name]

    def all_parts(self) -> list[Part]:
        return [*self.parts, self.last]

    @property
    def chain(self) -> list[Part]:
        return [part for part in self.parts if part.block is None]

    def inside(self, block: Part) -> Iterator[Part]:
        """The parts of a block, and those of blocks within it."""
        for part in self.parts:
            if part.block == block.name:
                yield part
                yield from self.inside(part)

    def note_held(self, others: Iterable[Any]) -> None:
        """What each layer holds before it runs; a parameter is held all the way through."""
        for part in self.all_parts():
            self._held[part.name] = held_arrays(part.layer)
            self._members[part.name] = [*self._held[part.name].values(), *members(part.layer)]
        self._kept = [kept for other in others for kept in _kept_by_name(other)]

    def note_attributes(self, part: Part, ledger: Ledger) -> None:
        """After a layer's forward: `self.y` names the array it holds, also where it is a view."""
        before, now = self._held[part.name], held_arrays(part.layer)
        for word, array in now.items():
            if before.get(word) is not array:
                self.attributes.setdefault(ledger.value_of(array), (part.name, word))
        for word in getattr(part.layer, "statistics", ()):
            for array in {id(held): held for held in (before[word], now[word])}.values():
                self.states[ledger.first_value_of(array)] = ""  # named as any attribute is

    def note_gradients(self, part: Part, ledger: Ledger) -> None:
        """After a layer's backward: its parameters are what it now holds a gradient for."""
        now, before = held_arrays(part.layer), {id(held) for held in self._members[part.name]}
        declared = getattr(part.layer, "parameters", ())
        for word, array in now.items():
            if id(array) not in before or array.dtype.kind not in "fc":
                continue
            gradient = gradient_among(now, word)
            if gradient is None and word not in declared:
                continue
            # Its first value: a layer may update its own weights in `backward`.
            self.parameters.setdefault(part.name, {})[word] = ledger.first_value_of(array)
            if gradient is not None:
                self.gradients.setdefault(part.name, {})[word] = ledger.value_of(gradient)
                self._pairs.append((f"{word}{len(self._pairs)}", array, gradient))

    def note_states(self, optimizer: Any, ledger: Ledger) -> None:
        """After the update: what `self.v["W1"]` of an optimizer holds, and held before, is vW1."""
        now = dict(_kept_by_name(optimizer))
        for name, array in (*self._kept, *now.items()):
            if name in now:
                self.states[ledger.first_value_of(array)] = name

    def params_and_grads(self, network: Any) -> tuple[Any, Any]:
        """What `optimizer.update` is called with: the network's own `params` where it has them.

        Raises BadLayer where there is a parameter without a gradient, or nothing to learn at all.
        """
        params = getattr(network, "params", None)
        gradients = {_address(array): gradient for _, array, gradient in self._pairs}
        if not gradients:
            raise BadLayer(
                "The optimizer has nothing to update: no layer holds an array and, after "
                "backward, its gradient (`W` and `dW`, or `params` and `grads`)."
            )
        if isinstance(params, list | dict):
            found: dict[Any, Array] = {}
            for key, array in entries(params).items():
                if not isinstance(array, np.ndarray):
                    continue  # a plain number, which nobody can write into
                if _address(array) in gradients:
                    found[key] = gradients[_address(array)]
                else:
                    self._refuse_stray(key, array, is_list=isinstance(params, list))
            return params, list(found.values()) if isinstance(params, list) else found
        names = {key: array for key, array, _ in self._pairs}
        return names, {key: gradient for key, _, gradient in self._pairs}

    def _refuse_stray(self, key: Any, array: Array, is_list: bool) -> None:
        """Raise BadLayer for an array of `params` that has no gradient, and must have one.

        In a dict there may be others, such as running statistics, as long as a layer holds them.
        """
        held = (_address(known) for members in self._members.values() for known in members)
        if _address(array) not in held:
            raise BadLayer(
                f"No layer holds the array that is params[{key!r}] of the network. Where an "
                "optimizer puts a new array into `params` (`params[key] = …`), the layers go on "
                "with the old one; let it write into that: `params[key] -= …`."
            )
        if is_list:
            raise BadLayer(f"No layer has a gradient for params[{key!r}] of the network.")

    def note_replaced(self, before: dict[Any, Array], params: Any, ledger: Ledger) -> None:
        """After the update: the new arrays that an optimizer put where no layer sees them."""
        now = entries(params)
        new = [key for key, array in before.items() if now.get(key) is not array]
        if new:
            layers = [part.layer for part in self.all_parts()]
            held = {
                _address(a) for one in layers for a in (*held_arrays(one).values(), *members(one))
            }
            for key in new:
                if isinstance(now.get(key), np.ndarray) and _address(now[key]) not in held:
                    self.replaced[repr(key)] = ledger.value_of(now[key])


def entries(params: Any) -> dict[Any, Array]:
    """The parameters by key, or by place in a list."""
    return dict(params.items() if isinstance(params, dict) else enumerate(params))


def _address(array: Array) -> tuple[int, tuple[int, ...]]:
    return array.__array_interface__["data"][0], array.shape


def _kept_by_name(optimizer: Any) -> Iterator[tuple[str, Array]]:
    """What an optimizer keeps for each parameter: `v["W1"]` as ("vW1", the array)."""
    for word, kept in getattr(optimizer, "__dict__", {}).items():
        if isinstance(kept, dict):
            for key, array in kept.items():
                if isinstance(key, str) and isinstance(array, np.ndarray):
                    yield f"{word.lstrip('_')}{key}", array
