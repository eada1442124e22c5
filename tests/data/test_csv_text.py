import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_explorer.data import OptionError, TableError, load
from backprop_explorer.data.csv_text import MOST_CLASSES, load_csv
from backprop_explorer.data.table import MOST_CHARACTERS

IRISES = """\
sepal,petal,species
5.1,1.4,setosa
7.0,4.7,versicolor
6.3,6.0,virginica
4.9,1.5,setosa
6.4,4.5,versicolor
5.8,5.1,virginica
"""


def rows(dataset) -> set[tuple[float, ...]]:  # type: ignore[no-untyped-def]
    """Every row, inputs and label, of both parts."""
    both = [
        np.hstack([x, t.reshape(len(t), -1)])
        for x, t in ((dataset.x_train, dataset.t_train), (dataset.x_test, dataset.t_test))
    ]
    return {tuple(row) for row in np.concatenate(both).round(4).tolist()}


def test_words_become_classes_in_the_order_of_the_alphabet() -> None:
    irises = load("csv", text=IRISES, standardize=False)
    assert irises.classes == ("setosa", "versicolor", "virginica")
    assert irises.features == ("sepal", "petal")
    assert irises.x_train.dtype == np.float32
    assert irises.x_train.shape == (4, 2)
    assert irises.x_test.shape == (2, 2)
    assert rows(irises) == {
        *((5.1, 1.4, 0), (7.0, 4.7, 1), (6.3, 6.0, 2)),
        *((4.9, 1.5, 0), (6.4, 4.5, 1), (5.8, 5.1, 2)),
    }
    assert "'species'" in irises.source


def test_numbers_as_classes_are_in_the_order_of_their_size() -> None:
    table = load("csv", text="1,10\n2,9\n3,nan\n4,9\n5,-1", standardize=False)
    assert table.classes == ("-1", "9", "10", "nan")


@pytest.mark.parametrize("label", ["species", "3", ""])
def test_the_label_is_named_numbered_or_the_last(label: str) -> None:
    assert load("csv", text=IRISES, label=label).features == ("sepal", "petal")


def test_another_column_can_be_predicted() -> None:
    text = "price,rooms,size\n300,3,70\n200,2,50\n100,1,30\n"
    houses = load("csv", text=text, label="price", task="regression", standardize=False)
    assert houses.features == ("rooms", "size")
    assert houses.classes == ()
    assert houses.t_train.shape == (2, 1)
    assert houses.t_train.dtype == np.float32
    assert rows(houses) == {(3, 70, 300), (2, 50, 200), (1, 30, 100)}


def test_inputs_are_standardized_by_the_training_part_and_targets_are_not() -> None:
    text = "\n".join(f"{i},{i * i},7,{i % 5}" for i in range(50))
    table = load("csv", text=text, task="regression", training=60)
    assert table.x_train.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-5)
    assert table.x_train.std(axis=0) == pytest.approx([1, 1, 0], abs=1e-5)
    assert np.all(table.x_test[:, 2] == 0)
    assert set(table.t_train.ravel()) == {0, 1, 2, 3, 4}
    assert "standardized" in table.source


@given(st.integers(0, 2**32 - 1), st.integers(10, 90), st.integers(2, 40))
def test_every_row_is_in_one_part(seed: int, training: int, count: int) -> None:
    text = "\n".join(f"{i},{i % 2}" for i in range(count))
    table = load_csv(text, seed=seed, training=training, standardize=False)
    assert rows(table) == {(i, i % 2) for i in range(count)}
    assert len(table.x_train) + len(table.x_test) == count
    assert len(table.x_train) >= 1
    assert len(table.x_test) >= 1


FAULTS = {
    "a word among the inputs": (
        {"text": IRISES.replace("4.7", "4,7")},
        "line 3 has 4 columns ('7.0,4,7,versicolor'), but line 1 has 3; every line needs as many",
    ),
    "not a number": (
        {"text": IRISES.replace("4.7", "4.7cm")},
        "line 3, column 2 (petal): '4.7cm' is not a number",
    ),
    "words to be predicted": (
        {"text": IRISES, "task": "regression"},
        "line 2, column 3 (species): 'setosa' is not a number; where the first line is names",
    ),
    "no label": (
        {"text": IRISES.replace(",setosa", ",")},
        "line 2, column 3 (species): there is nothing; give its label",
    ),
    "no such column": (
        {"text": IRISES, "label": "colour"},
        "there is no column 'colour': the columns are 'sepal', 'petal', 'species', or their",
    ),
    "one row": (
        {"text": "a,b\n1,2"},
        "the table has one row of numbers; it takes 2, one to learn from and one to be tested on",
    ),
    "only a header": ({"text": "a,b"}, "the table has no rows of numbers; it takes 2"),
    "one class": (
        {"text": "1,x\n2,x\n3,x"},
        "every label in the column 'column 2' is 'x'; there is something to learn only where",
    ),
    "too many classes": (
        {"text": "\n".join(f"1,{i / 10}" for i in range(MOST_CLASSES + 1))},
        "the column 'column 2' has 101 different labels, and 100 are the most; to predict it as a "
        "number, ask for the task regression",
    ),
}


@pytest.mark.parametrize(("options", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_learned_from_is_refused(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        load("csv", **options)
    assert str(caught.value).startswith(sentence)


def test_the_text_is_needed_and_limited() -> None:
    with pytest.raises(OptionError, match="csv needs text: the table itself"):
        load("csv")
    with pytest.raises(OptionError, match="text of 1 to 500,000 characters"):
        load("csv", text="1,2\n" * MOST_CHARACTERS)


def test_the_same_text_is_read_once() -> None:
    assert load("csv", text=IRISES) is load("csv", text=IRISES, training=80)
