"""What a learner should look at in the recorded code: classic mistakes that raise no error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backprop_explorer.trace.model import Finding
from backprop_explorer.trace.recorder import Note, Recorder
from backprop_explorer.trace.source import place
from backprop_explorer.trace.story import Story


def findings(recorder: Recorder, story: Story, names: Mapping[int, str]) -> Iterator[Finding]:
    """Arrays written over while another layer shows them, and parameters that nobody learns."""
    seen = recorder.ledger.seen
    for index, note in enumerate(recorder.notes, 1):
        if note.damaged is None or note.target is None:
            continue
        view_of = seen[note.target].view_of
        damaged = note.target if view_of is None else view_of
        (maker,) = note.damaged
        if maker is None and damaged not in (story.x, story.t):
            continue  # an array of the layer's own that was there before
        name = names.get(damaged, f"v{damaged}")
        yield Finding("overwritten-array", _overwritten(note, name, maker), index, name)
    for key, value in story.replaced.items():
        made = seen[value].event
        if made is not None:
            message = _replaced(recorder.notes[made - 1], key)
            yield Finding("replaced-parameter", message, made, names.get(value, f"v{value}"))


def _overwritten(note: Note, name: str, maker: str | None) -> str:
    whose = f"{maker} made and still shows" if maker else "the caller gave and still holds"
    return (
        f"{note.layer} writes into {name}{_where(note)}, an array that {whose}. "
        "Its old numbers are lost to everyone; write into a copy instead."
    )


def _replaced(note: Note, key: str) -> str:
    return (
        f"{note.layer} makes a new array for params[{key}]{_where(note)}, but the layers go on "
        "with the old one, which has not changed: the network does not learn. Write into it "
        "instead: `params[key] -= …`."
    )


def _where(note: Note) -> str:
    found = place(note.sites[0]) if note.sites else None
    if found is None:
        return ""
    code = f" (`{found.source.text}`)" if found.source.text else ""
    return f" on line {found.source.line} of {found.source.file}{code}"
