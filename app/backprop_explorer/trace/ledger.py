"""The ledger of a recording: which array shows which value, at every moment of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backprop_explorer.trace.array import RecordedArray, plain, plain_window
from backprop_explorer.trace.memory import Memory, root
from backprop_explorer.trace.model import Array, ref
from backprop_explorer.trace.versions import Past, Replaced
from backprop_explorer.trace.windows import geometry


@dataclass(slots=True)
class Seen:
    """A value as it was noted: a version of a memory, through a window.

    `array` is that window now, on memory that may have been written to since.
    """

    array: Array
    event: int | None
    memory: Memory
    version: int
    view_of: int | None = None

    def numbers(self) -> Array | Past:
        """The value's own numbers, whatever has been written since."""
        return self.memory.numbers(self.version, self.array)


@dataclass(slots=True)
class Ledger:
    """Numbers values in the order they are seen, and finds an array's value by its memory."""

    seen: list[Seen] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    _by_root: dict[int, list[Memory]] = field(default_factory=dict)
    _token: object = field(default_factory=object)

    def value_of(self, array: Array) -> int:
        """The id of the value that this array shows now: a new one if it is a new window."""
        if type(array) is RecordedArray:
            memory = array.memory
            if memory and memory.writes == array.writes and memory.recording is self._token:
                return array.value
            if memory is None or memory.recording is not self._token:
                memory = self.memory_of(array) or self._adopt(array)
            array.plain = plain_window(array)
            value = self._window(memory, array.plain)
            array.memory, array.value, array.writes = memory, value, memory.writes
            return value
        return self._window(self.memory_of(array) or self._adopt(array), array)

    def memory_of(self, array: Array) -> Memory | None:
        """The memory this array is a window on, if the recording has come across it."""
        for memory in self._by_root.get(id(root(array)), ()):
            if memory.spans(array):
                return memory
        return None

    def watch(self, array: Array) -> RecordedArray:
        """A recorded window on an array whose memory is known, or from now on is."""
        memory = self.memory_of(array) or self._adopt(array)
        return self._handle(array, memory, self._window(memory, array))

    def window(self, result: Any) -> RecordedArray | None:
        """A recorded window, if what a call gave is only that: on numbers known already."""
        if not isinstance(result, np.ndarray) or result.base is None:
            return None
        memory = self.memory_of(result)
        if memory is None:
            return None
        return self._handle(result, memory, self._window(memory, result))

    def made(self, result: Any, event: int, maker: str) -> RecordedArray:
        """A recorded window on what an event made: an array of its own, or a scalar."""
        array = result if isinstance(result, np.ndarray) else np.asarray(result)
        memory = self._adopt(array, event, maker)
        handle = self._handle(memory.owner, memory, memory.value)
        if array is not result:
            handle.scalar = True
        return handle

    def first_value_of(self, array: Array) -> int:
        """The value that this array showed when it was first seen, before any write."""
        memory = self.memory_of(array) or self._adopt(array)
        return memory.first if memory.is_all_of(array) else self._window(memory, array)

    def keep_whole(self, array: Array) -> None:
        """From now on there may be writes to the array's memory that nobody reports."""
        self.value_of(array)
        memory = self.memory_of(array)
        if memory is not None:
            memory.keep_whole()

    def written(self, memory: Memory, before: Replaced | None, event: int, maker: str) -> int:
        """The value that an in-place write, which replaced `before`, has just made of a memory."""
        memory.begin_version(before, len(self.seen), maker)
        self.seen.append(Seen(memory.owner, event, memory, memory.writes))
        return memory.value

    def look(self, args: Sequence[Any], inputs: list[int]) -> tuple[list[Any], list[Any]]:
        """A call's arguments as NumPy takes them, and as the trace keeps them: arrays as `Ref`s.

        The ids of the arrays are added to `inputs`.
        """
        given, kept, token = [], [], self._token
        for argument in args:
            kind = type(argument)
            if kind is RecordedArray:
                memory = argument.memory  # as `value_of`, whose call takes longer than its work
                if memory and memory.writes == argument.writes and memory.recording is token:
                    value = argument.value
                else:
                    value = self.value_of(argument)
                inputs.append(value)
                given.append(plain(argument) if argument.scalar else argument.plain)
                kept.append(ref(value))
            elif kind is int or kind is float:
                given.append(argument)
                kept.append(argument)
            else:
                given.append(plain(argument))
                kept.append(self._refer(argument, inputs))
        return given, kept

    def look_named(self, kwargs: dict[str, Any], inputs: list[int]) -> tuple[Any, dict[str, Any]]:
        """The same for arguments given by name."""
        if not kwargs:
            return kwargs, {}
        given, kept = self.look(list(kwargs.values()), inputs)
        return dict(zip(kwargs, given, strict=True)), dict(zip(kwargs, kept, strict=True))

    def _refer(self, argument: Any, inputs: list[int]) -> Any:
        if isinstance(argument, np.ndarray):
            inputs.append(self.value_of(argument))
            return ref(inputs[-1])
        kind = type(argument)
        if kind is tuple:
            return tuple([self._refer(item, inputs) for item in argument])
        if kind is list:
            return [self._refer(item, inputs) for item in argument]
        if kind is slice:
            ends = argument.start, argument.stop, argument.step
            return slice(*[self._refer(end, inputs) for end in ends])
        return argument

    def _handle(self, array: Array, memory: Memory, value: int) -> RecordedArray:
        handle = array.view(RecordedArray)
        handle.memory, handle.value, handle.writes = memory, value, memory.writes
        if type(array) is np.ndarray:
            handle.plain = array
        return handle

    def _window(self, memory: Memory, array: Array) -> int:
        """The value that shows this window on the memory's present version."""
        if memory.is_all_of(array):
            return memory.value
        window = geometry(array)
        if window not in memory.views:
            memory.views[window] = len(self.seen)
            event = self.seen[memory.value].event
            shown = plain_window(array)
            self.seen.append(Seen(shown, event, memory, memory.writes, memory.value))
        return memory.views[window]

    def _adopt(self, array: Array, event: int | None = None, maker: str | None = None) -> Memory:
        owner = array if type(array) is np.ndarray else plain_window(array)
        memory = Memory(owner, len(self.seen), maker, self._token)
        base = owner if owner.base is None else root(owner)
        # What was there before may be written to by its owners, long after the recording.
        memory.released = event is None and base.flags.writeable
        self.seen.append(Seen(owner, event, memory, 0))
        self.memories.append(memory)  # keeps the root alive, so that its id stays its own
        self._by_root.setdefault(id(base), []).append(memory)
        return memory
