"""Sessions of every kind of part: whatever is kept between iterations, time travel is exact."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.provenance import origin_of
from backprop_explorer.sessions.session import Session, Unit
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.training import advance

RICH: dict[str, Any] = {
    "dataset": {"name": "spiral", "noise": 10, "features": ["x1", "x2", "sin x1"]},
    "layers": [
        {"type": "affine", "units": 8, "init": {"name": "he_normal"}},
        {"type": "batch_norm"},
        {"type": "relu"},
        {
            "type": "residual",
            "layers": [
                {"type": "affine", "units": 8, "init": {"name": "orthogonal"}},
                {"type": "tanh"},
                {"type": "dropout", "rate": 0.3},
            ],
        },
        {"type": "affine", "units": 2},
    ],
    "optimizer": {"name": "adam", "learning_rate": 0.01},
    "schedule": {"name": "cosine", "period": 50},
    "regularization": {"name": "l2"},
    "clipping": {"name": "norm"},
    "batch_size": 16,
}


def spec(**parts: Any) -> Spec:
    return Spec.model_validate({**RICH, **parts})


def everything(session: Session) -> list[bytes]:
    return [array.tobytes() for array in session.moment.state.arrays()]


OPTIMIZERS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_walking_jumping_and_plain_training_arrive_at_the_same_bits(optimizer: str) -> None:
    chosen = spec(optimizer={"name": optimizer, "learning_rate": 0.01})
    walked, jumped = Session("w", chosen), Session("j", chosen)
    for _ in range(4):
        walked.step(Unit.PHASE, 4)
    jumped.goto(4)
    assert walked.moment.iteration == 4
    assert everything(walked) == everything(jumped)
    assert walked.metrics(0, 4).tobytes() == jumped.metrics(0, 4).tobytes()
    state, _ = advance(walked.experiment, walked.experiment.initial_state(), 0, 4)
    assert [array.tobytes() for array in state.arrays()] == everything(walked)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_any_way_to_an_iteration_leads_to_the_same_bits(stops: list[int]) -> None:
    session, straight = Session("s", spec()), Session("t", spec())
    for stop in stops:
        session.goto(stop)
    straight.goto(stops[-1])
    assert everything(session) == everything(straight)


def test_each_iteration_drops_other_units() -> None:
    session = Session("s", spec())
    first = session.trace.find("mask3").array.copy()
    session.goto(1)
    assert not np.array_equal(session.trace.find("mask3").array, first)
    session.goto(0)
    np.testing.assert_array_equal(session.trace.find("mask3").array, first)


def test_what_is_kept_says_where_it_comes_from() -> None:
    session = Session("s", spec())
    session.goto(3)
    for name in ("mW1", "running_mean2"):
        explanation = session.trace.explain(name, (0,) if name[0] == "r" else (0, 0), 0)
        origin = origin_of(session, explanation)
        assert origin is not None
        assert "iteration 2 left" in origin.text


@pytest.mark.parametrize(
    ("loss", "units", "accuracy"),
    [
        ("softmax_cross_entropy", 2, True),
        ("binary_cross_entropy", 1, True),
        ("hinge", 1, True),
        ("hinge", 2, True),
        ("mean_squared_error", 1, True),
        ("mean_absolute_error", 2, True),
        ("huber", 1, True),
    ],
)
def test_every_loss_learns_two_classes(loss: str, units: int, accuracy: bool) -> None:
    chosen = spec(
        dataset={"name": "two-gaussians"},
        layers=[{"type": "affine", "units": units}],
        loss={"name": loss},
        optimizer={"name": "sgd", "learning_rate": 0.1},
        schedule={"name": "constant"},
    )
    session = Session("s", chosen)
    session.goto(100)
    rows = session.metrics(0, 100)
    assert rows[-10:, 0].mean() < 0.5 * rows[0, 0]
    assert rows[-10:, 1].mean() > 0.95


def test_a_regression_has_no_accuracy() -> None:
    chosen = spec(
        dataset={"name": "plane"},
        layers=[{"type": "affine", "units": 1}],
        loss={"name": "mean_squared_error"},
    )
    session = Session("s", chosen)
    session.goto(5)
    assert np.isnan(session.metrics(0, 5)[:, 1]).all()


@pytest.mark.parametrize(
    ("parts", "field", "words"),
    [
        ({"loss": {"name": "binary_cross_entropy"}}, ("layers", 4), "1 unit"),
        ({"dataset": {"name": "plane"}}, ("loss",), "mean_squared_error"),
        (
            {"dataset": {"name": "recall"}, "loss": {"name": "binary_cross_entropy"}},
            ("loss",),
            "softmax_cross_entropy",
        ),
        ({"batch_size": 300}, ("batch_size",), "250"),
        (
            {"layers": [{"type": "convolution", "filters": 2}, {"type": "affine", "units": 2}]},
            ("layers", 0),
            "no picture",
        ),
        (
            {
                "dataset": {"name": "mnist-sample"},
                "layers": [{"type": "convolution", "filters": 2, "size": 15, "stride": 8}] * 2,
            },
            ("layers", 1),
            "too small for a window",
        ),
        (
            {
                "layers": [
                    {"type": "residual", "layers": [{"type": "affine", "units": 5}]},
                    {"type": "affine", "units": 2},
                ]
            },
            ("layers", 0),
            "5",
        ),
    ],
)
def test_parts_that_do_not_fit_say_which_and_what_would(
    parts: dict[str, Any], field: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(SpecError, match=words) as refused:
        Experiment(spec(**parts))
    assert refused.value.field == field
