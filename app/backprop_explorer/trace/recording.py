"""Records one training iteration of a network, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_explorer.trace.anatomy import Part, anatomy
from backprop_explorer.trace.array import RecordedArray, active, plain
from backprop_explorer.trace.arrays import change_arrays
from backprop_explorer.trace.assembly import assemble
from backprop_explorer.trace.blocks import blocks_followed
from backprop_explorer.trace.calls import refuse_call, refuse_optimizer, seed
from backprop_explorer.trace.creation import creation_covered
from backprop_explorer.trace.errors import BadLayer
from backprop_explorer.trace.memory import root
from backprop_explorer.trace.model import Array, Phase
from backprop_explorer.trace.recorder import Recorder
from backprop_explorer.trace.story import Story, entries
from backprop_explorer.trace.trace import Trace

_RESULTS = (np.ndarray, np.generic, int, float, type(None))


def record(network: Any, x: Array, t: Array, optimizer: Any = None) -> Trace:
    """Run one iteration on a batch, with every NumPy operation recorded.

    `network` has layers with `forward(x)` and `backward(dout)` in a list or dict, and a last layer
    with `forward(x, t)`; it may be anyone's, or just the list. Where it holds its layers in another
    way, a copy of it runs once to see in which order they run. `x` is the batch, (N, …), and `t`
    its labels. With an `optimizer`, its `update(params, grads)` is recorded too and the network
    learns; without one the parameters stay as they are. `x` and `t` are never changed, and the
    network is left holding plain arrays, the same objects as before.

    Raises NotANetwork if no chain of layers is found, BadLayer if one does not do what a layer
    must. An error inside the network's own code comes through as it is, with a note of where it
    happened.
    """
    refuse_optimizer(optimizer)
    x, t = _own(x), _own(t)
    if root(x) is root(t):  # an autoencoder's: the same numbers, but two parts in the story
        t = t.copy()
    parts, last = anatomy(network, x, t)
    run = _Run(Recorder(), Story(parts, last))
    with run.everything_recorded(network, optimizer):
        run.forward(x, t)
        run.backward()
        if optimizer is not None:
            run.update(network, optimizer)
    return assemble(run.recorder, run.story)


@dataclass
class _Run:
    recorder: Recorder
    story: Story

    @contextmanager
    def everything_recorded(self, *objects: Any) -> Iterator[None]:
        """The objects hold recorded arrays inside the block, and their own plain ones after it."""
        handles: dict[int, RecordedArray] = {}
        originals: dict[int, Array] = {}

        def covered(array: Array) -> RecordedArray:
            handle = handles.get(id(array))
            if handle is None:
                handle = handles[id(array)] = array.view(RecordedArray)
                handle.plain = array if type(array) is np.ndarray else None
                originals[id(handle)] = array
            return handle

        def uncovered(array: Array) -> Any:
            if not isinstance(array, RecordedArray):
                return array
            memory = self.recorder.ledger.memory_of(array)
            if memory is not None:
                memory.released = root(memory.owner).flags.writeable
            return originals[id(array)] if id(array) in originals else plain(array)

        holders = [*(part.layer for part in self.story.all_parts()), *objects]
        token = active.set(self.recorder)
        try:
            change_arrays(holders, covered)
            self.story.note_held(objects)
            with creation_covered(), blocks_followed(self.recorder, self.story):
                yield
        finally:
            active.reset(token)
            change_arrays(holders, uncovered)

    def forward(self, x: Array, t: Array) -> None:
        ledger, story = self.recorder.ledger, self.story
        value: Any = ledger.watch(x)
        labels = ledger.watch(t)
        story.x, story.t = ledger.value_of(value), ledger.value_of(labels)
        story.examples = len(x) if x.ndim else 1
        for part in story.chain:
            story.inputs[part.name] = ledger.value_of(value)
            value = self._call(part, Phase.FORWARD, x=value)
            story.outputs[part.name] = ledger.value_of(value)
            for held in (part, *story.inside(part)):
                story.note_attributes(held, ledger)
        story.inputs[story.last.name] = ledger.value_of(value)
        loss = self._call(story.last, Phase.FORWARD, x=value, t=labels)
        story.outputs[story.last.name] = ledger.value_of(np.asarray(loss))
        story.note_attributes(story.last, ledger)

    def backward(self) -> None:
        story = self.story
        gradient = self._call(story.last, Phase.BACKWARD, **seed(story.last))
        ledger = self.recorder.ledger
        for part in (story.last, *reversed(story.chain)):
            if part is not story.last:
                story.output_gradients[part.name] = ledger.value_of(gradient)
                gradient = self._call(part, Phase.BACKWARD, dout=gradient)
            if gradient is not None:
                story.input_gradients[part.name] = ledger.value_of(gradient)
            for held in (part, *story.inside(part)):
                story.note_gradients(held, ledger)

    def update(self, network: Any, optimizer: Any) -> None:
        """The optimizer gets the network's own `params`, and gradients under the same keys."""
        params, grads = self.story.params_and_grads(network)
        before, name = entries(params), type(optimizer).__name__
        try:
            with self.recorder.listens(Phase.UPDATE, name):
                optimizer.update(params, grads)
        except TypeError:
            refuse_call(f"{name}.update", optimizer.update, params=params, grads=grads)
            raise
        except KeyError as error:
            if error.args and error.args[0] in before.keys() - grads.keys():
                error.add_note(f"No layer has a gradient for params[{error.args[0]!r}].")
            raise
        self.story.note_states(optimizer, self.recorder.ledger)
        self.story.note_replaced(before, params, self.recorder.ledger)

    def _call(self, part: Part, phase: Phase, **named: Any) -> Any:
        method = getattr(part.layer, phase)
        try:
            with self.recorder.listens(phase, part.name):
                result = method(*named.values())
        except Exception as error:
            if isinstance(error, TypeError):
                refuse_call(f"{part.name}.{phase}", method, **named)
            error.add_note(f"This happened in {part.name}.{phase} while it was being recorded.")
            raise
        last_of_all = phase is Phase.BACKWARD and part is self.story.parts[0]
        if result is None and not last_of_all:
            made = "its output" if phase is Phase.FORWARD else "the gradient of its input"
            raise BadLayer(
                f"{part.name}.{phase} returned nothing; end it with `return` and {made}."
            )
        if not isinstance(result, _RESULTS):
            raise BadLayer(
                f"{part.name}.{phase} returned a {type(result).__name__}; it has to be one array."
            )
        return result


def _own(array: Array) -> Array:
    """An array that nobody else can write into: the caller's if it is read-only, else a copy."""
    array = np.asarray(array)
    return array if not root(array).flags.writeable else array.copy(order="K")
