"""What follows from the code alone: the name, role and label of every value, layers, findings."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from backprop_explorer.trace.conventions import learning, numbers
from backprop_explorer.trace.explain.formula import bracket, describe
from backprop_explorer.trace.findings import findings
from backprop_explorer.trace.model import Array, Event, Finding, Layer, Phase, Role
from backprop_explorer.trace.naming import name_values
from backprop_explorer.trace.recorder import Note, Recorder
from backprop_explorer.trace.source import place
from backprop_explorer.trace.story import Story

LONGEST_LABEL = 40  # characters; beyond that an unnamed value is better called v17
_ATOM = 8  # binds like a name: what a superscript or square brackets may follow
_ROLES = {
    Phase.FORWARD: Role.ACTIVATION,
    Phase.BACKWARD: Role.GRADIENT,
    Phase.UPDATE: Role.UPDATE,
}

_STATEMENTS = ("setitem", "fill", "put", "copyto")  # they read as what they do, not as a value

Outline = tuple[Any, ...]


class Facts(NamedTuple):
    """All of a `Value` but its numbers; `rest` is in the order of its fields."""

    id: int
    name: str
    rest: tuple[Role, str | None, int | None, str | None, int | None, str]


@dataclass(frozen=True)
class Plan:
    """Everything in a trace but the numbers."""

    values: tuple[Facts, ...]
    events: tuple[Event, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]
    used: frozenset[int]


def outline(recorder: Recorder, story: Story) -> Outline:
    """What a plan is made from, to compare: two recordings with equal outlines have equal plans."""
    values = [
        (seen.event, seen.view_of, seen.array.shape, seen.array.strides, seen.array.dtype)
        for seen in recorder.ledger.seen
    ]
    # 1 == True == 1.0, and equal code may stand in two files: neither reads the same.
    kinds = [
        [*map(type, note.arguments), *map(type, note.options.values())] for note in recorder.notes
    ]
    files = [note.sites[0][0].co_filename for note in recorder.notes if note.sites]
    return recorder.notes, values, kinds, files, story.outline()


def make_plan(recorder: Recorder, story: Story) -> Plan:
    draft = _Draft(recorder, story)
    used = draft.used()
    return Plan(
        values=tuple([draft.facts(id) for id in sorted(used)]),
        events=tuple([_event(i, note) for i, note in enumerate(recorder.notes, 1)]),
        layers=tuple(draft.layers()),
        findings=tuple(findings(recorder, story, draft.names)),
        used=frozenset(used),
    )


class _Draft:
    """Looks things up in the notes while a plan is being made."""

    def __init__(self, recorder: Recorder, story: Story) -> None:
        self.notes = recorder.notes
        self.seen = recorder.ledger.seen
        self.story = story
        self.names = name_values(recorder, story)
        self._labels: dict[int, str] = {}

    def used(self) -> set[int]:
        """The values that the trace shows: what events read and made, and what passed by."""
        used = {value for note in self.notes for value in (*note.inputs, *note.outputs)}
        used.update(note.target for note in self.notes if note.target is not None)
        used.update(self.names)
        return used | {self.owner(value) for value in used}

    def owner(self, value: int) -> int:
        view_of = self.seen[value].view_of
        return value if view_of is None else view_of

    def name(self, value: int) -> str:
        return self.names.get(value, f"v{value}")

    def facts(self, id: int) -> Facts:
        seen, name = self.seen[id], self.name(id)
        owner = self.owner(id)
        layer = self.notes[seen.event - 1].layer if seen.event else self._holder(owner)
        of = name[1:] if name[0] == "d" and name[1:] in self._known else None
        rest = (self.role(owner), layer, seen.event, of, seen.view_of, self.label(id))
        return Facts(id, name, rest)

    @cached_property
    def _known(self) -> set[str]:
        return set(self.names.values())

    def _holder(self, value: int) -> str | None:
        held = self.story.parameters.items()
        return next((layer for layer, words in held if value in words.values()), None)

    @cached_property
    def parameters(self) -> set[int]:
        """The ids of every version of every parameter."""
        return self._versions_of(
            {v for held in self.story.parameters.values() for v in held.values()}
        )

    @cached_property
    def states(self) -> set[int]:
        """The ids of every version of what the optimizer keeps."""
        return self._versions_of(set(self.story.states))

    def _versions_of(self, found: set[int]) -> set[int]:
        for note in self.notes:
            if note.target is not None and self.owner(note.target) in found:
                found.update(note.outputs)
        return found

    def role(self, value: int) -> Role:
        event = self.seen[value].event
        if value in self.parameters:
            return Role.PARAMETER
        if value == self.story.loss:
            return Role.LOSS
        if value in self.states:
            return Role.STATE
        if event is not None:
            return _ROLES[self.notes[event - 1].phase]
        return {self.story.x: Role.INPUT, self.story.t: Role.LABEL}.get(value, Role.CONSTANT)

    def label(self, value: int) -> str:
        if value not in self._labels:
            self._labels[value] = self._label(value)
        return self._labels[value]

    def _label(self, value: int) -> str:
        seen = self.seen[value]
        if value in self.names:
            return self.names[value]
        if seen.view_of is not None:
            return _view_label(self.label(seen.view_of), seen.array, self.seen[seen.view_of].array)
        note = self.notes[seen.event - 1] if seen.event else None
        if note and note.target is not None and note.operation in _STATEMENTS:
            return self.label(self.owner(note.target))  # the same array, written to
        if note and note.outputs == (value,) and note.operation not in _STATEMENTS:
            text = describe(note.operation, note.arguments, note.options, self.label)
            if len(text) <= LONGEST_LABEL:
                return text
        return f"v{value}"

    def layers(self) -> Iterable[Layer]:
        story, number = self.story, numbers(self.story)
        for part in story.all_parts():
            if part.name not in story.outputs:
                continue  # a layer inside of a block that did not run
            yield Layer(
                name=part.name,
                type=type(part.layer).__name__,
                number=number.get(part.name, learning(story)),
                parameters=tuple(map(self.name, story.parameters.get(part.name, {}).values())),
                gradients=tuple(map(self.name, story.gradients.get(part.name, {}).values())),
                input=self.name(story.inputs[part.name]),
                output=self.name(story.outputs[part.name]),
                input_gradient=self._name_or_none(story.input_gradients.get(part.name)),
                output_gradient=self._name_or_none(story.output_gradients.get(part.name)),
                block=part.block,
            )

    def _name_or_none(self, value: int | None) -> str | None:
        return None if value is None else self.name(value)


def _event(index: int, note: Note) -> Event:
    found = place(note.sites[0]) if note.sites else None
    return Event(
        index=index,
        phase=note.phase,
        layer=note.layer,
        operation=_called(note, found.node if found else None),
        arguments=note.arguments,
        inputs=note.inputs,
        outputs=note.outputs,
        options=note.options,
        target=note.target,
        source=found.source if found else None,
    )


def _called(note: Note, node: ast.AST | None) -> str:
    """The operation; what a random generator makes by `np.empty` is called as in the code."""
    if note.operation == "empty" and isinstance(node, ast.Call):
        match node.func:
            case ast.Attribute(attr=word) | ast.Name(id=word):
                return word
    return note.operation


def _view_label(label: str, view: Array, owner: Array) -> str:
    if view.ndim == 2 and view.shape == owner.shape[::-1] and view.strides == owner.strides[::-1]:
        return bracket(label, _ATOM) + "ᵀ"
    return label if view.size == owner.size else f"{bracket(label, _ATOM)}[…]"
