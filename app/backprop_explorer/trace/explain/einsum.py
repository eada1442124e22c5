"""np.einsum: the code itself says which letters the axes have."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters
from typing import Any

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.contraction import Letters, Subscripts, batch, products
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.model import Index


def einsum(call: Call, at: Index) -> Made:
    call.only("dtype")
    written, *given = _in_letters(call.event.arguments)
    operands = [call.operand(argument) for argument in given]
    ranks = [operand.array.ndim for operand in operands]
    return products(call, operands, subscripts(written, ranks), at)


def subscripts(written: str, ranks: list[int]) -> Subscripts:
    """The letters of every operand, which have so many axes, and of the result."""
    inputs, arrow, output = written.replace(" ", "").partition("->")
    parts = inputs.split(",")
    if len(parts) != len(ranks):
        raise NoRule("einsum")
    spare = [n - len(p.replace("...", "")) for n, p in zip(ranks, parts, strict=True)]
    letters = [_spell(part, n) for part, n in zip(parts, spare, strict=True)]
    if not arrow:  # every letter that stands once, in alphabetical order
        named = inputs.replace("...", "").replace(",", "")
        once = "".join(sorted(letter for letter in set(named) if named.count(letter) == 1))
        output = ("..." if "..." in inputs else "") + once
    broadcast = max((n for n, p in zip(spare, parts, strict=True) if "..." in p), default=0)
    return letters, _spell(output, broadcast)


def _in_letters(given: tuple[Any, ...]) -> list[Any]:
    """einsum(a, [0, 1], b, [1, 2], [0, 2]) as einsum("ab,bc->ac", a, b)."""
    if isinstance(given[0], str):
        return list(given)
    operands, axes = given[: len(given) // 2 * 2 : 2], given[1::2]
    written = ",".join(map(_word, axes))
    return [f"{written}->{_word(given[-1])}" if len(given) % 2 else written, *operands]


def _word(axes: Sequence[Any]) -> str:
    return "".join("..." if axis is Ellipsis else ascii_letters[axis] for axis in axes)


def _spell(part: str, broadcast: int) -> Letters:
    """ "n...i" → ("n", "batch2", "batch1", "i") for two broadcast axes."""
    before, dots, after = part.partition("...")
    return (*before, *(batch(broadcast) if dots else ()), *after)


RULES = {"einsum": einsum}
