"""A JavaScript library as a contestant: a Node process that trains one of our nets in turns.

What runs there is in `javascript/`, and `make bench` installs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._nets import Net
from benchmarks._written_net import write

FOLDER = Path(__file__).parent / "javascript"
NODE = (sys.executable, str(Path(__file__).parents[1] / "tools" / "node.py"))


class Peer:
    """A process that trains when it is told to, and has Node's own settings for memory and threads.

    `losses` has the mean loss of every turn.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.losses: list[float] = []

    def train(self, iterations: int) -> float:
        """Seconds for so many iterations, by Node's clock: the way there and back is not counted.

        Raises RuntimeError where the process has ended.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            print(iterations, file=self.process.stdin, flush=True)
            turn = json.loads(self.process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError) as error:
            raise RuntimeError("The peer has ended; has `make bench` installed it?") from error
        self.losses.append(turn["loss"])
        return float(turn["seconds"])

    def seconds_per_call(self, calls: int) -> float:
        return self.train(calls) / calls


@contextmanager
def started(script: str, net: Net) -> Iterator[Peer]:
    """A peer that is about to train a net as it is now, on the cores that this process may use."""
    with TemporaryDirectory() as folder:
        write(net, Path(folder))
        command = [*NODE, str(FOLDER / script), folder]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Peer(process)
        finally:
            process.communicate()  # closes its input, and so it ends
