"""A sequence that asks for one of its own places: what attention is for, at its smallest.

    place     1  2  3  4    ?
    letter    c  a  d  b    3      →  d

The last token names a place, and the answer is the letter that stands there. Every letter stands
in every sequence exactly once, so adding the tokens up, or weighing every number by itself as one
affine layer does, is no better than guessing: place and letter have to be seen together. A hidden
layer can only learn each pair of them by heart, which takes more examples than there are here
unless the sequences are short. Attention looks from the question to the place that it names.
"""

from string import ascii_lowercase

import numpy as np

from .dataset import Dataset
from .draws import Draws
from .entry import Entry
from .options import SEED, TRAINING, Option

COUNT = 2000
DEFAULT_LENGTH = 8


def load_recall(length: int = DEFAULT_LENGTH, training: int = 50, seed: int = 0) -> Dataset:
    """2,000 sequences of `length` letters and a question, split by `training` percent.

    x: (N, T, D) float32, T = length + 1 tokens of D = 2 · length + 1 numbers: which letter it is,
       or "?" (one-hot, length + 1), and then which place it stands at, or asks for (one-hot)
    t: (N,) the letter at the place that is asked for
    """
    draws = Draws(seed, "recall")
    letters = np.stack([draws.order(length) for _ in range(COUNT)])
    asked = draws.uniform(0, length, COUNT).astype(np.int64)
    t = letters[np.arange(COUNT), asked]
    question = np.full((COUNT, 1), length)
    places = np.broadcast_to(np.arange(length), (COUNT, length))
    letter = np.eye(length + 1, dtype=np.float32)[np.hstack([letters, question])]
    place = np.eye(length, dtype=np.float32)[np.hstack([places, asked[:, np.newaxis]])]
    x = np.concatenate([letter, place], axis=2)
    train, test = draws.split(COUNT, training)
    classes = tuple(ascii_lowercase[:length])
    return Dataset(
        name="recall",
        x_train=x[train],
        t_train=t[train],
        x_test=x[test],
        t_test=t[test],
        image_shape=None,
        classes=classes,
        source=f"{COUNT:,} sequences of {length} letters in random order and a question for one of "
        f"their places, seed {seed}.",
        features=(*classes, "?", *(f"place {place}" for place in range(1, length + 1))),
    )


ENTRY = Entry(
    "recall",
    "2,000 sequences of letters, each once, and a last token that asks which letter stands at a "
    "certain place: made for attention.",
    load=load_recall,
    place="a seeded draw",
    natural_shape=(DEFAULT_LENGTH + 1, 2 * DEFAULT_LENGTH + 1),
    classes=tuple(ascii_lowercase[:DEFAULT_LENGTH]),
    options=(
        Option("length", "integer", "how many letters a sequence has", DEFAULT_LENGTH, 2, 16),
        TRAINING,
        SEED,
    ),
)
