"""Formulas in two spellings at once: MathML for the page and LaTeX to copy.

A `Math` is a piece of formula; the functions below put pieces together and keep both spellings in
step. All text that comes from the recorded code is escaped here, and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

from backprop_explorer.trace.explain.formula import ATOM, bracket
from backprop_explorer.trace.explain.text import number_text


@dataclass(frozen=True, slots=True)
class Math:
    """A piece of a formula. `mathml` is one element, or several in a row; `latex` the same."""

    mathml: str
    latex: str

    @property
    def one(self) -> str:
        """The MathML as exactly one element, as the children of <mfrac> or <msub> must be."""
        return f"<mrow>{self.mathml}</mrow>"


_LATEX = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "∞": r"\infty",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "∂": r"\partial",
    "¬": r"\lnot",
    "←": r"\gets",
    "…": r"\dots",
    "%": r"\bmod",
    "&": r"\mathbin{\&}",
    "*": r"\cdot",
}


def number(value: Any) -> Math:
    """A number with four significant digits; 1.2e−5 becomes 1.2 × 10⁻⁵."""
    text = number_text(value)
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
    return Math(f"<mn>{escape(text)}</mn>", _LATEX.get(text, text))


def name(text: str) -> Math:
    """A name, or a label that is a formula itself, which is set in brackets: (x · W1)."""
    if re.fullmatch(r"−?\d+(\.\d+)?", text):
        return _signed(text)
    if re.fullmatch(r"\w+ᵀ?", text):
        return Math(f"<mi>{escape(text)}</mi>", _identifier(text))
    formula = Math(f"<mtext>{escape(text)}</mtext>", rf"\text{{{_escaped(text)}}}")
    return formula if bracket(text, ATOM) == text else fenced(formula)


def _identifier(text: str) -> str:
    base, transposed = text.removesuffix("ᵀ"), text.endswith("ᵀ")
    latex = base if len(base) == 1 else rf"\mathrm{{{_escaped(base)}}}"
    return latex + (r"^{\top}" if transposed else "")


def _escaped(text: str) -> str:
    text = text.replace("\\", r"\backslash")
    text = re.sub(r"([#$%&_{}])", r"\\\1", text)
    return text.replace("^", r"\hat{}").replace("~", r"\sim")


def sign(text: str) -> Math:
    """An operator or a relation: "+", "=", "≤"."""
    return Math(f"<mo>{escape(text)}</mo>", _LATEX.get(text, text))


def row(*parts: Math) -> Math:
    return Math("".join(p.mathml for p in parts), " ".join(p.latex for p in parts))


def joined(parts: list[Math], between: str) -> Math:
    spaced = [piece for part in parts for piece in (sign(between), part)]
    return row(*spaced[1:])


def subscripted(base: Math, subscripts: list[str]) -> Math:
    """a1 with its index: letters of axes, numbers, or "i+2" where a slice begins at 2."""
    if not subscripts:
        return base
    written = joined([_subscript(s) for s in subscripts], ",")
    latex = ",".join(s.replace("−", "-") for s in subscripts)
    return Math(f"<msub>{base.one}{written.one}</msub>", rf"{{{base.latex}}}_{{{latex}}}")


def _subscript(text: str) -> Math:
    parts = [piece for piece in re.split(r"([+−])", text) if piece]
    return row(
        *(
            sign(p)
            if p in "+−"
            else Math(f"<{'mn' if p.isdigit() else 'mi'}>{p}</{'mn' if p.isdigit() else 'mi'}>", p)
            for p in parts
        )
    )


def raised(base: Math, exponent: Math) -> Math:
    return Math(f"<msup>{base.one}{exponent.one}</msup>", rf"{{{base.latex}}}^{{{exponent.latex}}}")


def fraction(above: Math, below: Math) -> Math:
    return Math(
        f"<mfrac>{above.one}{below.one}</mfrac>", rf"\frac{{{above.latex}}}{{{below.latex}}}"
    )


def root(inside: Math) -> Math:
    return Math(f"<msqrt>{inside.mathml}</msqrt>", rf"\sqrt{{{inside.latex}}}")


def fenced(inside: Math, left: str = "(", right: str = ")") -> Math:
    return Math(
        f"<mrow><mo>{left}</mo>{inside.mathml}<mo>{right}</mo></mrow>",
        rf"\left{left} {inside.latex} \right{right}",
    )


def over(operator: str, axes: list[tuple[str, int]], body: Math) -> Math:
    """Σ, Π or max over axes given as (letter, length): Σ from n = 0 to 99."""
    words = {"Σ": r"\sum", "Π": r"\prod"}
    result = body
    for letter, length in reversed(axes):
        start, end = f"<mrow><mi>{letter}</mi><mo>=</mo><mn>0</mn></mrow>", f"<mn>{length - 1}</mn>"
        if operator in words:
            big = f'<mo movablelimits="false">{"∑" if operator == "Σ" else "∏"}</mo>'
            mathml = f"<munderover>{big}{start}{end}</munderover>"
            latex = rf"{words[operator]}_{{{letter}=0}}^{{{length - 1}}}"
        else:
            mathml = f"<munder><mi>{operator}</mi><mi>{letter}</mi></munder>"
            latex = rf"\operatorname*{{{operator}}}_{{{letter}}}"
        result = row(Math(mathml, latex), result)
    return result


def called(function: str, arguments: list[Math]) -> Math:
    """f(x, y); exp, log and the like are LaTeX's own."""
    known = {"log", "exp", "tanh", "sin", "cos", "max", "min", "sinh", "cosh", "tan"}
    latex = rf"\{function}" if function in known else rf"\operatorname{{{_escaped(function)}}}"
    head = Math(f"<mi>{escape(function)}</mi><mo>&#x2061;</mo>", latex)
    return row(head, fenced(joined(arguments, ",")))


def guarded(part: Math) -> Math:
    """In brackets where its minus sign would run into the sign before it: 3 · (−2)."""
    return fenced(part) if part.latex.startswith("-") else part


def document(formula: Math) -> str:
    """The whole formula as one <math> element."""
    return f'<math display="block">{formula.mathml}</math>'
