import numpy as np
import pytest

from backprop_explorer.engine import InvalidSetting
from backprop_explorer.engine.initializers import constant, normal, zeros


def test_normal_has_its_mean_and_deviation(rng):
    W = normal(std=0.01)((400, 300), rng)
    assert W.shape == (400, 300)
    assert W.mean() == pytest.approx(0, abs=1e-4)
    assert W.std() == pytest.approx(0.01, rel=0.01)


def test_the_generator_decides(rng):
    again = np.random.default_rng(0)
    np.testing.assert_array_equal(normal()((3, 2), rng), normal()((3, 2), again))
    assert (normal()((3, 2), rng) != normal()((3, 2), np.random.default_rng(1))).all()


def test_constants(rng):
    np.testing.assert_array_equal(constant(0.5)((2, 3), rng), np.full((2, 3), 0.5))
    np.testing.assert_array_equal(zeros()((4,), rng), np.zeros(4))


@pytest.mark.parametrize("std", [-1.0, float("nan"), float("inf")])
def test_refuses_a_deviation_that_is_none(std):
    with pytest.raises(InvalidSetting, match=str(std)):
        normal(std)


def test_refuses_a_constant_that_is_no_number():
    with pytest.raises(InvalidSetting, match="nan"):
        constant(float("nan"))
