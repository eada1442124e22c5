"""Formulas in two spellings at once: MathML for the page and LaTeX to copy.

A `Math` is a piece of formula; the functions below put pieces together and keep both spellings in
step. Text from the recorded code is escaped where it becomes a piece: here and in `mathwords.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of a formula. `mathml` is one element, or several in a row; `latex` the same.

    `inside` is what a piece in brackets has between them.
    """

    mathml: str
    latex: str
    inside: Math | None = None

    @property
    def bare(self) -> Math:
        """Without brackets around all of it, where nothing else can run into it."""
        return self.inside or self

    @property
    def one(self) -> str:
        """The MathML as exactly one element, as the children of <mfrac> or <msub> must be."""
        return f"<mrow>{self.mathml}</mrow>"


_LATEX = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "∂": r"\partial",
    "¬": r"\lnot",
    "←": r"\gets",
    "…": r"\dots",
    "%": r"\bmod",
    "&": r"\mathbin{\&}",
    "⊕": r"\oplus",
}
_BIG = {"Σ": ("∑", r"\sum"), "Π": ("∏", r"\prod")}


def sign(text: str) -> Math:
    """An operator or a relation: "+", "=", "≤"."""
    return Math(f"<mo>{escape(text)}</mo>", _LATEX.get(text, text))


def row(*parts: Math) -> Math:
    if len(parts) == 1:
        return parts[0]
    return Math("".join(p.mathml for p in parts), " ".join(p.latex for p in parts))


def joined(parts: Sequence[Math], between: str) -> Math:
    spaced = [piece for part in parts for piece in (sign(between), part)]
    return row(*spaced[1:])


def raised(base: Math, exponent: Math) -> Math:
    return Math(f"<msup>{base.one}{exponent.one}</msup>", rf"{{{base.latex}}}^{{{exponent.latex}}}")


def fraction(above: Math, below: Math) -> Math:
    above, below = above.bare, below.bare  # the bar holds them together
    return Math(
        f"<mfrac>{above.one}{below.one}</mfrac>", rf"\frac{{{above.latex}}}{{{below.latex}}}"
    )


def root(inside: Math, degree: int = 2) -> Math:
    """√, or the third root and so on."""
    if degree == 2:
        return Math(f"<msqrt>{inside.mathml}</msqrt>", rf"\sqrt{{{inside.latex}}}")
    return Math(
        f"<mroot>{inside.one}<mn>{degree}</mn></mroot>", rf"\sqrt[{degree}]{{{inside.latex}}}"
    )


def fenced(inside: Math, left: str = "(", right: str = ")") -> Math:
    return Math(
        f"<mrow><mo>{left}</mo>{inside.mathml}<mo>{right}</mo></mrow>",
        rf"\left{left} {inside.latex} \right{right}",
        inside if left == "(" else None,
    )


def over(operator: str, axes: Sequence[tuple[str, int]], body: Math) -> Math:
    """Σ, Π or max over axes given as (letter, length): Σ from n = 0 to 99."""
    if operator not in _BIG:
        letters = [letter for letter, _ in axes]
        below = "<mo>,</mo>".join(f"<mi>{letter}</mi>" for letter in letters)
        head = f"<munder><mi>{operator}</mi><mrow>{below}</mrow></munder>"
        return row(Math(head, rf"\operatorname*{{{operator}}}_{{{','.join(letters)}}}"), body)
    character, command = _BIG[operator]
    for letter, length in reversed(axes):
        start, end = f"<mrow><mi>{letter}</mi><mo>=</mo><mn>0</mn></mrow>", f"<mn>{length - 1}</mn>"
        big = f'<mo movablelimits="false">{character}</mo>'
        mathml = f"<munderover>{big}{start}{end}</munderover>"
        body = row(Math(mathml, rf"{command}_{{{letter}=0}}^{{{length - 1}}}"), body)
    return body


def called(function: str, arguments: Sequence[Math]) -> Math:
    """f(x, y); exp, log and the like are LaTeX's own."""
    known = {"log", "exp", "tanh", "sin", "cos", "max", "min", "sinh", "cosh", "tan"}
    latex = rf"\{function}" if function in known else rf"\operatorname{{{escaped(function)}}}"
    head = Math(f"<mi>{escape(function)}</mi><mo>&#x2061;</mo>", latex)
    return row(head, fenced(joined(arguments, ",")))


def guarded(part: Math) -> Math:
    """In brackets where its minus sign would run into the sign before it: 3 · (−2)."""
    return fenced(part) if part.latex.startswith("-") else part


def escaped(text: str) -> str:
    """Text as it may stand in LaTeX."""
    text = text.replace("\\", r"\backslash")
    text = re.sub(r"([#$%&_{}])", r"\\\1", text)
    return text.replace("^", r"\hat{}").replace("~", r"\sim")


def document(formula: Math) -> str:
    """The whole formula as one <math> element."""
    return f'<math display="block">{formula.mathml}</math>'
