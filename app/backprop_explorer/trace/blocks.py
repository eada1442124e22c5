"""Follows a recording into blocks: layers that run other layers, such as a residual block.

The recording calls only the layers of the chain; what is inside a block is called by the block's
own code. So while a recording runs, each inner layer's `forward` and `backward` stand behind a thin
cover, which says whose operations these are and notes what went in and what came out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import numpy as np

from backprop_explorer.trace.anatomy import Part
from backprop_explorer.trace.model import Phase
from backprop_explorer.trace.recorder import Recorder
from backprop_explorer.trace.story import Story


@contextmanager
def blocks_followed(recorder: Recorder, story: Story) -> Iterator[None]:
    """Cover the methods of every layer that is inside a block, for as long as the block lasts."""
    with ExitStack() as stack:
        for part in story.parts:
            if part.block is not None:
                for phase in (Phase.FORWARD, Phase.BACKWARD):
                    stack.enter_context(_covered(part, phase, recorder, story))
        yield


@contextmanager
def _covered(part: Part, phase: Phase, recorder: Recorder, story: Story) -> Iterator[None]:
    held = getattr(part.layer, "__dict__", None)
    if held is None:  # an object of slots has no room for a method of its own: not followed
        yield
        return
    before = held.get(phase.value)
    held[phase.value] = _cover(getattr(part.layer, phase), part, phase, recorder, story)
    try:
        yield
    finally:
        if before is None:
            del held[phase.value]
        else:
            held[phase.value] = before


def _cover(
    method: Callable[..., Any], part: Part, phase: Phase, recorder: Recorder, story: Story
) -> Callable[..., Any]:
    came, left = (
        (story.inputs, story.outputs)
        if phase is Phase.FORWARD
        else (story.output_gradients, story.input_gradients)
    )

    def note(place: dict[str, int], array: Any) -> None:
        if isinstance(array, np.ndarray):
            place[part.name] = recorder.ledger.value_of(array)

    @wraps(method)
    def covered(*args: Any, **kwargs: Any) -> Any:
        if not recorder.listening:
            return method(*args, **kwargs)
        if args:
            note(came, args[0])
        outer, recorder.layer = recorder.layer, part.name
        try:
            result = method(*args, **kwargs)
        finally:
            recorder.layer = outer
        note(left, result)
        return result

    return covered
