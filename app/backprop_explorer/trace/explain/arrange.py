"""Puts a few terms together the way the operation does: a + b, a fraction, e to the power."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backprop_explorer.trace.explain.explanation import Combine, Factor, Term
from backprop_explorer.trace.explain.formula import INFIX, RENAMED
from backprop_explorer.trace.explain.mathml import (
    Math,
    called,
    fenced,
    fraction,
    guarded,
    joined,
    raised,
    root,
    row,
    sign,
)
from backprop_explorer.trace.explain.mathwords import number

# Other infix operations stand in brackets: mask = (z > 0) = False.
_ARITHMETIC = ("floor_divide", "remainder")
DOTS = Math("<mo>…</mo>", r"\dots")

Write = Callable[[Factor], Math]


def arranged(
    combine: Combine, operation: str, terms: Sequence[Term], write: Write, *, cut: bool = False
) -> Math:
    """The right-hand side for these terms, with dots after them if they are `cut` short."""
    parts = [written(term, write) for term in terms]
    if cut:
        parts.append(DOTS)
    match combine:
        case "sum":
            return summed(parts, terms)
        case "product" if operation == "square":
            return raised(guarded(parts[0]), number(2))
        case "product":
            return joined([parts[0], *map(guarded, parts[1:])], "·")
        case "quotient":
            return fraction(*parts)
        case "maximum" | "minimum":
            return called("max" if combine == "maximum" else "min", parts)
        case "select":
            return parts[0]
        case "position":
            return row(Math("<mtext>place of </mtext>", r"\text{place of }"), parts[0])
    return _function(operation.partition(".")[0], parts)


def written(term: Term, write: Write) -> Math:
    """A term's factors; its coefficient too, except for the −1 that `summed` writes."""
    factors = [write(factor) for factor in term.factors]
    if term.coefficient not in (1, -1):
        factors.insert(0, number(term.coefficient))
    return joined([factors[0], *map(guarded, factors[1:])], "·")


def summed(parts: Sequence[Math], terms: Sequence[Term]) -> Math:
    """Terms with + between them, and − before those that are subtracted."""
    pieces: list[Math] = []
    for n, part in enumerate(parts):
        negated = n < len(terms) and terms[n].coefficient == -1
        if negated or n:
            pieces.append(sign("−" if negated else "+"))
            part = guarded(part)
        pieces.append(part)
    return row(*pieces)


def _function(operation: str, parts: list[Math]) -> Math:
    if operation in INFIX and len(parts) == 2:
        written_out = joined([parts[0], guarded(parts[1])], INFIX[operation][0])
        return written_out if operation in _ARITHMETIC else fenced(written_out)
    match operation:
        case "exp":
            return raised(Math("<mi>e</mi>", "e"), parts[0])
        case "sqrt":
            return root(parts[0])
        case "power":
            return raised(guarded(parts[0]), parts[1])
        case "abs" | "fabs":
            return fenced(parts[0], "|", "|")
        case "reciprocal":
            return fraction(number(1), parts[0])
        case "logical_not" | "invert":
            return row(sign("¬"), parts[0])
    return called(RENAMED.get(operation, operation), parts)
