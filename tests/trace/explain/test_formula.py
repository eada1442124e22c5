"""Formulas: plain text with the right brackets, MathML that is well formed, LaTeX."""

from xml.etree import ElementTree

import numpy as np
import pytest

from backprop_explorer.trace.explain import event_formula, expression
from backprop_explorer.trace.explain.mathwords import name, number


@pytest.mark.parametrize(
    ("operation", "labels", "expected"),
    [
        ("matmul", ["x", "W1"], "x · W1"),
        ("add", ["x · W1", "b1"], "x · W1 + b1"),
        ("multiply", ["a + b", "c"], "(a + b) · c"),
        ("multiply", ["a · b", "c · d"], "a · b · (c · d)"),
        ("subtract", ["a", "b − c"], "a − (b − c)"),
        ("subtract", ["a − b", "c"], "a − b − c"),
        ("divide", ["1", "1 + exp(−x)"], "1 / (1 + exp(−x))"),
        ("multiply", ["da1", "z1 > 0"], "da1 · (z1 > 0)"),
        ("negative", ["a + b"], "−(a + b)"),
        ("negative", ["x"], "−x"),
        ("multiply", ["−x", "2"], "−x · 2"),
        ("power", ["−x", "2"], "(−x)²"),
        ("power", ["x", "−1"], "x⁻¹"),
        ("power", ["x", "y + 1"], "x^(y + 1)"),
        ("power", ["x", "0.5"], "x^0.5"),
        ("power", ["exp(−x)^0.5", "2"], "(exp(−x)^0.5)²"),
        ("transpose", ["f(a^2)"], "f(a^2)ᵀ"),
        ("square", ["x²"], "(x²)²"),
        ("transpose", ["a1"], "a1ᵀ"),
        ("transpose", ["x · W"], "(x · W)ᵀ"),
        ("logical_not", ["z1 > 0"], "not (z1 > 0)"),
        ("bitwise_and", ["x > 0", "m | n"], "(x > 0) & (m | n)"),
        ("getitem", ["y", "arange(100), t"], "y[arange(100), t]"),
        ("getitem", ["a + b", "0"], "(a + b)[0]"),
        ("maximum", ["z1", "0"], "max(z1, 0)"),
        ("exp", ["f(a + b)"], "exp(f(a + b))"),
    ],
)
def test_brackets_stand_where_they_are_needed(operation, labels, expected):
    assert expression(operation, labels) == expected


def test_options_that_change_the_mathematics_are_shown():
    options = {"axis": 0, "keepdims": True, "dtype": np.float32, "out": None}
    assert expression("sum", ["dz2"], options) == "sum(dz2, axis=0)"


def formulas(recorded, function, *arrays):
    trace, _ = recorded(function, *arrays)
    return [event_formula(trace, event) for event in trace.events]


def test_the_formula_of_an_event_is_written_with_labels(recorded):
    def function(x):
        scores = x.T @ x * 0.5
        scores[0, 1:] = 0
        scores += 1
        return np.where(scores > 2, scores, -1.0)

    assert formulas(recorded, function, np.ones((2, 2))) == [
        "xᵀ · x",
        "scores1 = xᵀ · x · 0.5",
        "scores1[0, 1:] = 0",
        "scores1 ← scores1 + 1",
        "scores1 > 2",
        "a1 = where(scores1 > 2, scores1, −1)",
    ]


def explained(recorded, function, index, *arrays):
    trace, value = recorded(function, *arrays)
    return trace.explain(f"v{value.id}", index, limit=2).formula


