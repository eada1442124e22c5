from __future__ import annotations

import numpy as np
import pytest

from backprop_explorer.sessions.metrics import BLOCK, MetricLog, Scores, as_words, columns, measure
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.training import advance


def test_a_row_is_what_its_columns_say() -> None:
    before = {"W1": np.array([[3.0, 4.0]], np.float32), "b1": np.zeros(2, np.float32)}
    grads = {"W1": np.array([[6.0, 8.0]], np.float32), "b1": np.array([5.0, 12.0], np.float32)}
    after = {name: before[name] - np.float32(0.5) * grads[name] for name in before}
    row = as_words(measure(Scores(2.5, 0.5, 0.25), before, grads, after), before)
    assert (row["loss"], row["accuracy"], row["penalty"]) == (2.5, 0.5, 0.25)
    assert np.isnan([row["test_loss"], row["test_accuracy"]]).all(), "not looked at"
    assert row["gradient_norms"] == {"W1": 10, "b1": 13}
    assert row["update_ratios"]["W1"] == 1.0
    assert np.isnan(row["update_ratios"]["b1"]), "biases that were zero have no ratio"
    assert MetricLog(before).columns[-4:] == (
        "gradient_norm.W1",
        "gradient_norm.b1",
        "update_ratio.W1",
        "update_ratio.b1",
    )


def test_a_log_gives_back_what_was_put_across_its_blocks() -> None:
    log = MetricLog(["W1"])
    width = len(columns(["W1"]))
    rows = np.arange(width * (3 * BLOCK + 5), dtype=np.float32).reshape(-1, width)
    for start in range(0, len(rows), 700):
        log.put(start, rows[start : start + 700])
    assert len(log) == len(rows)
    assert np.array_equal(log.rows(0, len(rows)), rows)
    assert np.array_equal(log.rows(BLOCK - 2, 2 * BLOCK + 3), rows[BLOCK - 2 : 2 * BLOCK + 3])
    assert log.rows(len(rows) - 1, len(rows) + 50).shape == (1, width)
    assert log.rows(len(rows) + 1, len(rows) + 50).shape == (0, width)


def test_a_log_has_no_gaps() -> None:
    log = MetricLog(["W1"])
    with pytest.raises(IndexError):
        log.put(1, np.zeros((1, len(log.columns)), np.float32))


def test_recorded_iterations_are_measured_as_plain_ones_bit_for_bit(first_net: Session) -> None:
    _, plain = advance(first_net.experiment, first_net.experiment.initial_state(), 0, 4)
    for _ in range(4):
        first_net.goto(first_net.moment.iteration, len(first_net.trace.events))
        first_net.goto(first_net.moment.iteration + 1)
    recorded = first_net.metrics(0, 4)
    assert recorded.tobytes() == plain.tobytes()
