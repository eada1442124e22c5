"""The recorder: runs each NumPy call as it was made and notes what it read and wrote.

The notes are rough: names and source lines are found for them when the recording is over, so that
recording costs little more than running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from backprop_explorer.trace.array import RecordedArray, plain, plain_window
from backprop_explorer.trace.frames import Site, call_sites
from backprop_explorer.trace.ledger import Ledger
from backprop_explorer.trace.model import Array, Phase
from backprop_explorer.trace.operations import (
    SAME_AS,
    WRITES_FIRST_ARGUMENT,
    out_by_name,
    ufunc_call,
    writes_in_place,
)

# Kept, because `np.ndarray | np.generic` would be made anew for each event.
_SEVERAL = (tuple, list)
_NUMBERS = (np.ndarray, np.generic)


class Note(NamedTuple):
    """An event as it was noted while the code ran."""

    phase: Phase
    layer: str
    operation: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    target: int | None
    damaged: tuple[str | None] | None  # (maker,) where it wrote over another layer's array
    sites: tuple[Site, ...]  # where the call stands, innermost first, up to the layer's method


@dataclass(slots=True)
class Recorder:
    """Follows arrays through one iteration.

    It listens only while a layer's or an optimizer's own code runs: what NumPy calls within a call,
    and what we do with arrays ourselves, is no operation of theirs.
    """

    phase: Phase = Phase.FORWARD
    layer: str = ""
    listening: bool = False
    notes: list[Note] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    @contextmanager
    def listens(self, phase: Phase, layer: str) -> Iterator[None]:
        """Inside the block, operations are noted as this layer's part of this phase."""
        self.phase, self.layer, self.listening = phase, layer, True
        try:
            yield
        finally:
            self.listening = False

    def function(self, operation: str, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Run a call and note it, unless all it did was to look at the same numbers."""
        self.listening = False
        try:
            if function in WRITES_FIRST_ARGUMENT or writes_in_place(operation, kwargs):
                return self._write(operation, function, args, kwargs, args[0])
            if len(args) > 1:
                args, kwargs = out_by_name(operation, args, kwargs)
            out = kwargs.get("out")
            if isinstance(out, np.ndarray):
                kwargs = {name: option for name, option in kwargs.items() if name != "out"}
                return self._write(operation, function, args, kwargs, out, out=plain(out))
            return self._note(operation, function, args, kwargs)
        finally:
            self.listening = True

    def ufunc(self, ufunc: np.ufunc, method: str, inputs: Any, options: dict[str, Any]) -> Any:
        """Run one of a ufunc's methods and note it under the name a reader knows it by."""
        self.listening = False
        try:
            if method == "__call__" and not options:
                return self._note(ufunc.__name__, ufunc, inputs, options)
            operation, args, kwargs = ufunc_call(ufunc, method, inputs, options)
            function = ufunc if method == "__call__" else getattr(ufunc, method)
            if method == "at":
                return self._write(operation, function, args, kwargs, args[0])
            out = kwargs.pop("out", ())
            if len(out) == 1:
                return self._write(operation, function, args, kwargs, out[0], out=plain(out))
            result = self._note(operation, function, args, kwargs)
            for written, made in zip(out, result, strict=True) if out else ():
                if written is not None:
                    self._write("copyto", np.copyto, (written, made), {}, written)
            return result
        finally:
            self.listening = True

    def _note(self, operation: str, function: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        """Run a call, note it if it made something new, and give out what it made recorded."""
        ledger, inputs = self.ledger, list[int]()
        given, arguments = ledger.look(args, inputs)
        named, options = ledger.look_named(kwargs, inputs)
        result = function(*given, **named)
        if type(result) is np.ndarray and result.base is None:  # by far the most common case
            new = ledger.made(result, len(self.notes) + 1, self.layer)
            self._append(operation, arguments, options, inputs, (new.value,))
            return new
        several = isinstance(result, _SEVERAL)
        results = result if several else (result,)
        if not all(isinstance(item, _NUMBERS) for item in results):
            return result  # a shape, a yes or no, a text: nothing to follow
        outputs: list[int] = []
        handles = []
        for item in results:
            handle = ledger.window(item)
            if handle is None:
                handle = ledger.made(item, len(self.notes) + 1, self.layer)
                outputs.append(handle.value)
            handles.append(handle)
        if outputs:
            self._append(operation, arguments, options, inputs, tuple(outputs))
        if not several:
            return handles[0]
        return type(result)(*handles) if hasattr(result, "_fields") else type(result)(handles)

    def _write(
        self, operation: str, function: Any, args: Any, kwargs: Any, written: Array, **out: Any
    ) -> Any:
        """Run a call that writes into `written`, giving the memory behind it a new version."""
        ledger, inputs = self.ledger, list[int]()
        given, arguments = ledger.look(args, inputs)
        named, options = ledger.look_named(kwargs, inputs)
        target = ledger.value_of(written)
        memory = written.memory if type(written) is RecordedArray else ledger.memory_of(written)
        assert memory is not None, "value_of has seen to it that the memory is known"
        picks = operation == "setitem" or operation.endswith(".at")  # the numbers at args[1]
        before = memory.about_to_write(plain_window(written), given[1] if picks else ...)
        result = function(*given, **named, **out)
        another = memory.maker != self.layer and self.phase is not Phase.UPDATE
        damaged = (memory.maker,) if another else None
        value = ledger.written(memory, before, len(self.notes) + 1, self.layer)
        self._append(operation, arguments, options, inputs, (value,), target, damaged)
        return None if result is None else written

    def _append(
        self,
        operation: str,
        arguments: list[Any],
        options: dict[str, Any],
        inputs: list[int],
        outputs: tuple[int, ...],
        target: int | None = None,
        damaged: tuple[str | None] | None = None,
    ) -> None:
        self.notes.append(
            Note(
                self.phase,
                self.layer,
                SAME_AS.get(operation, operation),
                tuple(arguments),
                options,
                tuple(dict.fromkeys(inputs)),
                outputs,
                target,
                damaged,
                call_sites(),
            )
        )
