"""What an explanation says: names, indices, limits, origins, errors."""

import numpy as np
import pytest

from backprop_explorer.trace import BadIndex, BadPosition, NotComputed, UnknownValue, record


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    """The textbook's, which writes into its caller's dout."""

    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class MeanSquare:
    def forward(self, x, t):
        self.difference = x - t
        return np.mean(self.difference**2)

    def backward(self, dout=1):
        return dout * 2 * self.difference / self.difference.size


class SGD:
    def update(self, params, grads):
        for key in params:
            params[key] -= 0.1 * grads[key]


class Net:
    def __init__(self, rng):
        W1, W2 = rng.normal(size=(5, 4)), rng.normal(size=(4, 3))
        self.layers = [Affine(W1, np.zeros(4)), Relu(), Affine(W2, np.zeros(3))]
        self.last_layer = MeanSquare()


@pytest.fixture(scope="module")
def trace():
    rng = np.random.default_rng(0)
    return record(Net(rng), rng.normal(size=(7, 5)), rng.normal(size=(7, 3)), SGD())


def test_a_weight_gradient_is_a_sum_over_the_examples(trace):
    explanation = trace.explain("dW2", (2, 1), limit=3)

    assert (explanation.name, explanation.index) == ("dW2", (2, 1))
    assert explanation.combine == "sum"
    assert len(explanation.terms) == 3
    assert explanation.rest.count == 4
    total = sum(term.number for term in explanation.terms) + explanation.rest.number
    assert total == pytest.approx(explanation.number, rel=1e-12)
    sizes = [abs(term.number) for term in explanation.terms]
    assert sizes == sorted(sizes, reverse=True)
    for term in explanation.terms:
        a1, dz2 = term.factors
        assert (a1.name, a1.index) == ("a1", (term.label.at, 2))  # not a1ᵀ[2, n]
        assert (dz2.name, dz2.index) == ("dz2", (term.label.at, 1))
        assert term.label.axis == "n"
        assert term.label.example == term.label.at


def test_a_gradient_is_written_as_a_derivative(trace):
    formula = trace.explain("dW2", (2, 1)).formula
    derivative = r"\frac{\partial L}{\partial {\mathrm{W2}}_{2,1}}"
    assert formula.latex.startswith(
        derivative + r" = \sum_{n=0}^{6} {\mathrm{a1}}_{n,2} \cdot {\mathrm{dz2}}_{n,1} = "
    )
    assert formula.symbols.startswith('<math display="block"><mfrac><mrow><mo>∂</mo><mi>L</mi>')


def test_a_sum_over_features_counts_no_examples(trace):
    product = next(value for value in trace.values if value.label == "x · W1")
    explanation = trace.explain(product.name, (6, 2))
    assert {term.label.axis for term in explanation.terms} == {"i"}
    assert {term.label.example for term in explanation.terms} == {None}


def test_asking_about_a_view_answers_about_its_owner(trace):
    transposed = next(v for v in trace.values if v.view_of is not None and v.label == "a1ᵀ")
    explanation = trace.explain(f"v{transposed.id}", (3, 6))
    assert (explanation.name, explanation.index) == ("a1", (6, 3))


def test_a_masked_number_says_which_comparison_masked_it(trace):
    n, j = np.argwhere(trace.find("z1").array <= 0)[0]
    for name in ("a1", "dz1"):
        explanation = trace.explain(name, (n, j))
        assert explanation.number == 0
        [reason] = explanation.because
        assert reason.text.startswith(f"mask1[{n}, {j}] is True because z1[{n}, {j}] = −")
        assert reason.text.endswith("≤ 0.")
        assert (reason.factor.name, reason.factor.index) == ("mask1", (n, j))


def test_a_number_that_passed_says_so_too(trace):
    n, j = np.argwhere(trace.find("z1").array > 0)[0]
    explanation = trace.explain("dz1", (n, j))
    assert explanation.combine == "select"
    assert explanation.terms[0].factors[0].name == "da1"
    [reason] = explanation.because
    assert reason.text.startswith(f"da1[{n}, {j}] is unchanged by this write: mask1[{n}, {j}] is")
    assert reason.text.endswith("> 0.")


