"""What every optimizer does alike, whatever its rule."""

import copy
import inspect

import numpy as np
import pytest
import torch

from backprop_explorer import engine
from backprop_explorer.engine import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
    UnknownParameter,
)
from backprop_explorer.engine.clipping import ClipNorm, ClipValue
from backprop_explorer.engine.penalties import L1, L2
from backprop_explorer.engine.schedules import Cosine, StepDecay

RULES = [SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW]


@pytest.fixture(params=RULES)
def optimizer(request):
    return request.param(0.1)


def arrays(rng, dtype=np.float64):
    return {"W1": rng.normal(size=(3, 2)).astype(dtype), "b1": rng.normal(size=2).astype(dtype)}


def test_no_rule_is_left_out():
    every = {kind for kind in vars(engine).values() if inspect.isclass(kind)}
    assert {kind for kind in every if issubclass(kind, Optimizer)} - {Optimizer} == set(RULES)


def test_changes_parameters_in_place_and_leaves_gradients_alone(optimizer, rng):
    params, grads = arrays(rng), arrays(rng)
    same, before, kept = dict(params), copy.deepcopy(params), copy.deepcopy(grads)
    optimizer.update(params, grads)
    for name in ("W1", "b1"):
        assert params[name] is same[name]
        assert (params[name] != before[name]).all()
        np.testing.assert_array_equal(grads[name], kept[name])


@pytest.mark.parametrize(
    "extras",
    [
        {},
        {"schedule": Cosine(10), "penalties": [L1(0.1), L2(0.1)], "clipping": ClipNorm(0.1)},
        {"schedule": StepDecay(1, 0.5), "clipping": ClipValue(0.1)},
    ],
    ids=["plain", "norm", "value"],
)
@pytest.mark.parametrize("rule", RULES)
def test_computes_in_float32(rule, extras, rng):
    """In the same steps as with float64, but not beyond float32's digits."""
    params, grads = arrays(rng, np.float32), arrays(rng, np.float32)
    exact = {name: array.astype(np.float64) for name, array in params.items()}
    optimizer, twin = (rule(np.float64(0.1), **extras) for _ in range(2))
    for _ in range(3):
        optimizer.update(params, grads)
        twin.update(exact, {name: array.astype(np.float64) for name, array in grads.items()})
    for name, array in params.items():
        assert array.dtype == np.float32
        np.testing.assert_allclose(array, exact[name], rtol=1e-4, atol=1e-5)
    assert {array.dtype for array in optimizer.state().values()} <= {np.dtype(np.float32)}


def test_keeps_an_array_for_each_parameter_by_its_name(rng):
    adam, momentum = Adam(), Momentum()
    for optimizer in (adam, momentum):
        optimizer.update(arrays(rng), arrays(rng))
    assert set(adam.state()) == {"m.W1", "m.b1", "v.W1", "v.b1"}
    assert set(momentum.state()) == {"v.W1", "v.b1"}
    np.testing.assert_array_equal(momentum.state()["v.W1"], momentum.v["W1"])
    assert SGD().state() == {}


def test_counts_its_updates(optimizer, rng):
    assert optimizer.iteration == 0
    for _ in range(3):
        optimizer.update(arrays(rng), arrays(rng))
    assert optimizer.iteration == 3


def test_is_prepared_with_the_zeros_it_would_begin_with(optimizer, rng):
    params, grads = arrays(rng), arrays(rng)
    twin, twins = copy.deepcopy((optimizer, params))
    optimizer.prepare(params)
    assert all(not array.any() for array in optimizer.state().values())
    optimizer.update(params, grads)
    optimizer.prepare(params)  # has seen them all
    twin.update(twins, grads)
    for name in params:
        np.testing.assert_array_equal(params[name], twins[name])
    for place, array in twin.state().items():
        np.testing.assert_array_equal(optimizer.state()[place], array)


def test_goes_on_from_a_state_to_the_same_bits(optimizer, rng):
    params = arrays(rng)
    for _ in range(3):
        optimizer.update(params, arrays(rng))
    state, iteration, then = optimizer.state(), optimizer.iteration, copy.deepcopy(params)
    last = arrays(rng)
    optimizer.update(params, last)

    fresh = type(optimizer)(0.1)
    fresh.restore(state)
    fresh.iteration = iteration
    fresh.update(then, last)
    for name in params:
        np.testing.assert_array_equal(params[name], then[name])
    optimizer.restore({})
    assert optimizer.state() == {}


def test_a_state_is_a_copy_going_out_and_coming_in(rng):
    optimizer = Momentum()
    optimizer.update(arrays(rng), arrays(rng))
    state = optimizer.state()
    before = copy.deepcopy(state)
    optimizer.restore(state)
    optimizer.update(arrays(rng), arrays(rng))
    np.testing.assert_array_equal(state["v.W1"], before["v.W1"])


@pytest.mark.parametrize("place", ["m.W1", "W1", "vW1"])
def test_refuses_a_state_of_another_rule_and_keeps_its_own(place, rng):
    optimizer = Momentum()
    optimizer.update(arrays(rng), arrays(rng))
    before = optimizer.state()
    with pytest.raises(UnknownParameter, match=rf"Momentum keeps no {place}: .* keeps v\.W1"):
        optimizer.restore({"v.W1": np.zeros((3, 2)), place: np.zeros((3, 2))})
    np.testing.assert_array_equal(optimizer.state()["v.W1"], before["v.W1"])
    with pytest.raises(UnknownParameter, match="which keeps nothing"):
        SGD().restore(before)


def test_the_rate_follows_the_schedule(rng):
    optimizer = SGD(0.8, schedule=StepDecay(every=2, factor=0.5))
    W, rates = np.zeros(1), []
    for _ in range(5):
        before = W.copy()
        rates.append(optimizer.rate)
        optimizer.update({"b1": W}, {"b1": np.ones(1)})
        np.testing.assert_allclose(before - W, rates[-1], rtol=1e-12)
    assert rates == [0.8, 0.8, 0.4, 0.4, 0.2]
    optimizer.learning_rate = 8.0
    assert optimizer.rate == 2


@pytest.mark.parametrize(
    ("rule", "peer"),
    [(SGD, torch.optim.SGD), (Adam, torch.optim.Adam), (RMSProp, torch.optim.RMSprop)],
)
def test_clips_then_penalizes_then_steps_as_pytorch_does(rule, peer, rng):
    params = arrays(rng)
    tensors = {name: torch.nn.Parameter(torch.tensor(array)) for name, array in params.items()}
    theirs = peer(tensors.values(), lr=0.1, weight_decay=0.2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(theirs, 30, eta_min=0.01)
    penalty = L2(0.2, weights_only=False)
    ours = rule(0.1, schedule=Cosine(30, 0.1), penalties=[penalty], clipping=ClipNorm(1.5))
    for _ in range(100):
        grads = arrays(rng)
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[name])
        torch.nn.utils.clip_grad_norm_(tensors.values(), 1.5)
        theirs.step()
        schedule.step()
        ours.update(params, grads)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(params[name], tensor.detach().numpy(), rtol=1e-9)
