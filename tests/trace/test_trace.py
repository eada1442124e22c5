"""A trace answers by name and position, and says what would do when it cannot."""

import numpy as np
import pytest

from backprop_explorer.trace import (
    BadPosition,
    Event,
    Layer,
    NotComputed,
    Phase,
    Role,
    Source,
    Trace,
    UnknownValue,
    Value,
)


def value(id, name, event=None, role=Role.ACTIVATION, view_of=None):
    return Value(id, name, np.array([float(id)]), role, event=event, view_of=view_of)


def event(index, phase, layer, line, output):
    source = Source("net.py", line, (0, 1), "…", "f") if line else None
    return Event(index, phase, layer, "exp", (), (), (output,), source=source)


FORWARD, BACKWARD, UPDATE = Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE


@pytest.fixture
def trace():
    values = [
        value(0, "x", role=Role.INPUT),
        value(1, "W1", role=Role.PARAMETER),
        value(2, "v2", 1),
        value(3, "z1", 2),
        value(4, "L", 3),
        value(5, "dz1", 4),
        value(6, "dW1", 6),
        value(7, "W1", 7, Role.PARAMETER),
        value(8, "v8", view_of=0),
    ]
    events = [
        event(1, FORWARD, "Affine1", 10, 2),
        event(2, FORWARD, "Affine1", 10, 3),
        event(3, FORWARD, "Loss", 20, 4),
        event(4, BACKWARD, "Loss", 20, 5),
        event(5, BACKWARD, "Affine1", None, 5),
        event(6, BACKWARD, "Affine1", None, 6),
        event(7, UPDATE, "SGD", 40, 7),
    ]
    layers = [Layer("Affine1", "Affine", 1, ("W1",), ("dW1",), "x", "z1", None, "dz1")]
    return Trace(tuple(values), tuple(events), tuple(layers), (), 1)


def test_a_name_means_its_version_at_the_position(trace):
    assert trace.find("W1").id == 7
    assert trace.find("W1", 7).id == 7
    assert trace.find("W1", 6).id == 1
    assert trace.find("W1", 0).id == 1
    assert trace.find("v1").id == 1  # an id is one version and stays it
    assert trace.find("v8", 0).id == 8
    assert trace.value(6).name == "dW1"


def test_what_comes_later_is_not_computed_yet(trace):
    with pytest.raises(NotComputed) as error:
        trace.find("dW1", 4)
    assert error.value.event == 6
    assert str(error.value) == (
        "dW1 is not computed yet at position 4: event 6 (backward, Affine1) computes it. "
        "Ask at position 6 or later."
    )
    with pytest.raises(NotComputed):
        trace.find("v7", 6)


def test_an_unknown_name_is_answered_with_near_ones(trace):
    with pytest.raises(UnknownValue, match=r"no value named 'dw1'\. Did you mean dW1\?"):
        trace.find("dw1")
    with pytest.raises(UnknownValue, match=r"Did you mean dz1, z1 or dW1\?"):
        trace.find("dzz1")
    with pytest.raises(UnknownValue, match="Its values are L, W1, dW1, dz1, x, z1"):
        trace.find("qqqqqq")
    with pytest.raises(UnknownValue):
        trace.find("v99")
    with pytest.raises(UnknownValue):
        trace.value(99)


def test_named_is_what_can_be_seen_from_a_position(trace):
    assert set(trace.named(0)) == {"x", "W1", "v8"}
    assert set(trace.named(4)) == {"x", "W1", "v2", "z1", "L", "dz1", "v8"}
    assert trace.named(6)["W1"].id == 1
    assert trace.named()["W1"].id == 7


def test_where_units_end(trace):
    assert trace.ends("event") == [0, 1, 2, 3, 4, 5, 6, 7]
    assert trace.ends("line") == [0, 2, 3, 4, 5, 6, 7]
    assert trace.ends("layer") == [0, 2, 3, 4, 6, 7]
    assert trace.ends("phase") == [0, 3, 6, 7]


def test_an_empty_trace_has_one_position():
    empty = Trace((), (), (), (), 0)
    assert [empty.ends(unit) for unit in ("event", "line", "layer", "phase")] == [[0]] * 4
    assert empty.named() == {}
    with pytest.raises(UnknownValue, match="It has no values"):
        empty.find("x")


@pytest.mark.parametrize("position", [-1, 8, 1000])
def test_a_position_outside_the_trace(trace, position):
    with pytest.raises(BadPosition, match=f"no position {position}.*0 to 7"):
        trace.find("x", position)


def test_an_unknown_unit(trace):
    with pytest.raises(BadPosition, match="event, line, layer, phase"):
        trace.ends("epoch")


def test_a_trace_shows_what_it_holds(trace):
    assert repr(trace) == "<Trace of Affine1: 7 events, 9 values>"


def test_a_trace_cannot_be_changed(trace):
    with pytest.raises(AttributeError):
        trace.values = ()