@pytest.mark.parametrize(
    ("function", "index", "latex"),
    [
        (lambda x: x.T @ x, (0, 1), r"\sum_{n=0}^{2} {x}_{n,0} \cdot {x}_{n,1} = 3"),
        (lambda x: x[1:, ::-1] @ x.T, (0, 1), r"\sum_{i=0}^{1} {x}_{1,1-i} \cdot {x}_{1,i} = 2"),
        (lambda x: x.mean(axis=0), (1,), r"\frac{1}{3} \sum_{n=0}^{2} {x}_{n,1} = 1"),
        (lambda x: x.max(axis=1), (2,), r"\operatorname*{max}_{i} {x}_{2,i} = 2"),
        (lambda x: x.max(), (), r"\operatorname*{max}_{n,i} {x}_{n,i} = 2"),
        (
            lambda x: np.linalg.norm(x, 3, axis=1),
            (2,),
            r"\sqrt[3]{\sum_{i=0}^{1} {\left| {x}_{2,i} \right|}^{3}} = 2.08",
        ),
        (
            lambda x: np.std(x, axis=0),
            (0,),
            r"\sqrt{\frac{1}{3} \sum_{n=0}^{2} {\left( {x}_{n,0} - 0.6667 \right)}^{2}} = 0.4714",
        ),
        (lambda x: x * 0.044715, (2, 1), r"{x}_{2,1} \cdot 0.044715 = 0.08943"),
        (lambda x: x * (1 / 3), (2, 1), r"{x}_{2,1} \cdot 0.3333 = 0.6667"),
        (lambda x: x + 1e-7, (0, 0), r"{x}_{0,0} + 1 \times {10}^{-7} = 1 \times {10}^{-7}"),
        (lambda x: np.where(x > 0, x, 0), (0, 0), "0"),
        (lambda x: x[::2] + 0, (1, 1), r"{x}_{2,1} + 0 = 2"),
        (lambda x: np.exp(-x), (0, 0), r"{e}^{{\left( \text{−x} \right)}_{0,0}} = 1"),
        (
            lambda x: x / (x + 1),
            (1, 1),
            r"\frac{{x}_{1,1}}{{\left( \text{x + 1} \right)}_{1,1}} = 0.5",
        ),
        (lambda x: -np.sum(x) / 4, (), r"\frac{\text{−sum(x)}}{4} = -1.25"),  # the bar is enough
        (lambda x: np.sqrt(x), (1, 1), r"\sqrt{{x}_{1,1}} = 1"),
        (lambda x: x - 2, (0, 0), r"{x}_{0,0} - 2 = -2"),
        (lambda x: 3 * (x - 2), (0, 0), r"3 \cdot {\left( \text{x − 2} \right)}_{0,0} = -6"),
        (lambda x: x > 1, (2, 1), r"\left( {x}_{2,1} > 1 \right) = \text{True}"),
        (lambda x: np.tanh(x), (0, 0), r"\tanh \left( {x}_{0,0} \right) = 0"),
    ],
)
def test_formulas_in_symbols(recorded, function, index, latex):
    x = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    formula = explained(recorded, function, index, x)
    assert formula.latex.endswith(" = " + latex)


def test_a_number_without_an_index_needs_no_brackets(recorded):
    trace, _ = recorded(lambda x: -np.sum(x) / 4, np.array([3.0, 2.0]))
    minus = next(value for value in trace.values if value.label == "−sum(x)")
    formula = trace.explain(f"v{minus.id}", ()).formula
    assert formula.latex == r"\text{−sum(x)} = - \text{sum(x)} = -5"


@pytest.mark.parametrize(
    ("function", "index", "text"),
    [
        (lambda x: x * -2.0, (0,), "−6=3·(−2)"),
        (lambda x: x.mean(), (), "1=12(3+(−1))"),  # a half, as a fraction
        (lambda x: np.linalg.norm(x, 1), (), "4=|3|+|−1|"),
        (lambda x: np.max(x * x), (), "9=max⁡(9,1)"),
        (lambda x: np.prod(x), (), "−3=3·(−1)"),
        (lambda x: x.var(), (), "4=12((3−1)2+(−1−1)2)"),
        (lambda x: np.where(x > 0, x, 0), (0,), "3"),
        (lambda x: np.argsort(x), (0,), "1"),
        (lambda x: np.round(x / 7, 1), (0,), "0.4=round⁡(0.4286,1)"),
        (lambda x: np.multiply.outer(x, x), (0, 1), "−3=3·(−1)"),
        (lambda x: np.power.outer(x, 1 + x), (0, 0), "81=34"),
    ],
)
def test_formulas_with_numbers_use_a_real_minus_and_brackets(function, index, text, recorded):
    formula = explained(recorded, function, index, np.array([3.0, -1.0]))
    assert "".join(ElementTree.fromstring(formula.numbers).itertext()) == text


