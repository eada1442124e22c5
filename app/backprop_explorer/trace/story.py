"""What a recording knows beyond its operations: who the layers are and what passed between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np

from backprop_explorer.trace.anatomy import Part
from backprop_explorer.trace.arrays import slots
from backprop_explorer.trace.errors import BadLayer
from backprop_explorer.trace.ledger import Ledger
from backprop_explorer.trace.model import Array


@cache
def _gradient_words(word: str) -> tuple[str, ...]:
    """What people call the gradient of an attribute."""
    return f"d{word}", f"grad_{word}", f"{word}_grad", f"g{word}", f"d_{word}", f"grad{word}"


@dataclass
class Story:
    """Ids of the values that play a part, by the name of the layer they belong to.

    The properties that are worked out once are for when the recording is over.
    """

    parts: list[Part]
    last: Part
    x: int = -1
    t: int = -1
    examples: int = 0
    outputs: dict[str, int] = field(default_factory=dict)
    input_gradients: dict[str, int] = field(default_factory=dict)
    parameters: dict[str, dict[str, int]] = field(default_factory=dict)  # layer → "W" → value
    gradients: dict[str, dict[str, int]] = field(default_factory=dict)  # layer → "W" → value
    attributes: dict[int, tuple[str, str]] = field(default_factory=dict)  # value → layer, word
    _held: dict[str, dict[str, Array]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)  # id of an array held → its first value
    _pairs: list[tuple[str, Array, Array]] = field(default_factory=list)

    def outline(self) -> tuple[object, ...]:
        """All of the story that names, roles and layers follow from."""
        kinds = [(part.name, type(part.layer)) for part in self.all_parts()]
        passed = self.outputs, self.input_gradients, self.parameters, self.gradients
        return kinds, self.x, self.t, *passed, self.attributes

    @property
    def loss(self) -> int:
        return self.outputs[self.last.name]

    def all_parts(self) -> list[Part]:
        return [*self.parts, self.last]

    @cached_property
    def inputs(self) -> dict[str, int]:
        """What each layer was given: what the one before it returned."""
        given = [self.x, *(self.outputs[part.name] for part in self.parts)]
        return {part.name: value for part, value in zip(self.all_parts(), given, strict=True)}

    @property
    def last_number(self) -> int:
        """How many layers have parameters."""
        return sum(part.name in self.parameters for part in self.parts)

    @cached_property
    def numbers(self) -> dict[str, int | None]:
        """The subscript of each layer's own arrays: None for the last layer, whose y has none."""
        numbers: dict[str, int | None] = {self.last.name: None}
        count = 0
        for part in self.parts:
            count += part.name in self.parameters
            numbers[part.name] = max(count, 1)
        return numbers

    @cached_property
    def given_names(self) -> dict[int, str]:
        """The names that are known whatever the code says; the first one a value gets stays."""
        names = {self.x: "x", self.t: "t"}
        numbers = self.numbers
        for part in self.parts:
            letter = "z" if part.name in self.parameters else "a"
            _give(names, self.outputs[part.name], f"{letter}{numbers[part.name]}")
        _give(names, self.outputs[self.last.name], "L")
        counts: dict[str, int] = {}
        for part in self.all_parts():
            for word, value in self.parameters.get(part.name, {}).items():
                counts[word] = counts.get(word, 0) + 1
                _give(names, value, f"{word}{counts[word]}")
                gradient = self.gradients.get(part.name, {}).get(word)
                if gradient is not None:
                    _give(names, gradient, f"d{names[value]}")
        inputs = self.inputs
        for part in self.all_parts():
            if part.name in self.input_gradients:
                _give(names, self.input_gradients[part.name], f"d{names[inputs[part.name]]}")
        return names

    def note_held(self, ledger: Ledger) -> None:
        """What each layer holds before it runs; a parameter is held all the way through.

        Its value is looked up now: a layer may update its own weights in `backward`.
        """
        self._held = {part.name: _arrays(part.layer) for part in self.all_parts()}
        for held in self._held.values():
            self._first.update({id(array): ledger.value_of(array) for array in held.values()})

    def note_attributes(self, part: Part, ledger: Ledger) -> None:
        """After a layer's forward: `self.y` names the array it holds, also where it is a view."""
        before = self._held[part.name]
        for word, array in _arrays(part.layer).items():
            if before.get(word) is not array:
                self.attributes.setdefault(ledger.value_of(array), (part.name, word))

    def note_gradients(self, part: Part, ledger: Ledger) -> None:
        """After a layer's backward: its parameters are what it now holds a gradient for."""
        before, now = self._held[part.name], _arrays(part.layer)
        declared = getattr(part.layer, "parameters", ())
        for word, array in before.items():
            if now.get(word) is not array or array.dtype.kind not in "fc":
                continue
            gradient = next(
                (
                    now[name]
                    for name in _gradient_words(word)
                    if name in now and now[name].shape == array.shape
                ),
                None,
            )
            if gradient is None and word not in declared:
                continue
            self.parameters.setdefault(part.name, {})[word] = self._first[id(array)]
            if gradient is not None:
                self.gradients.setdefault(part.name, {})[word] = ledger.value_of(gradient)
                self._pairs.append((f"{word}{len(self._pairs)}", array, gradient))

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
        if isinstance(params, list):
            missing = [i for i, array in enumerate(params) if _address(array) not in gradients]
            if missing:
                raise BadLayer(f"No layer has a gradient for params[{missing[0]}] of the network.")
            return params, [gradients[_address(array)] for array in params]
        if isinstance(params, dict):
            return params, {
                key: gradients[_address(array)]
                for key, array in params.items()
                if _address(array) in gradients
            }
        names = {key: array for key, array, _ in self._pairs}
        return names, {key: gradient for key, _, gradient in self._pairs}


def _arrays(layer: Any) -> dict[str, Array]:
    """A layer's arrays by attribute; what `params` and `grads` hold counts as W, b and dW, db."""
    held = {
        **getattr(layer, "__dict__", {}),
        **{name: getattr(layer, name) for name in slots(layer)},
    }
    arrays = {word: item for word, item in held.items() if isinstance(item, np.ndarray)}
    params, grads = held.get("params"), held.get("grads")
    if isinstance(params, list) and isinstance(grads, list):
        for array, gradient in zip(params, grads, strict=False):
            word = "W" if np.ndim(array) > 1 else "b"
            while word in arrays:
                word += "_"
            arrays[word], arrays[f"d{word}"] = array, gradient
    elif isinstance(params, dict) and isinstance(grads, dict):
        arrays.update(params)
        arrays.update({f"d{word}": gradient for word, gradient in grads.items()})
    return arrays


def _give(names: dict[int, str], value: int, name: str) -> None:
    """Name a value unless it has a name; a name that is taken gets a letter: a1, a1b, a1c."""
    if value in names:
        return
    taken = set(names.values())
    letters = iter("bcdefghijklmnopqrstuvwxyz")
    free = name
    while free in taken:
        free = name + next(letters)
    names[value] = free


def _address(array: Array) -> tuple[int, tuple[int, ...]]:
    return array.__array_interface__["data"][0], array.shape