def test_an_update_reads_the_old_version_of_the_parameter(trace):
    explanation = trace.explain("W1", (4, 3))
    old, step = explanation.terms
    assert old.factors[0].name == "W1"
    assert old.factors[0].value != explanation.value
    assert step.coefficient == -1
    assert old.number + step.number == pytest.approx(explanation.number)
    assert "←" in explanation.formula.symbols

    before = trace.explain("W1", (4, 3), event=0)
    assert before.value == old.factors[0].value
    assert before.number == old.factors[0].number
    assert before.origin.kind == "parameter"
    assert before.origin.text == "W1 is a parameter: it was there when this iteration began."


@pytest.mark.parametrize(
    ("name", "index", "kind", "text"),
    [
        ("x", (6, 4), "input", "x is the input: feature 4 of example 6 of the batch."),
        ("t", (6, 2), "label", "t is the label: what example 6 of the batch should give."),
    ],
)
def test_leaves_say_what_they_are(trace, name, index, kind, text):
    explanation = trace.explain(name, index)
    assert explanation.combine == "given"
    assert explanation.terms == ()
    assert explanation.event is None
    assert (explanation.origin.kind, explanation.origin.text) == (kind, text)


def test_a_number_drawn_at_random_says_so(recorded):
    def dropout(x):
        mask = np.random.default_rng(0).random(x.shape) < 0.5
        return x * mask

    trace, _ = recorded(dropout, np.ones(3))
    drawn = next(event for event in trace.events if event.operation == "random")
    explanation = trace.explain(f"v{drawn.output}", (1,))
    assert explanation.terms == ()
    assert explanation.origin.text == "It was drawn at random, by random."


def test_an_operation_without_a_rule_says_what_it_read(recorded):
    trace, value = recorded(lambda x: np.linalg.inv(x), np.eye(2))
    explanation = trace.explain(f"v{value.id}", (0, 1))
    assert explanation.combine == "opaque"
    assert explanation.terms == ()
    assert (
        explanation.because[0].text == "There is no rule for the operation inv. It read x (2 × 2)."
    )


def test_an_answer_that_does_not_add_up_is_withdrawn(recorded):
    trace, value = recorded(lambda x: np.sum(x, dtype=np.int64), np.array([0.5, 0.5, 1.5]))
    explanation = trace.explain(f"v{value.id}", ())
    assert explanation.number == 1
    assert explanation.combine == "opaque"


@pytest.mark.parametrize(
    ("index", "says"),
    [
        ((0,), "dW2 has 2 axes and the index [0] has 1; its shape is (4, 3)"),
        ((0, 0, 0), "the index [0, 0, 0] has 3"),
        ((4, 0), "4 is out of range on axis 0 of dW2; its shape is (4, 3)"),
        ((-1, 0), "-1 is out of range"),
        ((0.5, 0), "is not made of whole numbers"),
        (("a", 0), "is not made of whole numbers"),
    ],
)
def test_a_wrong_index_is_answered_with_the_shape(trace, index, says):
    with pytest.raises(BadIndex) as error:
        trace.explain("dW2", index)
    assert says in str(error.value)
    assert "[3, 2]" in str(error.value)  # an index that does


def test_a_single_number_has_an_empty_index(trace):
    assert trace.explain("L", ()).combine == "sum"
    with pytest.raises(BadIndex, match=r"its index is empty"):
        trace.explain("L", (0,))


def test_other_wrong_questions(trace):
    with pytest.raises(UnknownValue, match="dW2"):
        trace.explain("dw2", (0, 0))
    with pytest.raises(NotComputed):
        trace.explain("dW2", (0, 0), event=3)
    with pytest.raises(BadPosition):
        trace.explain("dW2", (0, 0), limit=-1)


def test_a_sum_of_many_terms_shows_ten_and_counts_the_rest(recorded):
    x = np.ones((400, 400), np.float32)
    trace, value = recorded(lambda x: x.sum(), x)
    explanation = trace.explain(f"v{value.id}", ())
    assert len(explanation.terms) == 10
    assert explanation.rest.count == 400 * 400 - 10
    assert explanation.rest.number == 400 * 400 - 10
