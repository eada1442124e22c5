"""The names that values have by convention, whatever the code calls them.

`z` leaves a layer with parameters, `a` one without, each with a number that counts the layers with
parameters up to there. A parameter has its layer's number too, and a gradient the name of what it
is the gradient of: `W2`, `dW2`, `dz1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product

from backprop_explorer.trace.anatomy import Part
from backprop_explorer.trace.story import Story


def numbers(story: Story) -> dict[str, int]:
    """The subscript of each layer's own arrays; the last layer, whose `y` has none, is not in it.

    A block comes after what is inside it, as its output does.
    """
    result: dict[str, int] = {}
    count = 0

    def number(part: Part) -> None:
        nonlocal count
        count += part.name in story.parameters
        for inner in story.parts:
            if inner.block == part.name:
                number(inner)
        result[part.name] = max(count, 1)

    for part in story.chain:
        number(part)
    return result


def learning(story: Story) -> int:
    """How many layers have parameters."""
    return sum(part.name in story.parameters for part in story.parts)


def given_names(story: Story) -> dict[int, str]:
    """The names that are known before the code is read; the first one a value gets stays."""
    names = {story.x: "x", story.t: "t"}
    number = {**numbers(story), story.last.name: learning(story) + 1}
    # What a block gives out is the layers' business, what passes inside it is the block's.
    parts = [*story.chain, *(part for part in story.parts if part.block)]
    for part in parts:
        letter = "z" if part.name in story.parameters else "a"
        if part.name in story.outputs:
            _give(names, story.outputs[part.name], f"{letter}{number[part.name]}")
    _give(names, story.loss, "L")
    for part in story.all_parts():
        for word, value in story.parameters.get(part.name, {}).items():
            _give(names, value, f"{word}{number[part.name]}")
            gradient = story.gradients.get(part.name, {}).get(word)
            if gradient is not None:
                _give(names, gradient, f"d{names[value]}")
    for part in (story.last, *parts):
        if part.name in story.input_gradients and story.inputs[part.name] in names:
            input_name = names[story.inputs[part.name]]
            _give(names, story.input_gradients[part.name], f"d{input_name}")
    taken = set(names.values())
    for value, name in story.states.items():  # the same name before the update and after it
        if name and name not in taken:
            names.setdefault(value, name)
    return names


def _give(names: dict[int, str], value: int, name: str) -> None:
    """Name a value unless it has a name; a name that is taken gets a letter: a1, a1b, a1c."""
    if value in names:
        return
    taken = set(names.values())
    names[value] = next(free for free in with_letters(name) if free not in taken)


def with_letters(name: str) -> Iterator[str]:
    """a1, a1b, a1c, … a1z, a1bb, …"""
    yield name
    for length in count(1):
        for letters in product("bcdefghijklmnopqrstuvwxyz", repeat=length):
            yield name + "".join(letters)
