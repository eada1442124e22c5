"""Which axis runs over the examples: its length alone would not tell."""

import numpy as np
import pytest

BATCH = np.random.default_rng(0).normal(size=(4, 4))  # as many features as examples


@pytest.mark.parametrize(
    ("function", "axis"),
    [
        (lambda x, W: x @ W, 0),
        (lambda x, W: W @ x.T, 1),
        (lambda x, W: (x @ W).T.copy(), 1),
        (lambda x, W: np.exp(x.T).sum(axis=0), 0),
        (lambda x, W: x - x.mean(axis=0), 0),
        (lambda x, W: np.where(x > 0, x, 0)[:, ::-1], 0),
        (lambda x, W: x.reshape(4, 2, 2) * 1, 0),
        (lambda x, W: np.stack([x, x], axis=0), 1),
        (lambda x, W: np.maximum(x @ W, 0) * 2 + W[0], 0),
        (lambda x, W: x.T @ x, None),
        (lambda x, W: x.sum(axis=0), None),
        (lambda x, W: W * 2, None),
        (lambda x, W: np.zeros((4, 4)), None),
    ],
)
def test_the_example_axis(function, axis, recorded):
    trace, value = recorded(function, BATCH, np.ones((4, 4)))
    assert trace.example_axis(value.id) == axis


def test_a_term_names_its_example_through_views(recorded):
    trace, value = recorded(
        lambda x: np.einsum("in,nj->ij", x.T[:, ::-1], x[::-1] * 1), BATCH[:, :3]
    )
    for term in trace.explain(f"v{value.id}", (0, 1), limit=None).terms:
        assert term.label.axis == "n"
        assert term.label.example == 3 - term.label.at
        assert term.label.example == term.factors[0].index[0]


WORDS = np.random.default_rng(1).normal(size=(4, 3, 5))  # four examples of three words


@pytest.mark.parametrize(
    ("function", "axis"),
    [
        (lambda x, W: x @ W, 0),
        (lambda x, W: (x.reshape(-1, 5) @ W).reshape(4, 3, 2), 0),
        (lambda x, W: (x.reshape(-1, 5) @ W).reshape(4, 3, 2).transpose(2, 0, 1) * 1, 1),
        (lambda x, W: np.maximum(x.transpose(0, 2, 1).reshape(20, 3), 0).reshape(4, 15) + 1, 0),
        (lambda x, W: x.reshape(-1, 5) @ W, None),  # a block of three rows each
        (lambda x, W: x.reshape(-1, 5).T @ x.reshape(-1, 5), None),
        (lambda x, W: np.tile(W, (2, 2)), None),
        (lambda x, W: (x - x.mean(axis=(0, 1))) / x.std(axis=(0, 1)), 0),
        (lambda x, W: np.lib.stride_tricks.sliding_window_view(x, 2, axis=1) * 1, 0),
        (lambda x, W: np.pad(x, [(0, 0), (1, 1), (2, 2)]), 0),
        (lambda x, W: np.pad(x, [(0, 0), (1, 1), (2, 2)]).transpose(1, 2, 0).reshape(-1, 4) * 1, 1),
    ],
)
def test_examples_that_were_flattened_with_something_else(function, axis, recorded):
    trace, value = recorded(function, WORDS, np.ones((5, 2)))
    assert trace.example_axis(value.id) == axis


def test_a_term_names_its_example_where_the_axis_is_flattened(recorded):
    def function(x, W):
        rows = x.reshape(-1, 5)
        z = rows @ W
        return rows.T @ z

    trace, value = recorded(function, WORDS, np.ones((5, 2)))
    for term in trace.explain(f"v{value.id}", (3, 1), limit=None).terms:
        assert term.label.axis != "n"
        assert term.label.example == term.label.at // 3
    product = next(event for event in trace.events if event.operation == "matmul")
    for term in trace.explain(f"v{product.output}", (7, 1)).terms:  # within one example
        assert term.label.example is None


def test_a_batch_of_one(recorded):
    trace, value = recorded(lambda x, W: x @ W, BATCH[:1], np.ones((4, 4)))
    assert trace.example_axis(value.id) == 0


def test_a_long_chain_of_operations(recorded):
    def function(x):
        for _ in range(1500):
            x = x * 1
        return x

    trace, value = recorded(function, BATCH)
    assert trace.example_axis(value.id) == 0
