"""A client of the API that costs little itself: one connection, the standard library only.

`python -m benchmarks._client hammer PORT PATH` steps and reads in a session of its own without
pause; `listen` reads the stream of the session at PATH. Both print a line once they are at it.
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPConnection
from itertools import cycle
from typing import Any

BACK_AND_FORTH = ({"unit": "event", "count": 1}, {"unit": "event", "count": -1})


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = None if body is None else json.dumps(body)
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, content, headers)
        answer = self.connection.getresponse()
        received = answer.read()
        assert answer.status < 300, received
        return json.loads(received)

    def new_session(self) -> str:
        """The path of a session of the first network, with its first trace recorded."""
        made = self.call("POST", "/api/sessions", {"preset": "two-layer-mnist"})
        path = f"/api/sessions/{made['id']}"
        self.call("GET", f"{path}/trace")
        return path

    def progress(self, path: str) -> int:
        """The iteration a session is at, over a new connection: the old one may have ended."""
        self.connection.close()
        iteration: int = self.call("GET", path)["position"]["iteration"]
        return iteration


def hammer(port: int) -> None:
    client = Client(port)
    path = client.new_session()
    print("at it", flush=True)
    for body in cycle(BACK_AND_FORTH):
        client.call("POST", f"{path}/step", body)
        client.call("GET", f"{path}/values/W2")


def listen(port: int, path: str) -> None:
    client = Client(port)
    client.connection.request("GET", f"{path}/stream")
    answer = client.connection.getresponse()
    print("at it", flush=True)
    while answer.readline():
        pass


if __name__ == "__main__":
    what, port, path = sys.argv[1:]
    if what == "hammer":
        hammer(int(port))
    else:
        listen(int(port), path)
