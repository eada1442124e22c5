"""Worker processes, one for each core, each with a queue of its own.

A training stays in one slot from its first piece to its last, because its state is there.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from backprop_explorer.sessions import worker


class Slot:
    """One worker process; started when it is first needed, and again when it has died."""

    def __init__(self) -> None:
        self.trainings = 0
        self._spawn = multiprocessing.get_context("spawn")
        self._executor: ProcessPoolExecutor | None = None
        self._runs = 0
        self._stops = self._spawn.RawArray("b", worker.FLAGS)

    def executor(self) -> ProcessPoolExecutor:
        """The worker, with a queue that is worked off in order."""
        if self._executor is not None:
            try:
                self._executor.submit(worker.nothing)
            except BrokenProcessPool:  # it died while nobody was looking
                self.replace(self._executor)
        if self._executor is None:
            # Spawned, not forked: a fork would copy the server's threads and sockets.
            self._executor = ProcessPoolExecutor(
                max_workers=1,
                mp_context=self._spawn,
                initializer=worker.enter,
                initargs=(self._stops,),
            )
        return self._executor

    def new_run(self) -> int:
        """A number for a run, whose flag says: go on."""
        self._runs += 1
        self._stops[self._runs % worker.FLAGS] = 0
        return self._runs

    def stop(self, run: int) -> None:
        """Has the worker end this run's pieces after the iteration it is at."""
        self._stops[run % worker.FLAGS] = 1

    def replace(self, dead: ProcessPoolExecutor) -> None:
        """Has the next call start a new worker, unless somebody has done so already."""
        if self._executor is dead:
            self._executor = None
        dead.shutdown(wait=False)

    def close(self) -> None:
        """Drops what is queued and waits for the worker to end."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)


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
