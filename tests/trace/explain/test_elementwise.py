"""Operations on the numbers in one place, with every broadcast: the terms make the number."""

import numpy as np
import pytest
from drawing import DTYPES, FLOATS, arrays, numbers, pairs, some
from hypothesis import given
from hypothesis import strategies as st

BINARY = {
    "add": lambda x, y: x + y,
    "multiply": lambda x, y: x * y,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "greater": lambda x, y: x > y,
    "less_equal": lambda x, y: x <= y,
    "equal": lambda x, y: x == y,
    "logical_and": np.logical_and,
    "masked product": lambda x, y: x * (y > 0),
    "outer": np.outer,
    "add.outer": np.add.outer,
    "multiply.outer": np.multiply.outer,
    "maximum.outer": np.maximum.outer,
    "equal.outer": np.equal.outer,
}


@pytest.mark.parametrize("name", BINARY)
@some
@given(pair=pairs())
def test_two_arrays(name, pair, explained):
    explained(BINARY[name], *pair)


FLOAT_BINARY = {
    "subtract": lambda x, y: x - y,
    "divide": lambda x, y: x / (np.abs(y) + 1),
    "divide by anything": lambda x, y: x / y,
    "power": lambda x, y: np.abs(x) ** y,
    "arctan2": np.arctan2,
    "logaddexp": np.logaddexp,
    "hypot": np.hypot,
    "copysign": np.copysign,
    "heaviside": np.heaviside,
    "fmax": np.fmax,
    "isclose": np.isclose,
    "subtract.outer": np.subtract.outer,
    "divide.outer": np.divide.outer,
    "power.outer": lambda x, y: np.power.outer(np.abs(x) + 1, y),
    "expression": lambda x, y: (x * 0.1 - y) / 3 + 2 * x,
    "clip between": lambda x, y: np.clip(x, -1, np.abs(y)),
    "clip from below": lambda x, y: np.clip(x, y, None),
    "clip from above": lambda x, y: np.clip(x, a_min=None, a_max=y),
    "clip by new names": lambda x, y: np.clip(x, max=y),
}


@pytest.mark.parametrize("name", FLOAT_BINARY)
@some
@given(pair=pairs(FLOATS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_two_float_arrays(name, pair, explained):
    explained(FLOAT_BINARY[name], *pair)


UNARY = {
    "negative": lambda x: -x,
    "square": np.square,
    "square by power": lambda x: x**2,
    "cube": lambda x: x**3,
    "power of 2": lambda x: 2.0**x,
    "exp": np.exp,
    "expm1": np.expm1,
    "log1p": lambda x: np.log1p(np.abs(x)),
    "tanh": np.tanh,
    "sqrt": lambda x: np.sqrt(np.abs(x)),
    "log": lambda x: np.log(np.abs(x) + 1e-7),
    "abs": np.abs,
    "abs by the language": lambda x: abs(x),
    "sign": np.sign,
    "relu": lambda x: np.maximum(x, 0),
    "relu by mask": lambda x: x * (x > 0),
    "softplus": lambda x: np.logaddexp(0, x),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "gelu": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "clip": lambda x: x.clip(-1, 1),
    "clip from 0": lambda x: x.clip(0),
    "clip up to 0.5": lambda x: x.clip(max=0.5),
    "clip by keywords": lambda x: np.clip(x, a_min=0, a_max=1),
    "round": lambda x: np.round(x),
    "round to decimals": lambda x: np.round(x, 1),
    "round by method": lambda x: (x * 30).round(decimals=-1),
    "floor": np.floor,
    "reciprocal": lambda x: 1 / (x + 9),
    "not": lambda x: ~(x > 0),
    "isnan": np.isnan,
    "nan_to_num": np.nan_to_num,
    "sinc": np.sinc,
    "fix": np.fix,
}


@pytest.mark.parametrize("name", UNARY)
@some
@given(x=arrays(FLOATS, min_dims=1))
def test_one_array(name, x, explained):
    explained(UNARY[name], x)


@some
@given(data=st.data())
def test_written_into_another_array_where_a_mask_says(data, explained):
    x, y = (data.draw(numbers((3, 4), data.draw(DTYPES))) for _ in range(2))
    mask = data.draw(numbers(data.draw(st.sampled_from([(3, 4), (4,), (3, 1)])), np.bool_))

    def function(x, y):
        out = np.full((3, 4), 9.0)
        np.add(x, y, out=out, where=mask)
        return out

    explained(function, x, y, numbers=6)


def test_fmax_takes_the_number_that_is_one(recorded):
    x = np.array([np.nan, 2.0, -1.0])
    trace, value = recorded(lambda x: np.fmax(x, 0), x)
    combines = [trace.explain(f"v{value.id}", (at,)).combine for at in range(3)]
    assert combines == ["function", "maximum", "maximum"]


def test_integers_that_wrap_around_are_explained_by_what_was_asked_for(recorded):
    x = np.array([200, 3], np.uint8)
    trace, value = recorded(lambda x: x * np.uint8(2), x)
    explanation = trace.explain(value.name, (0,))
    assert explanation.number == 144
    assert explanation.combine == "product"
