"""Numbers, names and indices as pieces of a formula."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from backprop_explorer.trace.explain.formula import ATOM, bracket
from backprop_explorer.trace.explain.mathml import (
    Math,
    escaped,
    fenced,
    joined,
    raised,
    row,
    sign,
)
from backprop_explorer.trace.explain.text import constant_text, number_text


def number(value: Any) -> Math:
    """A number with four significant digits; 1.2e−5 becomes 1.2 × 10⁻⁵."""
    return _written(number_text(value))


def constant(value: Any) -> Math:
    """A number that stands in the code, in full if it is short."""
    return _written(constant_text(value))


def _written(text: str) -> Math:
    if scientific := re.fullmatch(r"(−?[\d.]+)e(−?\d+)", text):
        mantissa, exponent = map(_signed, scientific.groups())
        return row(mantissa, sign("×"), raised(Math("<mn>10</mn>", "10"), exponent))
    return _signed(text)


def _signed(text: str) -> Math:
    if text.startswith("−"):
        digits = _signed(text[1:])
        return Math(f'<mrow><mo form="prefix">−</mo>{digits.mathml}</mrow>', f"-{digits.latex}")
    if text in ("True", "False", "NaN"):
        return Math(f"<mtext>{text}</mtext>", rf"\text{{{text}}}")
    return Math(f"<mn>{escape(text)}</mn>", r"\infty" if text == "∞" else text)


def name(text: str) -> Math:
    """A name, or a label that is a formula itself, which is set in brackets: (x · W1)."""
    if re.fullmatch(r"−?\d+(\.\d+)?", text):
        return _signed(text)
    if re.fullmatch(r"\w+ᵀ?", text):
        return Math(f"<mi>{escape(text)}</mi>", _identifier(text))
    formula = Math(f"<mtext>{escape(text)}</mtext>", rf"\text{{{escaped(text)}}}")
    return formula if bracket(text, ATOM) == text else fenced(formula)


def _identifier(text: str) -> str:
    base, transposed = text.removesuffix("ᵀ"), text.endswith("ᵀ")
    latex = base if len(base) == 1 else rf"\mathrm{{{escaped(base)}}}"
    return latex + (r"^{\top}" if transposed else "")


def subscripted(base: Math, subscripts: list[str]) -> Math:
    """a1 with its index: letters of axes, numbers, or "2i+3" for every second from 3 on."""
    if not subscripts:
        return base
    written = joined([_subscript(s) for s in subscripts], ",")
    latex = ",".join(s.replace("−", "-") for s in subscripts)
    return Math(f"<msub>{base.one}{written.one}</msub>", rf"{{{base.latex}}}_{{{latex}}}")


def _subscript(text: str) -> Math:
    pieces = re.findall(r"\d+|[+−]|[^\d+−]+", text)
    return row(*(sign(piece) if piece in "+−" else _plain(piece) for piece in pieces))


def _plain(text: str) -> Math:
    element = "mn" if text.isdigit() else "mi"
    return Math(f"<{element}>{escape(text)}</{element}>", text)
