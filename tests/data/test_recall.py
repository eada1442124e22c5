import numpy as np
import pytest

from backprop_explorer.data import Dataset, load

LENGTHS = [2, 6, 16]


def attended(x: np.ndarray, length: int) -> np.ndarray:
    """One head of attention, set by hand: look from the place asked for to where it is."""
    letters, places = x[..., : length + 1], x[..., length + 1 :]
    scores = 20 * places[:, -1:] @ places.transpose(0, 2, 1)
    weights = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return (weights @ letters)[:, 0, :length]


def fitted_accuracy(dataset: Dataset, of: object) -> float:
    """The share right on the test part of the best affine layer, by least squares."""
    inputs = [of(x).reshape(len(x), -1) for x in (dataset.x_train, dataset.x_test)]  # type: ignore[operator]
    train, test = (np.hstack([x, np.ones((len(x), 1))]) for x in inputs)
    one_hot = np.eye(len(dataset.classes))[dataset.t_train]
    weights = np.linalg.lstsq(train, one_hot, rcond=None)[0]
    return float(np.mean((test @ weights).argmax(axis=1) == dataset.t_test))


@pytest.mark.parametrize("length", LENGTHS)
def test_a_sequence_is_every_letter_once_and_a_question(length: int) -> None:
    recall = load("recall", length=length, training=60)
    assert recall.x_train.shape == (1200, length + 1, 2 * length + 1)
    assert recall.x_train.dtype == np.float32
    assert recall.input_shape == recall.natural_shape == (length + 1, 2 * length + 1)
    assert len(recall.classes) == length
    letters = recall.x_train[..., : length + 1].argmax(axis=2)
    places = recall.x_train[..., length + 1 :].argmax(axis=2)
    assert np.all(recall.x_train.sum(axis=2) == 2)  # one letter, one place
    assert np.array_equal(np.sort(letters[:, :-1]), np.tile(np.arange(length), (1200, 1)))
    assert np.all(letters[:, -1] == length)
    assert np.all(places[:, :-1] == np.arange(length))
    asked = places[:, -1]
    assert np.array_equal(letters[np.arange(1200), asked], recall.t_train)


def test_columns_have_names() -> None:
    assert load("recall", length=2).features == ("a", "b", "?", "place 1", "place 2")


@pytest.mark.parametrize("length", LENGTHS)
def test_one_head_of_attention_knows_it_all(length: int) -> None:
    recall = load("recall", length=length)
    said = attended(recall.x_test, length).argmax(axis=1)
    assert np.array_equal(said, recall.t_test)


def test_weighing_the_tokens_or_adding_them_up_is_guessing() -> None:
    recall = load("recall", length=6)
    guessing = 1 / 6
    assert fitted_accuracy(recall, lambda x: x) == pytest.approx(guessing, abs=0.05)
    assert fitted_accuracy(recall, lambda x: x.sum(axis=1)) == pytest.approx(guessing, abs=0.05)


def test_letters_places_and_answers_are_drawn_evenly() -> None:
    recall = load("recall", length=6, training=90)
    answers = np.bincount(recall.t_train, minlength=6)
    asked = recall.x_train[:, -1, 7:].sum(axis=0)
    for counts in (answers, asked):
        assert np.all(abs(counts - 300) <= 5 * np.sqrt(1800 * 5 / 36))


def test_the_same_seed_gives_the_same_sequences() -> None:
    one, other, third = (
        load("recall", seed=seed, training=share) for seed, share in ((4, 50), (4, 80), (5, 50))
    )
    assert np.array_equal(one.x_train, other.x_train[:1000])
    assert not np.array_equal(one.x_train, third.x_train)
