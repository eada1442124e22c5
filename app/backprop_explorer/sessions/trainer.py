"""Training a session in a worker, while the server goes on answering."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum

from backprop_explorer.sessions.errors import WorkerDied
from backprop_explorer.sessions.live import LiveSession
from backprop_explorer.sessions.slots import Process, Slots
from backprop_explorer.sessions.timeline import refuse_beyond
from backprop_explorer.sessions.worker import Piece

log = logging.getLogger(__name__)

FIRST_PIECE = 10
PIECE_SECONDS = 0.1
LONGEST_PIECE_SECONDS = 2.0
MOST_WAITING = 0.02  # of the time
GROWTH = 3  # from one piece to the next, at most
MAX_PIECE = 20_000
AHEAD = 3  # pieces in the queue


class Ending(StrEnum):
    """How a training ended."""

    DONE = "done"
    STOPPED = "stopped"
    WORKER_DIED = "worker-died"
    FAILED = "failed"


# What the server wants to hear, each time under the session's lock: after a piece (with the number
# of iterations reached before it), and at the end.
OnPiece = Callable[[LiveSession, int], None]
OnEnd = Callable[[LiveSession, Ending], None]


class Training:
    """One stretch of training of one session. `start` it once; `stop` it early or let it end."""

    def __init__(
        self, live: LiveSession, slots: Slots, iterations: int, on_piece: OnPiece, on_end: OnEnd
    ) -> None:
        """Raises OutOfRange where the session cannot have that many iterations."""
        refuse_beyond(live.session.moment.iteration + iterations)
        self.live = live
        self.slots = slots
        self.iterations = iterations
        self.on_piece = on_piece
        self.on_end = on_end
        self.stopping = False

    def start(self) -> None:
        """Begins, at the start of the session's current iteration. Call it under the lock."""
        self.live.training = self
        self.live.session.version += 1
        self._slot = self.slots.take()
        self._run = self._slot.new_run()
        self._task = asyncio.create_task(self._train())

    async def stop(self) -> None:
        """Ends it after the iteration it is at, and returns when all is taken over."""
        self.stopping = True
        self._slot.stop(self._run)
        await asyncio.shield(self._task)

    async def _train(self) -> None:
        ending = Ending.FAILED
        try:
            await self._pieces(self._slot.process())
            ending = Ending.STOPPED if self.stopping else Ending.DONE
        except WorkerDied:
            ending = Ending.WORKER_DIED
        except Exception:
            log.exception("training session %s failed", self.live.id)
        finally:
            self.slots.release(self._slot)
            async with self.live.lock:
                self.live.training = None
                self.live.session.version += 1
                self.on_end(self.live, ending)

    async def _pieces(self, worker: Process) -> None:
        """Keeps the worker's queue filled and takes over the results in order."""
        run, moment = self._run, self.live.session.moment
        begun = worker.call("begin", run, self.live.session.spec, moment.state, moment.iteration)
        await asyncio.wrap_future(begun)
        size, left = PieceSize(), self.iterations
        queue: deque[Future[Piece]] = deque()
        while left or queue:
            while left and len(queue) < AHEAD:
                count = min(size.iterations, left)
                queue.append(worker.call("train", run, count))
                left -= count
            piece = await asyncio.wrap_future(queue.popleft())
            if len(piece.rows):
                await self._take(piece)
                size.learn(piece)
            if self.stopping:
                left = 0  # what is queued comes back empty
        worker.call("end", run)

    async def _take(self, piece: Piece) -> None:
        async with self.live.lock:
            reached = self.live.session.reached
            self.live.session.absorb(piece.iteration, piece.state, piece.rows)
            self.on_piece(self.live, reached)


class PieceSize:
    """How many iterations to train in one go.

    As many as take a tenth of a second, so that there is something to see. Where the server is so
    busy that the worker has to wait for it, pieces grow, until there is always one in the queue.
    """

    def __init__(self) -> None:
        self.iterations = FIRST_PIECE
        self.seconds = PIECE_SECONDS

    def learn(self, piece: Piece) -> None:
        """From how long a piece took, and how long the worker had waited for it."""
        if piece.waited > MOST_WAITING * piece.seconds:
            self.seconds = min(GROWTH * self.seconds, LONGEST_PIECE_SECONDS)
        else:
            self.seconds = max(0.9 * self.seconds, PIECE_SECONDS)
        fitting = round(self.seconds * len(piece.rows) / max(piece.seconds, 1e-9))
        self.iterations = max(1, min(fitting, GROWTH * self.iterations, MAX_PIECE))
