from __future__ import annotations

from backprop_explorer.sessions.provenance import origin_of
from backprop_explorer.sessions.session import Session
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import Constant
from backprop_explorer.sessions.spec.layers import Affine


def told(session: Session, name: str, *index: int) -> str:
    origin = origin_of(session, session.trace.explain(name, index, 0))
    assert origin is not None
    return origin.text


def test_a_parameter_comes_from_its_initializer_and_then_from_updates(session: Session) -> None:
    assert told(session, "W1", 3, 4) == "W1 is a parameter: drawn by normal(std=0.1), seed 3"
    assert told(session, "W2", 3, 4) == "W2 is a parameter: drawn by normal(std=0.01), seed 3"
    assert told(session, "b1", 3) == "b1 is a parameter: biases start at zero"
    session.goto(7)
    assert told(session, "W1", 3, 4) == (
        "W1 is a parameter: last changed by the update of iteration 6 (sgd, learning rate 0.1)"
    )
    constant = Session("c", Spec(layers=[Affine(units=10, init=Constant(value=0.5))]))
    assert "every number of it starts the same" in told(constant, "W1", 0, 0)


def test_an_input_and_a_label_come_from_a_row_of_the_data_set(session: Session) -> None:
    row = int(session.experiment.batch(0).rows[4])
    label = int(session.experiment.dataset.t_train[row])
    assert told(session, "x", 4, 300).endswith(
        f"training example {row} of mnist-sample, labelled {label}"
    )
    assert told(session, "t", 4) == told(session, "x", 4, 300)


def test_a_number_that_an_operation_made_has_no_origin(session: Session) -> None:
    end = len(session.trace.events)
    assert origin_of(session, session.trace.explain("dW1", (300, 2), end)) is None
