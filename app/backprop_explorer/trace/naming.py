"""Names arrays after the code that made them.

`self.dW = self.x.T @ dz` in the second layer with parameters makes `dW2`. What crosses from layer
to layer is named by convention, whatever the code calls it: `z` leaves a layer with parameters, `a`
one without, and their gradients are `dz` and `da`. What the code gives no name has none: `v17`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from backprop_explorer.trace.conventions import given_names, learning, numbers, with_letters
from backprop_explorer.trace.frames import Site
from backprop_explorer.trace.model import Ref, value_id
from backprop_explorer.trace.recorder import Note, Recorder
from backprop_explorer.trace.source import place
from backprop_explorer.trace.story import Story


def name_values(recorder: Recorder, story: Story) -> dict[int, str]:
    """The names of the values that have one, by id.

    What passes between layers comes first, then what the code assigns, then what a layer holds as
    an attribute; but a view that a layer holds (`self.y = softmax(x)`, made by a transpose) has its
    name before the array it looks at. A name that already means something else is not given twice:
    the last layer's own `dx` is `dx3`.
    """
    names = given_names(story)
    subscripts = numbers(story)
    seen = recorder.ledger.seen
    reserved = set(names.values())

    after = learning(story) + 1  # the number of the last layer, which its values mostly go without
    used: dict[str, tuple[str, str]] = {}

    looked_at: set[int | None] = set()

    def give(value: int, word: str | None, layer: str) -> None:
        """Name a value `word` with its layer's subscript; mask1b where another has a mask1."""
        if value in names or not word:
            return
        number = subscripts.get(layer)
        name = word if number is None or word[-1].isdigit() else f"{word}{number}"
        if value_id(name) is not None:  # attention's v: "v1" is the id of another value
            name = f"{word}_{number or 0}"
        if name == word and name in reserved and value not in looked_at:
            name = f"{word}{after}"  # the last layer's own dx, where dx is the batch's gradient
        if name in reserved or value_id(name) is not None:
            return
        by = layer, word
        names[value] = next(n for n in with_letters(name) if used.setdefault(n, by) == by)

    for value, (layer, word) in story.attributes.items():
        if seen[value].view_of is not None:
            give(value, word, layer)
    reserved.update(names.values())
    looked_at |= {seen[value].view_of for value in names}  # named already, by way of a view
    for note in recorder.notes:
        for owner in {_owner(recorder, value): None for value in note.inputs}:
            if owner not in names and seen[owner].event is None:
                give(owner, _operand_name(recorder, note, owner), note.layer)
        for value in note.outputs:
            written = None if note.target is None else names.get(_owner(recorder, note.target))
            if note.target is None:
                give(value, assigned_name(note.sites), note.layer)
            elif written:
                names.setdefault(value, written)
    for value, (layer, word) in story.attributes.items():
        give(value, word, layer)
    return names


def assigned_name(sites: Sequence[Site]) -> str | None:
    """What the code calls the result of the operation at the innermost site.

    If a function returns the result at once, it is named where that call's result is put.
    """
    for site in sites:
        found = place(site)
        if found is None or found.node is None:
            return None
        match found.parent:
            case ast.Assign(targets=[target, *_], value=value) if value is found.node:
                return _word(target)
            case ast.AnnAssign(target=target, value=value) if value is found.node:
                return _word(target)
            case ast.NamedExpr(target=target, value=value) if value is found.node:
                return _word(target)
            case ast.Return():
                continue
        return None
    return None


def operands(note: Note) -> list[ast.AST]:
    """The syntax nodes of an operation's arguments, in their order, where the code shows them."""
    found = place(note.sites[0]) if note.sites else None
    match found and found.node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.AugAssign(target=target, value=value):
            return [target, value]
        case ast.Compare(left=left, comparators=[right]):
            return [left, right]
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.Subscript(value=value, slice=key):
            return [value, key]
        case ast.Call(func=ast.Attribute(value=value), args=args):
            is_method = len(note.arguments) == len(args) + 1
            return [value, *args] if is_method else list(args)
        case ast.Call(args=args):
            return list(args)
    return []


def _operand_name(recorder: Recorder, note: Note, value: int) -> str | None:
    for argument, node in zip(note.arguments, operands(note), strict=False):
        if isinstance(argument, Ref) and _owner(recorder, argument.id) == value:
            match node:
                case ast.Attribute(value=inner, attr="T"):
                    return _word(inner)
            return _word(node)
    return None


def _word(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word.lstrip("_") or None
    return None


def _owner(recorder: Recorder, value: int) -> int:
    view_of = recorder.ledger.seen[value].view_of
    return value if view_of is None else view_of
