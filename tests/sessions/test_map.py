from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import NoPoints, TooLong
from backprop_explorer.sessions.map import Map, draw_map
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.session import Session, Unit
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.trace import Phase
from backprop_explorer.trace.model import Array


def session_of(layers: list[dict[str, Any]], loss: str, **dataset: Any) -> Session:
    spec = {"dataset": {"name": "circle", **dataset}, "layers": layers, "loss": {"name": loss}}
    return Session("points", Spec.model_validate({**spec, "batch_size": 10}))


def drawn(session: Session, size: int = 7) -> Map:
    return draw_map(session.experiment, session.moment, size)


def at(session: Session, *names: str) -> list[Array]:
    """Parameters at the position, in float64."""
    event = session.moment.event
    return [session.trace.find(name, event).array.astype(np.float64) for name in names]


def test_a_plane_is_seen_as_it_is_drawn() -> None:
    session = session_of([{"type": "affine", "units": 1}], "mean_squared_error")
    seen = drawn(session, 4)
    W1, b1 = at(session, "W1", "b1")
    assert seen.axis.tolist() == [-4.5, -1.5, 1.5, 4.5]
    assert seen.outputs.shape == (4, 4, 1)
    for (row, column, _), said in np.ndenumerate(seen.outputs):
        x1, x2 = seen.axis[column], -seen.axis[row]
        assert said == pytest.approx(x1 * W1[0, 0] + x2 * W1[1, 0] + b1[0], rel=1e-5)


@pytest.mark.parametrize("moves", [0, 1, 20, 31, 32, 33, 34, 35, 40, 43])
def test_the_parameters_are_those_of_the_position(moves: int) -> None:
    session = Session("playground", PRESETS["playground"].spec)
    session.goto(3, moves)
    W1, b1, W2, b2, W3, b3 = at(session, "W1", "b1", "W2", "b2", "W3", "b3")
    x1, x2 = np.meshgrid(drawn(session).axis, drawn(session).axis[::-1])
    a1 = np.tanh(np.stack([x1, x2], axis=-1) @ W1 + b1)
    expected = np.tanh(np.tanh(a1 @ W2 + b2) @ W3 + b3)
    np.testing.assert_allclose(drawn(session).outputs, expected, rtol=1e-4, atol=1e-6)


def test_an_iteration_ends_where_the_next_one_begins() -> None:
    layers = [
        {"type": "affine", "units": 4},
        {"type": "residual", "layers": [{"type": "batch_norm"}, {"type": "affine", "units": 4}]},
        {"type": "dropout", "rate": 0.5},
        {"type": "affine", "units": 2},
    ]
    session = session_of(layers, "softmax_cross_entropy")
    start = drawn(session).outputs
    session.finish(Phase.UPDATE)
    end = drawn(session).outputs
    session.step(Unit.EVENT)
    assert session.moment.event == 0
    assert end.tobytes() == drawn(session).outputs.tobytes() != start.tobytes()


def test_it_is_drawn_in_evaluation_mode() -> None:
    layers = [
        {"type": "affine", "units": 3},
        {"type": "batch_norm"},
        {"type": "dropout", "rate": 0.5},
        {"type": "affine", "units": 1},
    ]
    session = session_of(layers, "binary_cross_entropy")
    session.goto(30)
    names = "W1 b1 gamma2 beta2 running_mean2 running_var2 W3 b3".split()
    W1, b1, gamma, beta, mean, variance, W3, b3 = at(session, *names)
    seen = drawn(session)
    x = np.stack(np.meshgrid(seen.axis, seen.axis[::-1]), axis=-1)
    z = gamma * (x @ W1 + b1 - mean) / np.sqrt(variance + 1e-5) + beta
    chances = 1 / (1 + np.exp(-(z @ W3 + b3)))
    np.testing.assert_allclose(seen.outputs, chances, rtol=1e-4)


def test_two_outputs_under_softmax_are_chances() -> None:
    session = session_of([{"type": "affine", "units": 2}], "softmax_cross_entropy")
    outputs = drawn(session).outputs
    assert outputs.shape == (7, 7, 2)
    np.testing.assert_allclose(outputs.sum(axis=-1), 1, rtol=1e-6)


@pytest.mark.parametrize("loss", ["hinge", "huber", "mean_absolute_error"])
@pytest.mark.parametrize("units", [1, 2])
def test_under_other_losses_scores_stay_as_they_are(loss: str, units: int) -> None:
    session = session_of([{"type": "affine", "units": units}], loss)
    W1, b1 = at(session, "W1", "b1")
    top_left = drawn(session).axis[[0, -1]] @ W1 + b1
    np.testing.assert_allclose(drawn(session).outputs[0, 0], top_left, rtol=1e-5)


def test_a_line_has_one_axis() -> None:
    session = Session("sine", PRESETS["sine"].spec)
    session.goto(50)
    W1, b1, W2, b2 = at(session, "W1", "b1", "W2", "b2")
    seen = drawn(session, 9)
    expected = np.tanh(seen.axis[:, None] @ W1 + b1) @ W2 + b2
    assert seen.outputs.shape == (9, 1)
    assert seen.axis[4] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(seen.outputs, expected, rtol=1e-4, atol=1e-6)


def test_features_and_standardization_are_those_of_the_inputs() -> None:
    layers = [{"type": "affine", "units": 1}]
    features = ["x1^2", "sin x2"]
    session = session_of(layers, "hinge", features=features, standardize=True)
    dataset = session.experiment.dataset
    assert dataset.points is not None
    seen = drawn(session)
    corner = dataset.points.columns(seen.axis[None, [0, -1]])
    W1, b1 = at(session, "W1", "b1")
    np.testing.assert_allclose(seen.outputs[0, 0], (corner @ W1 + b1)[0], rtol=1e-5)


def test_a_network_that_has_blown_up_says_nan() -> None:
    session = session_of([{"type": "affine", "units": 1}], "mean_squared_error")
    session.moment.params["W1"].flags.writeable = True
    session.moment.params["W1"][0] = np.inf
    session.moment.params["W1"][1] = -np.inf
    assert np.isnan(drawn(session).outputs).any()


def test_a_map_of_digits_is_refused(session: Session) -> None:
    with pytest.raises(NoPoints, match="mnist-sample are no points"):
        drawn(session)


def test_a_map_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of([{"type": "affine", "units": 1}], "hinge")
    monkeypatch.setattr(limits, "MAX_SECONDS", 0)
    with pytest.raises(TooLong, match=r"gives 0 of 10,000 answers\. Ask for a smaller size"):
        drawn(session, 100)


def test_it_changes_nothing() -> None:
    session = Session("dropout", PRESETS["dropout"].spec)
    before = session.trace.find("L").array
    drawn(session)
    assert session.position.event == 0
    again = Session("dropout", PRESETS["dropout"].spec)
    assert again.trace.find("L").array == before
