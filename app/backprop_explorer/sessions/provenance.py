"""Where the numbers come from that no operation of the iteration made."""

from __future__ import annotations

from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec import Affine, Normal
from backprop_explorer.trace import Explanation, Role
from backprop_explorer.trace.explain.explanation import Origin


def origin_of(session: Session, found: Explanation) -> Origin | None:
    """The trace knows what such a number is; the session knows where it came from."""
    origin = found.origin
    if origin is None:
        return None
    if origin.kind == Role.PARAMETER:
        return Origin(origin.kind, parameter_origin(session, found.name))
    if origin.kind in (Role.INPUT, Role.LABEL):
        return Origin(origin.kind, example_origin(session, found.index[0]))
    return origin


def parameter_origin(session: Session, name: str) -> str:
    """Whether the initializer or an update made the numbers this iteration started with."""
    iteration = session.moment.iteration
    if iteration:
        rate = session.spec.optimizer.learning_rate
        return (
            f"{name} is a parameter: last changed by the update of iteration {iteration - 1} "
            f"(SGD, learning rate {rate:g})"
        )
    if name.startswith("b"):
        return f"{name} is a parameter: biases start at zero"
    affines = [layer for layer in session.spec.layers if isinstance(layer, Affine)]
    init = affines[int(name[1:]) - 1].init
    if isinstance(init, Normal):
        return f"{name} is a parameter: drawn by normal(std={init.std:g}), seed {session.spec.seed}"
    return f"{name} is a parameter: every number of it starts the same, by {init.name}"


def example_origin(session: Session, example: int) -> str:
    """The example of the data set that stands at this place of the batch."""
    dataset, rows = session.experiment.dataset, session.moment.rows
    assert rows is not None
    row = int(rows[example])
    label = dataset.classes[int(dataset.t_train[row])]
    return (
        f"example {example} of the batch: training example {row} of {dataset.name}, "
        f"labelled {label}"
    )
