"""Worker processes, one for each core.

A training stays in one slot from its first piece to its last, because its state is there.

Why not a ProcessPoolExecutor: when its worker is killed in the middle of sending a result, it waits
for the rest for ever. Here the server holds no copy of the worker's end of the pipe, so that the
death of either side is the end of the file for the other.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any

from backprop_explorer.sessions.errors import WorkerDied
from backprop_explorer.sessions.worker import FLAGS, Stops, serve

LAST_PIECE_SECONDS = 5.0  # that a worker gets to end by itself


class Process:
    """The server's side of a worker process: calls go in and are answered in order."""

    def __init__(self, stops: Stops) -> None:
        # Spawned, not forked: a fork would copy the server's threads and sockets.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, stops), daemon=True)
        self._process.start()
        theirs.close()
        self._calls: SimpleQueue[Any] = SimpleQueue()
        self._waiting: deque[Future[Any]] = deque()
        self.died = False
        for work in (self._send, self._receive):
            Thread(target=work, daemon=True).start()

    def call(self, name: str, *arguments: Any) -> Future[Any]:
        """Queues a call of a `Worker` method. The future raises WorkerDied if the worker dies."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()  # it cannot be called back
        self._waiting.append(future)
        self._calls.put((name, arguments))
        if self.died:
            self._fail()
        return future

    def close(self) -> None:
        """Ends the worker after what is queued, and waits for that."""
        self._calls.put(None)
        self._process.join(LAST_PIECE_SECONDS)
        self._process.kill()
        self._process.join()

    def _send(self) -> None:
        """In a thread, since a worker that trains reads nothing meanwhile."""
        try:
            while not self.died:
                call = self._calls.get()
                self._connection.send(call)
                if call is None:
                    return
        except OSError:
            return

    def _receive(self) -> None:
        try:
            while True:
                result, error = self._connection.recv()
                future = self._waiting.popleft()
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)
        except (EOFError, OSError):
            pass
        finally:
            self.died = True
            self._fail()
            self._calls.put(None)
            self._process.kill()

    def _fail(self) -> None:
        """Ends what nobody will answer; two threads may be at it at once."""
        with suppress(IndexError):
            while True:
                self._waiting.popleft().set_exception(WorkerDied("The training process ended."))


class Slot:
    """One worker process; started when it is first needed, and again when it has died."""

    def __init__(self) -> None:
        self.trainings = 0
        self._process: Process | None = None
        self._runs = 0
        self._stops = multiprocessing.get_context("spawn").RawArray("b", FLAGS)

    def process(self) -> Process:
        """A worker that lives."""
        if self._process is None or self._process.died:
            self._process = Process(self._stops)
        return self._process

    def new_run(self) -> int:
        """A number for a run, whose flag says: go on."""
        self._runs += 1
        self._stops[self._runs % FLAGS] = 0
        return self._runs

    def stop(self, run: int) -> None:
        """Has the worker end this run's pieces after the iteration it is at."""
        self._stops[run % FLAGS] = 1

    def close(self) -> None:
        """Ends the worker and waits for that."""
        if self._process is not None:
            self._process.close()


class Slots:
    """As many slots as may train at once; more trainings take turns."""

    def __init__(self, count: int) -> None:
        self._slots = [Slot() for _ in range(count)]

    def take(self) -> Slot:
        """The slot with the fewest trainings; give it back with `release`."""
        slot = min(self._slots, key=lambda slot: slot.trainings)
        slot.trainings += 1
        return slot

    def release(self, slot: Slot) -> None:
        slot.trainings -= 1

    def close(self) -> None:
        """Ends every worker and waits for that."""
        for slot in self._slots:
            slot.close()
