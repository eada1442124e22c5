import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data import CATALOG, Dataset, OptionError, batch, load
from backprop_explorer.data.features import FEATURES
from backprop_explorer.data.toys import TOYS

CLASSIFY = [toy.name for toy in TOYS if toy.task == "classification"]
PREDICT = [toy.name for toy in TOYS if toy.task == "regression"]
NAMES = [*CLASSIFY, *PREDICT]
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "features": st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True),
        "noise": st.floats(0, 50),
        "training": st.integers(10, 90),
        "seed": st.integers(0, 2**32 - 1),
        "standardize": st.booleans(),
    },
)


def arrays(dataset: Dataset) -> list[np.ndarray]:
    assert dataset.points is not None
    named = (dataset.x_train, dataset.t_train, dataset.x_test, dataset.t_test)
    return [*named, dataset.points.train, dataset.points.test]


def test_the_six_of_the_playground_are_there() -> None:
    assert CLASSIFY == ["circle", "exclusive-or", "two-gaussians", "spiral"]
    assert PREDICT == ["plane", "multi-gaussian"]


@pytest.mark.parametrize("name", NAMES)
@given(options=OPTIONS)
def test_the_same_choice_gives_the_same_points(name: str, options: dict[str, object]) -> None:
    one, other = (
        CATALOG[name].load(**CATALOG[name].chosen(options)) for _ in range(2)
    )  # made anew, not kept
    for a, b in zip(arrays(one), arrays(other), strict=True):
        assert np.array_equal(a, b)


@pytest.mark.parametrize("name", NAMES)
@given(options=OPTIONS)
def test_the_parts_have_their_shares_kinds_and_columns(
    name: str, options: dict[str, object]
) -> None:
    toy = load(name, **options)
    count = 500 if name in CLASSIFY else 1200
    assert len(toy.x_train) == count * options.get("training", 50) // 100  # type: ignore[operator]
    assert len(toy.x_train) + len(toy.x_test) == count
    assert len(toy.features) == len(options.get("features", "12"))  # type: ignore[arg-type]
    assert toy.input_shape == toy.natural_shape == (len(toy.features),)
    assert toy.x_train.dtype == np.float32
    if name in CLASSIFY:
        assert set(toy.t_train) | set(toy.t_test) == {0, 1}
        assert toy.classes == ("negative", "positive")
    else:
        assert toy.t_train.shape == (len(toy.x_train), 1)
        assert toy.t_train.dtype == np.float32
        assert toy.classes == ()


@pytest.mark.parametrize("name", NAMES)
@given(options=OPTIONS)
def test_inputs_are_the_columns_of_the_points(name: str, options: dict[str, object]) -> None:
    toy = load(name, **options)
    assert toy.points is not None
    assert np.array_equal(toy.x_train, toy.points.columns(toy.points.train))
    assert np.array_equal(toy.x_test, toy.points.columns(toy.points.test))
    assert toy.points.domain == (-6, 6)


@pytest.mark.parametrize("name", NAMES)
def test_no_point_is_both_learned_from_and_tested_on(name: str) -> None:
    # With noise, because the two arms of the spiral begin at one point.
    points = load(name, noise=10).points
    assert points is not None
    train, test = (
        {tuple(point) for point in part.tolist()} for part in (points.train, points.test)
    )
    assert not train & test
    assert len(train) + len(test) == len(points.train) + len(points.test)


def test_the_share_moves_the_border_and_not_the_points() -> None:
    few, many = load("circle", training=20), load("circle", training=70)
    assert np.array_equal(many.x_train[: len(few.x_train)], few.x_train)
    for part in ("x", "t"):
        together = [
            np.concatenate([getattr(toy, f"{part}_train"), getattr(toy, f"{part}_test")])
            for toy in (few, many)
        ]
        assert np.array_equal(*together)


def test_noise_is_in_percent() -> None:
    still, noisy = load("spiral").points, load("spiral", noise=30).points
    assert still is not None
    assert noisy is not None
    assert abs(noisy.train - still.train).max() == pytest.approx(0.3, abs=0.01)


def test_another_seed_gives_other_points() -> None:
    assert not np.array_equal(load("circle", seed=0).x_train, load("circle", seed=1).x_train)


@pytest.mark.parametrize("name", NAMES)
def test_standardized_by_the_training_part_alone(name: str) -> None:
    toy = load(name, features=list(FEATURES), standardize=True, training=20)
    assert toy.x_train.mean(axis=0) == pytest.approx(np.zeros(7), abs=1e-5)
    assert toy.x_train.std(axis=0) == pytest.approx(np.ones(7), abs=1e-5)
    # With a fifth of the points, the others are never quite the same.
    assert abs(toy.x_test.mean(axis=0)).max() > 1e-3
    plain = load(name, features=list(FEATURES), training=20)
    by_hand = (plain.x_test - plain.x_train.mean(axis=0)) / plain.x_train.std(axis=0)
    assert toy.x_test == pytest.approx(by_hand, abs=1e-4)


def test_the_source_says_what_was_done() -> None:
    toy = load("spiral", noise=12.5, seed=9, standardize=True)
    for part in ("500 points", "TensorFlow Playground", "noise 12.5 %", "seed 9", "standardized"):
        assert part in toy.source
    assert "standardized" not in load("spiral").source


def test_features_come_in_one_order_with_their_names() -> None:
    toy = load("circle", features=["sin x2", "x1^2", "x1"])
    assert toy.features == ("x1", "x1²", "sin x2")
    assert toy is load("circle", features=("x1", "sin x2", "x1^2"))


def test_a_batch_is_rows_of_a_toy() -> None:
    toy = load("plane")
    x, t, rows = batch(toy, seed=0, iteration=3, batch_size=10)
    assert np.array_equal(x, toy.x_train[rows])
    assert np.array_equal(t, toy.t_train[rows])
    assert t.shape == (10, 1)


def test_labels_can_be_read() -> None:
    circle, plane = load("circle"), load("plane")
    assert circle.label(0) == circle.classes[circle.t_train[0]]
    assert float(plane.label(0)) == pytest.approx(float(plane.t_train[0, 0]), rel=1e-3)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(OptionError, match="noise cannot be 60; it must be a number from 0 to 50"):
        load("circle", noise=60)
    with pytest.raises(
        OptionError, match="circle has no option 'nosie'; there are features, noise"
    ):
        load("circle", nosie=10)
    with pytest.raises(OptionError, match=r"features cannot be \['x3'\]; .* one or more of x1, x2"):
        load("circle", features=["x3"])
