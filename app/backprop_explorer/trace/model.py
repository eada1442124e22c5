"""The words a trace is made of: values, events, layers, findings.

A *value* is one version of one array. An *event* is one NumPy operation that read some values and
made others. Nothing here runs or records anything: these are plain immutable facts, so a trace can
be kept, compared, sent and asked questions without any risk of changing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Index = tuple[int, ...]


class Past(Protocol):
    """A window on numbers that have been written over since, and are looked up."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def dtype(self) -> np.dtype[Any]: ...

    def array(self) -> Array: ...


class Phase(StrEnum):
    """The three parts of one training iteration, in the order in which they run."""

    FORWARD = "forward"
    BACKWARD = "backward"
    UPDATE = "update"


class Role(StrEnum):
    """What a value is for; it decides its colour on the page and how its explanation ends."""

    INPUT = "input"
    LABEL = "label"
    PARAMETER = "parameter"
    ACTIVATION = "activation"  # made by the forward pass
    LOSS = "loss"
    GRADIENT = "gradient"  # made by the backward pass
    UPDATE = "update"  # made on the way to a parameter's new version
    STATE = "state"  # what an optimizer or a layer keeps from one iteration to the next
    CONSTANT = "constant"  # stood in the code, or came from outside the recording


@dataclass(frozen=True, slots=True)
class Source:
    """Where an operation stands in the code that ran: the line, and the expression on it."""

    file: str  # relative to its package where it has one, else its name, or “a notebook cell”
    line: int  # 1-based
    columns: tuple[int, int]  # of the expression in `text`, 0-based, end exclusive
    text: str  # the source line without its indentation
    function: str  # "Affine.backward"


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands in an event's arguments where the value with this id stood in the call."""

    id: int


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One version of one array.

    `array` is read-only and stays as it was when the value was made, whatever the code did next:
    where it was written to, the old numbers are looked up (`numbers` knows how) each time they are
    asked for. `shape` and `dtype` cost nothing.
    A view (transpose, reshape, slice) has `view_of`, the id of the value that owns the memory, and
    shares that value's numbers: `a.array` is a strided window on `owner.array`.
    """

    id: int
    name: str  # "dW2"; "v17" for a value the code gave no name
    numbers: Array | Past
    role: Role
    layer: str | None = None
    event: int | None = None  # index of the event that made it; None: there before the first
    of: str | None = None  # the name of the value it is the gradient of
    view_of: int | None = None
    label: str = ""  # how it reads in a formula: "dW2", "a1ᵀ", "x·W1" for an unnamed one

    @property
    def array(self) -> Array:
        numbers = self.numbers
        return freeze(numbers if isinstance(numbers, np.ndarray) else numbers.array())

    @property
    def shape(self) -> tuple[int, ...]:
        return self.numbers.shape

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.numbers.dtype


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One recorded NumPy operation.

    `arguments` and `options` are the call's own, with a `Ref` wherever a value of the trace stood,
    also inside tuples, lists and slices, so that a rule can look at the call as it was made.

    An in-place operation has `target`: the id of the value it wrote through, as it was before. Its
    output is then the next version of the value that owns target's memory (target itself, or what
    target is a view of).
    """

    index: int  # 1-based: position k means that events 1..k have happened
    phase: Phase
    layer: str
    operation: str
    arguments: tuple[Any, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    target: int | None = None
    source: Source | None = None

    @property
    def output(self) -> int:
        return self.outputs[0]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as the trace saw it; every other field is the name of a value, or of several."""

    name: str  # "Affine1"
    type: str  # "Affine"
    number: int  # the subscript its values carry: 2 in "W2"
    parameters: tuple[str, ...]
    gradients: tuple[str, ...]  # of the parameters, in their order
    input: str
    output: str
    input_gradient: str | None  # None where the layer computed none
    output_gradient: str | None
    block: str | None = None  # the layer that it is inside of


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the recorded code that a learner should look at."""

    kind: str  # "overwritten-array", "replaced-parameter"
    message: str  # a sentence that names the line and the array
    event: int
    value: str


@cache
def ref(id: int) -> Ref:
    """The `Ref` to an id: always the same object, so that calls compare quickly."""
    return Ref(id)


def value_id(name: str) -> int | None:
    """The id in a name like "v17", or None if the name is not of that form."""
    digits = name[1:]
    return int(digits) if name[:1] == "v" and digits.isascii() and digits.isdigit() else None


def freeze(array: Array) -> Array:
    """A read-only plain-ndarray window on the same memory."""
    window = array.view(np.ndarray)
    window.setflags(write=False)
    return window
