"""The sentences beside a number: which comparison masked it, which index picked it."""

import numpy as np
import pytest


@pytest.mark.parametrize(
    ("function", "at", "expected"),
    [
        (lambda x: np.where(x > 0, x, 0), 0, "(x > 0)[0] is False because x[0] = −2 ≤ 0."),
        (lambda x: x * (x > 0), 0, "(x > 0)[0] is False because x[0] = −2 ≤ 0."),
        (lambda x: x * ~(x > 0), 2, "(not (x > 0))[2] is False because x[2] = 5 > 0."),
        (lambda x: x * (x > 0).astype(float), 0, "float(x > 0)[0] = 0 because x[0] = −2 ≤ 0."),
        (lambda x: x * (x > 0).copy(), 0, "copy(x > 0)[0] is False because x[0] = −2 ≤ 0."),
        (
            lambda x: x * ((x > 0) & (x < 4)),
            2,
            "((x > 0) & (x < 4))[2] is False because x[2] = 5 ≥ 4.",
        ),
        (
            lambda x: x * ((x > 0) | (x > 0)),
            0,
            "((x > 0) | (x > 0))[0] is False because x[0] = −2 ≤ 0.",
        ),
        (lambda x: np.maximum(x, 0), 0, "x[0] = −2 < 0, so 0 is taken."),
        (lambda x: np.maximum(0, x), 2, "x[2] = 5 > 0, so it is taken."),
        (lambda x: np.minimum(x, 3), 2, "x[2] = 5 > 3, so 3 is taken."),
        (lambda x: np.maximum(x, 0), 1, "x[1] and 0 are equal."),
        (lambda x: np.clip(x, 0, None), 0, "x[0] = −2 < 0, so 0 is taken."),
        (lambda x: np.clip(x, -1, 1), 2, "It is clipped because x[2] = 5 > 1."),
        (lambda x: np.clip(x, -1, 1), 1, None),
        (lambda x: x[np.array([2, 0])] * 1, 0, None),
        (lambda x: np.argmax(x * 1) + x, 0, None),
    ],
)
def test_reasons(function, at, expected, recorded):
    trace, value = recorded(function, np.array([-2.0, 0.0, 5.0]))
    texts = [reason.text for reason in trace.explain(f"v{value.id}", (at,)).because]
    assert texts == ([] if expected is None else [expected])


def test_the_label_that_picked_a_number(recorded):
    t = np.array([2, 0])
    trace, value = recorded(lambda x, t: x[np.arange(2), t], np.eye(3)[:2], t)
    explanation = trace.explain(f"v{value.id}", (0,))
    assert explanation.terms[0].factors[0].index == (0, 2)
    [label] = explanation.because  # and nothing about the arange
    assert (label.factor.index, label.factor.number) == ((0,), 2)
    assert label.text.startswith("The index here is ")
    assert label.text.endswith("[0] = 2.")


def test_what_was_left_out_by_where_is_kept(recorded):
    def function(x):
        out = np.full(3, 9.0)
        np.divide(1, x, out=out, where=x != 0)
        return out

    trace, value = recorded(function, np.array([0.0, 2.0, 4.0]))
    kept, computed = (trace.explain(f"v{value.id}", (at,)) for at in (0, 1))
    assert kept.combine == "select"
    assert kept.because[0].text == (
        "out1[0] is unchanged by this write: (x ≠ 0)[0] is False because x[0] = 0 == 0."
    )
    assert computed.combine == "quotient"


def relu_by_product(dout, z):
    return dout * (z > 0)


def relu_in_place(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def relu_by_where(dout, z):
    return np.where(z > 0, dout, 0)


def relu_by_maximum(dout, z):
    return dout * np.maximum(0, z)


@pytest.mark.parametrize("relu", [relu_by_product, relu_in_place, relu_by_where, relu_by_maximum])
def test_a_masked_gradient_is_followed_through_what_comes_after(relu, recorded):
    def backward(z, dout, gamma, std):
        dz = relu(dout, z)
        normalized = dz * gamma
        centred = -(normalized / std)
        return centred.reshape(2, 2).copy()

    z, one = np.array([[1.0, -2.0], [3.0, 4.0]]), np.ones(2)
    trace, value = recorded(backward, z, np.ones((2, 2)), one, one * 2)
    for name in ("dz1", "normalized1", "centred1", f"v{value.id}"):
        masked, passed = (trace.explain(name, index) for index in [(0, 1), (1, 0)])
        [reason] = masked.because
        assert masked.number == 0
        assert "because x[0, 1] = −2 ≤ 0." in reason.text or "x[0, 1] = −2 < 0" in reason.text
        if name != "dz1":
            assert passed.because == ()


def test_a_zero_that_no_comparison_made_is_not_reasoned_about(recorded):
    trace, value = recorded(lambda x: (x - x) * 2, np.array([3.0]))
    assert trace.explain(f"v{value.id}", (0,)).because == ()


def test_a_mask_behind_a_long_chain_is_not_looked_for(recorded):
    def function(x):
        masked = x * (x > 0)
        for _ in range(1500):
            masked = masked * 1
        return masked

    trace, value = recorded(function, np.array([-1.0]))
    assert trace.explain(f"v{value.id}", (0,)).because == ()


def test_the_same_is_not_said_twice(recorded):
    def function(x):
        mask = x > 0
        return mask * mask

    trace, value = recorded(function, np.array([-1.0]))
    [reason] = trace.explain(f"v{value.id}", (0,)).because
    assert reason.text == "mask1[0] is False because x[0] = −1 ≤ 0."