def test_products_are_written_with_one_sign_everywhere(recorded):
    def function(x):
        scaled = 0.5 * x
        return scaled * scaled @ x

    trace, _ = recorded(function, np.ones((2, 2)))
    for event in trace.events:
        formula = trace.explain(f"v{event.output}", (0, 0)).formula
        for text in (event_formula(trace, event), formula.symbols, formula.numbers):
            assert "*" not in text
            assert "·" in text


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (lambda x: np.maximum(x, 1.17549435e-38), "max(x, 1.175e−38)"),
        (lambda x: x + 1e-07, "x + 1e−7"),
        (lambda x: x * 0.044715, "x · 0.044715"),
        (lambda x: x / 3.0, "x / 3"),
        (lambda x: x * np.float32(0.1), "x · 0.1"),
        (lambda x: x - (-2), "x − −2"),
        (lambda x: np.sum(x, axis=(0, 1)), "sum(x, axis=(0, 1))"),
        (lambda x: np.sum(x, axis=(1,)), "sum(x, axis=(1,))"),
        (lambda x: np.zeros((2, 3)) + x[0, 0], "zeros((2, 3))"),
        (lambda x: np.average(x, axis=1, weights=[1, 2]), "average(x, axis=1, weights=[1, 2])"),
        (lambda x: np.bitwise_xor(x > 0, x > 1), "(x > 0) ⊕ (x > 1)"),
    ],
)
def test_constants_and_arguments_as_text(function, text, recorded):
    trace, _ = recorded(function, np.ones((2, 2)))
    written = [event_formula(trace, event).removeprefix("a1 = ") for event in trace.events]
    assert text in written


def test_every_formula_is_well_formed(recorded):
    def function(x):
        s = np.std(x, axis=0) + np.linalg.norm(x, axis=1)[:2]
        return np.stack([s, np.clip(s, 0, 1) ** 2, np.prod(x[:2], axis=0), abs(-s), s**-1])

    trace, _ = recorded(function, np.arange(6.0).reshape(3, 2) + 0.5)
    for value in trace.values:
        if value.array.size:
            formula = trace.explain(f"v{value.id}", (0,) * value.array.ndim).formula
            for mathml in (formula.symbols, formula.numbers):
                assert ElementTree.fromstring(mathml).tag == "math"
            assert formula.latex.count("{") == formula.latex.count("}")


def test_text_from_the_code_is_escaped():
    piece = name("<script>&")
    assert "<script" not in piece.mathml
    assert "&lt;script&gt;&amp;" in piece.mathml
    assert name("x_1").latex == r"\mathrm{x\_1}"


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (np.float32(0.0904465), "0.09045", "0.09045"),
        (np.float32(-0.25), "−0.25", "-0.25"),
        (1.25e-7, "1.25×10−7", r"1.25 \times {10}^{-7}"),
        (np.int64(-3), "−3", "-3"),
        (np.float32(-0.0), "0", "0"),
        (np.bool_(True), "True", r"\text{True}"),
        (np.nan, "NaN", r"\text{NaN}"),
        (-np.inf, "−∞", r"-\infty"),
    ],
)
def test_numbers(value, text, latex):
    piece = number(value)
    assert "".join(ElementTree.fromstring(piece.one).itertext()) == text
    assert piece.latex == latex
