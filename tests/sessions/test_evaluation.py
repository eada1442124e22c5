from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer import data
from backprop_explorer.sessions.evaluation import MOST, evaluate, gap
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.metrics import as_words
from backprop_explorer.sessions.presets import PRESETS
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec.optimizers import L2
from backprop_explorer.sessions.training import advance
from backprop_explorer.trace.model import Array


def test_it_is_the_textbooks_formula_over_the_test_digits(first_net: Session) -> None:
    first_net.goto(40)
    W1, b1, W2, b2 = (first_net.moment.params[name] for name in ("W1", "b1", "W2", "b2"))
    digits = first_net.experiment.dataset
    x, t = digits.x_test / 255, digits.t_test
    scores = np.maximum(x @ W1 + b1, 0) @ W2 + b2
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    network = first_net.experiment.network(first_net.moment.state, 40)
    loss, accuracy = evaluate(first_net.experiment, network)
    assert loss == pytest.approx(-log_p[np.arange(len(t)), t].mean(), rel=1e-5)
    assert accuracy == pytest.approx((scores.argmax(axis=1) == t).mean(), abs=1e-12)


@pytest.mark.parametrize("name", ["dropout", "batch-normalization"])
def test_it_asks_the_network_as_it_predicts(name: str) -> None:
    experiment = Experiment(PRESETS[name].spec)
    state, _ = advance(experiment, experiment.initial_state(), 0, 30)
    network = experiment.network(state, 30)
    dataset = experiment.dataset
    scores = network.predict(data.scale(dataset.x_test))
    found = scores[:, 0] > 0 if scores.shape[1] == 1 else scores.argmax(axis=1)
    _, accuracy = evaluate(experiment, network)
    assert accuracy == pytest.approx((found == dataset.t_test).mean(), abs=1e-12)
    assert all(layer.training for layer in network.all_layers.values()), "as it was"


def test_a_regression_has_a_loss_and_no_accuracy() -> None:
    experiment = Experiment(PRESETS["sine"].spec)
    network = experiment.network(experiment.initial_state(), 0)
    loss, accuracy = evaluate(experiment, network)
    dataset = experiment.dataset
    error = network.predict(dataset.x_test) - dataset.t_test
    assert loss == pytest.approx((error**2).mean(), rel=1e-5)
    assert np.isnan(accuracy)


def test_no_more_than_a_thousand_examples_are_asked_about(
    first_net: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = first_net.experiment
    network = experiment.network(first_net.moment.state, 0)
    forward, asked = network.forward, []

    def counting(x: Array) -> Array:
        asked.append(len(x))
        return forward(x)

    monkeypatch.setattr(network, "forward", counting)
    evaluate(experiment, network, "train")
    assert len(experiment.dataset.x_train) > sum(asked) == MOST


def test_test_scores_come_once_an_epoch_on_every_way_there(first_net: Session) -> None:
    assert gap(first_net.experiment) == 50
    _, rows = advance(first_net.experiment, first_net.experiment.initial_state(), 0, 101)
    names = first_net.experiment.shapes
    tested = [k for k, row in enumerate(rows) if np.isfinite(as_words(row, names)["test_loss"])]
    assert tested == [0, 50, 100]
    first_net.goto(50)
    first_net.goto(50, len(first_net.trace.events))
    first_net.goto(51)
    assert first_net.metrics(50, 51).tobytes() == rows[50:51].tobytes(), "recorded or not"


def test_regularization_says_what_the_weights_cost(first_net: Session) -> None:
    spec = first_net.spec.model_copy(update={"regularization": L2(strength=0.01)})
    experiment = Experiment(spec)
    state = experiment.initial_state()
    _, rows = advance(experiment, state, 0, 1)
    cost = 0.005 * sum(float((W.astype(float) ** 2).sum()) for W in state.params.values())
    assert as_words(rows[0], state.params)["penalty"] == pytest.approx(cost, rel=1e-5)
