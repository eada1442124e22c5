"""A session of the first network holds at most 3 MB, however long it was trained."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np

from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.presets import TWO_LAYER_MNIST
from backprop_explorer.sessions.session import Session, Unit

MOST = 3_000_000


def train(session: Session, iterations: int, piece: int) -> None:
    """As if a worker had trained; the numbers do not matter here."""
    columns = len(session.timeline.log.columns)
    for end in range(piece, iterations + 1, piece):
        state = session.moment.state.map(np.copy)
        session.absorb(end, state, np.zeros((piece, columns), np.float32))


def use(live: LiveSession) -> None:
    session = live.session
    train(session, 10_000, 250)
    session.timeline.pace = 1e-6
    session.goto(9_700)
    session.step(Unit.LAYER, -7)
    session.step(Unit.PHASE, 2)
    session.trace.explain("dW2", (14, 9), len(session.trace.events))
    for _ in range(300):
        live.stream.publish("position", b"x" * 1_000)


def test_a_session_of_the_first_network_holds_at_most_3_mb() -> None:
    use(LiveSession(Session("imports and caches", TWO_LAYER_MNIST.spec)))
    gc.collect()
    tracemalloc.start()
    try:
        live = LiveSession(Session("measured", TWO_LAYER_MNIST.spec))
        use(live)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    print(f"{held / 1e6:.2f} MB")
    assert 1_000_000 < held <= MOST
    assert len(live.session.metrics(0, 10_000)) == 10_000
