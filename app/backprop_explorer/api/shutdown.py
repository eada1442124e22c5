"""Ends what would keep a server from ending: open streams, running trainings, worker processes.

A server waits for its connections before it tells the application that it ends, and a stream never
ends by itself; so the streams are closed by the signal that ends the server.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

from anyio.to_thread import run_sync

from backprop_explorer.sessions.slots import Slots
from backprop_explorer.sessions.store import SessionStore

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def close_streams(store: SessionStore) -> None:
    """Ends every open stream."""
    for live in store:
        live.stream.close()


@contextmanager
def streams_closed_by_signal(store: SessionStore) -> Iterator[None]:
    """Inside the block, a signal that ends the server ends the streams first."""
    if current_thread() is not main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in SIGNALS}

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close_streams, store)
        previous = before[number]
        if callable(previous):
            previous(number, frame)
        elif previous == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    for number in SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in SIGNALS:
            if signal.getsignal(number) is handle:
                signal.signal(number, before[number])


async def end(store: SessionStore, slots: Slots) -> None:
    """Ends the streams, then the trainings, then the workers."""
    close_streams(store)
    trainings = [live.training for live in store if live.training is not None]
    await asyncio.gather(*(training.stop() for training in trainings))
    await run_sync(slots.close)
