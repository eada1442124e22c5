from dataclasses import replace

import pytest

from backprop_explorer.engine.gradient_report import (
    GradientReport,
    Method,
    ParameterCheck,
    Verdict,
    limit_for,
)

CHECK = ParameterCheck(
    name="W1",
    worst=1e-9,
    mean=1e-10,
    worst_index=(1, 2),
    backpropagated=0.5,
    numeric=0.5 - 1e-9,
    largest=0.5,
    limit=1e-7,
    kinks=2,
    checked=20,
    of=30,
)


def report(*checks, x=None, loss=2.3):
    return GradientReport({check.name: check for check in checks}, x, h=1e-6, loss=loss)


def test_the_verdict_is_that_of_the_array_furthest_beyond_its_own_limit():
    large = replace(CHECK, name="W2", worst=1e-4, limit=1e-3)
    assert report(CHECK, large).verdict is Verdict.AGREES
    assert report(CHECK, large).worst == 1e-4
    small = replace(CHECK, name="b1", worst=1e-6, limit=1e-8)
    both = report(CHECK, large, small)
    assert both.verdict is Verdict.DIFFERS
    assert (both.worst, both.limit) == (1e-6, 1e-8)


def test_a_difference_as_large_as_the_limit_is_too_large():
    assert report(replace(CHECK, worst=1e-7)).verdict is Verdict.DIFFERS


@pytest.mark.parametrize("worst", [float("nan"), float("inf")])
def test_a_difference_that_is_no_number_is_beyond_any_limit(worst):
    for limit in (1e-7, float("inf"), float("nan")):
        bad = replace(CHECK, name="W2", worst=worst, limit=limit)
        assert report(CHECK, bad, CHECK).verdict is Verdict.DIFFERS
        assert report(bad, CHECK).verdict is Verdict.DIFFERS


def test_the_input_counts_for_the_verdict_and_is_counted_apart():
    x = replace(CHECK, name="x", worst=1, checked=7, of=8)
    found = report(CHECK, replace(CHECK, name="b1"), x=x)
    assert found.verdict is Verdict.DIFFERS
    assert (found.checked, found.of, found.kinks) == (40, 60, 4)
    assert "x: worst 1.00e+00" in str(found)


def test_the_limit_is_a_part_of_the_largest_gradient_and_rounding():
    central, complex_step = Method.CENTRAL_DIFFERENCE, Method.COMPLEX_STEP
    assert limit_for(central, largest=0, loss=0.1) == 1e-8
    assert limit_for(central, largest=2, loss=0.1) == pytest.approx(2e-7 + 1e-8)
    assert limit_for(central, largest=0, loss=300) == pytest.approx(3e-6)
    assert limit_for(complex_step, largest=2, loss=0.1) == pytest.approx(2e-12 + 1e-13)
    assert limit_for(complex_step, largest=0, loss=300) == pytest.approx(3e-11)


def test_the_rule_states_measure_step_and_limit():
    for part in (
        "(L(w + h) − L(w − h)) / 2h",
        "|backpropagated − numeric| <",
        "1e-07 ·",
        "1e-08 ·",
    ):
        assert part in report(CHECK).rule


def test_a_complex_step_has_a_rule_of_its_own():
    found = replace(report(CHECK), method=Method.COMPLEX_STEP)
    for part in ("Im L(w + ih) / h", "|backpropagated − numeric| <", "1e-12 ·", "1e-13 ·"):
        assert part in found.rule
    assert "30 h" not in found.rule
    assert "complex-step" in str(found)


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_without_slopes_is_neither_right_nor_wrong(loss):
    assert report(CHECK, loss=loss).verdict is Verdict.UNDEFINED
    assert report(replace(CHECK, worst=1), loss=loss).verdict is Verdict.UNDEFINED
