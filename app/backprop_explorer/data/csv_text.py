"""A table of the user's own, as a data set: columns of numbers, and one that is to be learned."""

from dataclasses import replace
from math import inf, isfinite, nan

import numpy as np

from .dataset import Array, Dataset, Task
from .draws import Draws
from .entry import Entry
from .errors import TableError
from .options import SEED, STANDARDIZE, TRAINING, Option
from .standardization import STANDARDIZED, measure
from .table import MOST_CHARACTERS, Header, Table, read_table

MOST_CLASSES = 100


def load_csv(
    text: str,
    label: str = "",
    task: Task = "classification",
    header: Header = "auto",
    training: int = 80,
    seed: int = 0,
    standardize: bool = True,
) -> Dataset:
    """The rows of `text`, shuffled and split, `training` percent of them for training.

    x: (N, D) float32, every column but the label's    t: (N,) classes, or (N, 1) numbers

    `label` is the name or the number of a column, or "" for the last. A class is whatever is
    written there, word or number. What is to be predicted in regression is not standardized.

    Raises TableError, which names the line, the column and the text at fault.
    """
    table = read_table(text, header)
    place = table.column(label)
    if len(table.rows) < 2:
        raise TableError(
            f"the table has {'one row' if table.rows else 'no rows'} of numbers; it takes 2, one "
            "to learn from and one to be tested on"
        )
    inputs = [column for column in range(len(table.names)) if column != place]
    x = table.numbers(inputs)
    if task == "classification":
        t, classes = _classes(table, place)
    else:
        t, classes = table.numbers([place]).astype(np.float32), ()
    train, test = Draws(seed, "csv").split(len(x), training)
    x = measure(x[train]).apply(x) if standardize else x.astype(np.float32)
    return Dataset(
        name="csv",
        x_train=x[train],
        t_train=t[train],
        x_test=x[test],
        t_test=t[test],
        image_shape=None,
        classes=classes,
        source=f"A table of {len(x):,} rows that was given; what is learned is the column "
        f"{table.names[place]!r}; split with seed {seed}."
        f"{' ' + STANDARDIZED if standardize else ''}",
        task=task,
        features=tuple(table.names[column] for column in inputs),
    )


def _classes(table: Table, place: int) -> tuple[Array, tuple[str, ...]]:
    """The labels as indices (N,), and what they mean: numbers by size, or words by the alphabet."""
    words = table.words(place)
    different = set(words)
    name = table.names[place]
    if len(different) == 1:
        raise TableError(
            f"every label in the column {name!r} is {words[0]!r}; there is something to learn only "
            "where there are two"
        )
    if len(different) > MOST_CLASSES:
        raise TableError(
            f"the column {name!r} has {len(different):,} different labels, and {MOST_CLASSES} are "
            "the most; to predict it as a number, ask for the task regression"
        )
    classes = sorted(different, key=_by_size)
    index = {word: place for place, word in enumerate(classes)}
    return np.array([index[word] for word in words], np.int64), tuple(classes)


def _by_size(word: str) -> tuple[float, str]:
    try:
        size = float(word)
    except ValueError:
        size = nan
    return size if isfinite(size) else inf, word


ENTRY = Entry(
    "csv",
    "A table of your own: numbers with commas between them, a line for each example, and a column "
    "with the label.",
    load=load_csv,
    place="the text you give",
    natural_shape=None,
    options=(
        Option("text", "string", "the table itself", least=1, most=MOST_CHARACTERS),
        Option(
            "label",
            "string",
            "the column to be learned, by name or number; the last one where it is empty",
            default="",
            least=0,
            most=200,
        ),
        Option(
            "task",
            "string",
            "whether the label is a class or a number to be predicted",
            default="classification",
            choices=("classification", "regression"),
        ),
        Option(
            "header",
            "string",
            "whether the first line has the columns' names; auto looks whether it has a number",
            default="auto",
            choices=("auto", "yes", "no"),
        ),
        replace(TRAINING, default=80),
        SEED,
        replace(STANDARDIZE, default=True),
    ),
)
