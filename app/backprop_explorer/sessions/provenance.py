"""Where the numbers come from that no operation of the iteration made."""

from __future__ import annotations

from backprop_explorer.sessions.session import Session
from backprop_explorer.trace import Explanation, Role
from backprop_explorer.trace.explain.explanation import Origin


def origin_of(session: Session, found: Explanation) -> Origin | None:
    """The trace knows what such a number is; the session knows where it came from."""
    origin = found.origin
    if origin is None:
        return None
    if origin.kind == Role.PARAMETER:
        return Origin(origin.kind, parameter_origin(session, found.name))
    if origin.kind == Role.STATE:
        return Origin(origin.kind, state_origin(session, found.name))
    if origin.kind in (Role.INPUT, Role.LABEL):
        return Origin(origin.kind, example_origin(session, found.index[0]))
    return origin


def parameter_origin(session: Session, name: str) -> str:
    """Whether the initializer or an update made the numbers this iteration started with."""
    iteration = session.moment.iteration
    if iteration:
        optimizer = session.spec.optimizer
        return (
            f"{name} is a parameter: last changed by the update of iteration {iteration - 1} "
            f"({optimizer.name}, learning rate {optimizer.learning_rate:g})"
        )
    return f"{name} is a parameter: {session.experiment.beginnings[name]}"


def state_origin(session: Session, name: str) -> str:
    """What the iteration before left in an optimizer or a layer."""
    iteration = session.moment.iteration
    if not iteration:
        return f"{name} is kept from iteration to iteration: this is what it starts from"
    return (
        f"{name} is kept from iteration to iteration: this is what iteration {iteration - 1} left"
    )


def example_origin(session: Session, example: int) -> str:
    """The example of the data set that stands at this place of the batch."""
    dataset, inside = session.experiment.dataset, session.moment.inside
    assert inside is not None
    row = int(inside.batch.rows[example])
    meaning = "labelled" if dataset.classes else "which should give"
    return (
        f"example {example} of the batch: training example {row} of {dataset.name}, {meaning} "
        f"{dataset.label(row)}"
    )
