"""From labels to what a loss compares outputs with, and what it cannot compare them with.

Checks look at a plain view of an array: they are no step of the computation, and a recording of it
does not show them.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import LabelMismatch
from backprop_explorer.engine.functions import refuse_unknown_classes
from backprop_explorer.engine.types import Array, DType


def rows(labels: Array, outputs: int, dtype: DType) -> Array:
    """A row of `outputs` numbers for each label, (N, outputs).

    Raises LabelMismatch for rows of another length, and as `one_hot` does.
    """
    if labels.ndim == 1 and outputs > 1:
        return one_hot(labels, outputs, dtype)
    if labels.ndim == 1:
        labels = labels[:, None]
    if labels.shape[1:] != (outputs,):
        raise LabelMismatch(
            f"Labels of shape {labels.shape} do not fit {outputs} outputs per example: give class "
            f"indices of shape {labels.shape[:1]} or rows of shape {(len(labels), outputs)}."
        )
    return labels.astype(dtype, copy=False)


def one_hot(labels: Array, classes: int, dtype: DType) -> Array:
    """For each class index a row, (N, classes), with 1 at that index and 0 elsewhere.

    Raises LabelMismatch as `refuse_strangers` does.
    """
    refuse_strangers(labels, classes)
    t = np.zeros((len(labels), classes), dtype)
    t[np.arange(len(labels)), labels] = 1
    return t


def two_classes(labels: Array, dtype: DType) -> Array:
    """Class indices 0 and 1 as numbers for one output, (N, 1).

    Raises LabelMismatch for more classes: one score can only say yes or no.
    """
    t = rows(labels, 1, dtype)
    strangers = t[(t != 0) & (t != 1)]
    if strangers.size:
        raise LabelMismatch(
            f"The label {strangers[0]:g} is neither 0 nor 1, and one output tells only two "
            "classes apart: let the network have an output for each class."
        )
    return t


def fitted(t: Array, x: Array) -> Array:
    """The targets in the type of the outputs x, so that float32 stays float32.

    Raises LabelMismatch unless there is a target for each output: NumPy would stretch (N,) targets
    over (N, 1) outputs, and the loss would compare every example with all others.
    """
    if t.shape != x.shape:
        raise LabelMismatch(
            f"Targets of shape {t.shape} do not fit outputs of shape {x.shape}: give a target for "
            "each output, in the same shape."
        )
    return t if t.dtype == x.dtype else t.astype(x.dtype)


def refuse_strangers(labels: Array, classes: int) -> None:
    """Raise LabelMismatch unless the labels are (N,) indices of so many classes."""
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise LabelMismatch(
            f"Labels of shape {labels.shape} and type {labels.dtype} are no class indices: give a "
            f"whole number, 0 to {classes - 1}, for each example."
        )
    refuse_unknown_classes(labels, classes)
