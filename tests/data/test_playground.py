"""The rules of TensorFlow Playground's src/dataset.ts, written once more, point by point."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data import playground
from backprop_explorer.data.draws import Draws

SEEDS = st.integers(0, 2**32 - 1)
FRACTIONS = st.floats(0, 0.5)
MOVED_BY_NOISE = [playground.two_gaussians, playground.spiral]
LABELLED_BY_NOISE = {
    playground.circle: 5,
    playground.exclusive_or: 5,
    playground.plane: 6,
    playground.multi_gaussian: 6,
}


def circle_label(a: float, b: float) -> int:
    return int(math.hypot(a, b) < 2.5)


def exclusive_or_label(a: float, b: float) -> int:
    return int(a * b >= 0)


def plane_label(a: float, b: float) -> float:
    return (a + b) / 10


def multi_gaussian_label(a: float, b: float) -> float:
    label = 0.0
    for x, y, sign in (
        *((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1)),
        *((-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)),
    ):
        away = math.dist((a, b), (x, y))
        candidate = sign * max(0.0, min(1.0, 1 - away / 2))
        if abs(candidate) > abs(label):
            label = candidate
    return label


RULES = [
    (playground.circle, circle_label),
    (playground.exclusive_or, exclusive_or_label),
    (playground.plane, plane_label),
    (playground.multi_gaussian, multi_gaussian_label),
]


@pytest.mark.parametrize(("generate", "rule"), RULES)
def test_without_noise_every_label_follows_the_rule(generate, rule) -> None:  # type: ignore[no-untyped-def]
    for seed in range(5):
        points, labels = generate(Draws(seed, "any"), 0)
        assert labels.tolist() == pytest.approx([rule(a, b) for a, b in points.tolist()])


@pytest.mark.parametrize("generate", LABELLED_BY_NOISE)
def test_noise_labels_a_point_as_one_nearby_and_leaves_it_where_it_is(generate) -> None:  # type: ignore[no-untyped-def]
    points, labels = generate(Draws(3, "any"), 0)
    same, noisy = generate(Draws(3, "any"), 0.5)
    assert np.array_equal(same, points)
    assert np.mean(noisy != labels) > 0.1


@given(SEEDS, FRACTIONS)
def test_noise_reaches_as_far_as_it_says(seed: int, noise: float) -> None:
    """Only a point near the disc can be labelled as if inside; the plane errs as much at most."""
    points, inside = playground.circle(Draws(seed, "any"), noise)
    reach = noise * 5 * math.sqrt(2)
    assert np.hypot(*points[inside].T).max() <= 2.5 + reach + 1e-5
    points, label = playground.plane(Draws(seed, "any"), noise)
    assert abs(label - points.sum(axis=1) / 10).max() <= 2 * noise * 6 / 10 + 1e-5


@given(SEEDS)
def test_circle_has_as_many_points_in_the_disc_as_in_the_ring(seed: int) -> None:
    points, inside = playground.circle(Draws(seed, "any"), 0)
    away = np.hypot(*points.T)
    assert len(points) == 500
    assert np.sum(away < 2.5) == 250
    assert np.all((away[~inside] >= 3.5 - 1e-5) & (away[~inside] <= 5 + 1e-5))


@given(SEEDS)
def test_exclusive_or_keeps_away_from_the_axes(seed: int) -> None:
    points, _ = playground.exclusive_or(Draws(seed, "any"), 0)
    assert points.shape == (500, 2)
    assert abs(points).min() >= np.float32(0.3)
    assert abs(points).max() <= 5.3 + 1e-5


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gaussians_have_their_centres_and_variance(noise: float, variance: float) -> None:
    drawn = [playground.two_gaussians(Draws(seed, "any"), noise) for seed in range(20)]
    points = np.concatenate([points for points, _ in drawn]).astype(np.float64)
    positive = np.concatenate([labels for _, labels in drawn])
    for centre, part in ((2, points[positive]), (-2, points[~positive])):
        assert len(part) == 20 * 250
        assert part.mean(axis=0) == pytest.approx([centre, centre], abs=0.12)
        assert np.cov(part.T) == pytest.approx(variance * np.eye(2), abs=0.08 * variance)


def test_the_spiral_is_two_arms_half_a_turn_apart() -> None:
    points, first = playground.spiral(Draws(0, "any"), 0)
    expected = []
    for start in (0, math.pi):
        for i in range(250):
            r, t = i / 250 * 5, 1.75 * i / 250 * 2 * math.pi + start
            expected.append((r * math.sin(t), r * math.cos(t)))
    assert points == pytest.approx(np.array(expected), abs=1e-5)
    assert first.tolist() == [True] * 250 + [False] * 250


@given(SEEDS, FRACTIONS)
def test_noise_moves_a_point_of_the_spiral_by_at_most_itself(seed: int, noise: float) -> None:
    still, _ = playground.spiral(Draws(seed, "any"), 0)
    moved, _ = playground.spiral(Draws(seed, "any"), noise)
    assert abs(moved - still).max() <= noise + 1e-5


@given(SEEDS)
def test_what_is_to_be_predicted_lies_all_over_the_plane(seed: int) -> None:
    for generate in (playground.plane, playground.multi_gaussian):
        points, _ = generate(Draws(seed, "any"), 0)
        assert points.shape == (1200, 2)
        assert abs(points).max() <= 6
        quarters = np.bincount((points > 0) @ [1, 2], minlength=4)
        assert np.all(abs(quarters - 300) <= 6 * np.sqrt(1200 * 3 / 16))
