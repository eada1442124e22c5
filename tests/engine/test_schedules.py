import warnings
from math import cos, nan, pi

import pytest
import torch
from torch.optim import lr_scheduler

from backprop_explorer.engine import InvalidSetting
from backprop_explorer.engine.schedules import Constant, Cosine, StepDecay, WarmUp


def warm_up_then_cosine(optimizer):
    first = lr_scheduler.LinearLR(optimizer, start_factor=1 / 20, total_iters=19)
    then = lr_scheduler.CosineAnnealingLR(optimizer, 50)
    return lr_scheduler.SequentialLR(optimizer, [first, then], milestones=[20])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Constant(), lambda o: lr_scheduler.ConstantLR(o, factor=1)),
        (StepDecay(7, 0.8), lambda o: lr_scheduler.StepLR(o, 7, gamma=0.8)),
        (StepDecay(1, 1.01), lambda o: lr_scheduler.ExponentialLR(o, 1.01)),
        (Cosine(100), lambda o: lr_scheduler.CosineAnnealingLR(o, 100)),
        (Cosine(30, 0.1), lambda o: lr_scheduler.CosineAnnealingLR(o, 30, eta_min=0.04)),
        (WarmUp(20), lambda o: lr_scheduler.LinearLR(o, start_factor=1 / 20, total_iters=19)),
        (WarmUp(20), lambda o: lr_scheduler.LambdaLR(o, lambda i: min(1, (i + 1) / 20))),
        (WarmUp(20, Cosine(50)), warm_up_then_cosine),
    ],
)
def test_agrees_with_pytorch_over_100_updates(ours, theirs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR calls itself in a way PyTorch warns about
        schedule = theirs(optimizer)
        for iteration in range(101):
            rate = 0.4 * ours.factor_at(iteration)
            # PyTorch multiplies one factor onto another, and so gathers their rounding.
            assert rate == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9, abs=1e-15)
            optimizer.step()
            schedule.step()


def test_a_factor_follows_from_the_iteration_alone():
    schedule = WarmUp(3, StepDecay(2))
    factors = [schedule.factor_at(i) for i in range(8)]
    assert factors == [1 / 3, 2 / 3, 1, 1, 1, 0.5, 0.5, 0.25]
    assert [schedule.factor_at(i) for i in reversed(range(8))] == factors[::-1]


def test_cosine_falls_to_the_smallest_and_climbs_back():
    schedule = Cosine(8, smallest=0.2)
    assert schedule.factor_at(0) == 1
    assert schedule.factor_at(8) == 0.2
    assert schedule.factor_at(16) == 1
    assert schedule.factor_at(2) == pytest.approx(0.2 + 0.8 * (1 + cos(pi / 4)) / 2, rel=1e-15)


def test_a_cosine_may_be_flat():
    assert {Cosine(4, smallest=1).factor_at(i) for i in range(10)} == {1}


@pytest.mark.parametrize("schedule", [Constant(), StepDecay(5), Cosine(5), WarmUp(5)])
def test_a_factor_is_a_python_number(schedule):
    assert {type(schedule.factor_at(i)) for i in range(12)} == {float}


@pytest.mark.parametrize("schedule", [StepDecay, Cosine, WarmUp])
@pytest.mark.parametrize("count", [0, -3, 2.5, nan])
def test_refuses_what_cannot_be_counted(schedule, count):
    with pytest.raises(InvalidSetting, match=f"of {count} is not possible: take a whole number"):
        schedule(count)


@pytest.mark.parametrize("factor", [0, -1, nan])
def test_refuses_a_factor_that_ends_learning(factor):
    with pytest.raises(InvalidSetting, match=f"A factor of {factor} is not possible: .*as 0.5"):
        StepDecay(10, factor)


@pytest.mark.parametrize("smallest", [-0.1, 1.1, nan])
def test_refuses_a_smallest_factor_that_is_none(smallest):
    with pytest.raises(InvalidSetting, match=f"A smallest factor of {smallest} is not possible"):
        Cosine(10, smallest)
