"""Training and its stream, through a real server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import numpy as np
import pytest
from tests.serving import Server, served

from backprop_explorer.api import schemas

FOREVER = 1_000_000


def params_of(address: str) -> bytes:
    names = ("W1", "b1", "W2", "b2")
    return b"".join(
        httpx.get(f"{address}/values/{name}?format=f32&event=0").content for name in names
    )


def wait_for_end(address: str) -> dict[str, Any]:
    end = monotonic() + 60
    while monotonic() < end:
        session: dict[str, Any] = httpx.get(address).json()
        if not session["training"]:
            return session
        sleep(0.02)
    raise TimeoutError("it trains on and on")


@contextmanager
def listening(address: str, **headers: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of a session's stream: id, event, data."""
    with httpx.stream("GET", f"{address}/stream", headers=headers, timeout=30) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")

        def events() -> Iterator[dict[str, Any]]:
            event: dict[str, Any] = {}
            for line in answer.iter_lines():
                field, _, value = line.partition(": ")
                if field == "data":
                    event["data"] = json.loads(value)
                elif field:
                    event[field] = value
                elif event:
                    yield event
                    event = {}

        yield events()


def until(events: Iterator[dict[str, Any]], kind: str, **wanted: Any) -> list[dict[str, Any]]:
    """The events up to the first of this kind whose data has these members."""
    heard = []
    for event in events:
        heard.append(event)
        if event["event"] == kind and wanted.items() <= event["data"].items():
            return heard
    raise AssertionError(f"the stream ended without {kind} {wanted}")


def test_training_and_then_stepping_is_as_stepping_all_the_way(server: Server) -> None:
    trained, walked = server.make(), server.make()
    started = httpx.post(f"{trained}/train", json={"iterations": 120})
    assert started.status_code == 202
    assert started.json()["training"] is True
    session = wait_for_end(trained)
    assert session["position"]["iteration"] == session["position"]["reached"] == 120
    httpx.post(f"{walked}/step", json={"unit": "iteration", "count": 120})
    assert params_of(trained) == params_of(walked)
    for address in (trained, walked):
        assert httpx.post(f"{address}/step", json={"unit": "layer", "count": 9}).status_code == 200
    assert params_of(trained) == params_of(walked)
    metrics = [httpx.get(f"{address}/metrics").json() for address in (trained, walked)]
    assert metrics[0] == metrics[1]
    losses = [row["loss"] for row in metrics[0]["metrics"]]
    assert np.mean(losses[-10:]) < np.mean(losses[:10])


def test_the_stream_tells_all_of_a_training(server: Server) -> None:
    address = server.make()
    with listening(address) as events:
        first = next(events)
        assert first["event"] == "session"
        schemas.SessionShape.model_validate(first["data"])
        httpx.post(f"{address}/train", json={"iterations": 150})
        heard = until(events, "training", state="ended")
    assert heard[-1]["data"]["because"] == "done"
    kinds = {event["event"] for event in heard}
    assert kinds == {"training", "metrics", "position"}
    told = [event["data"]["metrics"] for event in heard if event["event"] == "metrics"]
    rows = [row for rows in told for row in rows]
    assert rows == httpx.get(f"{address}/metrics").json()["metrics"]
    ids = [int(event["id"]) for event in heard]
    assert ids == sorted(set(ids))
    reached = [e["data"]["position"]["iteration"] for e in heard if e["event"] == "position"]
    assert reached == sorted(reached)


def test_a_listener_that_comes_back_misses_nothing(server: Server) -> None:
    address = server.make()
    with listening(address) as events:
        last = next(events)["id"]
    for _ in range(3):
        httpx.post(f"{address}/step")
    with listening(address, **{"Last-Event-ID": last}) as events:
        heard = [next(events) for _ in range(3)]
    assert {event["event"] for event in heard} == {"position"}
    assert [event["data"]["position"]["event"] for event in heard] == [1, 2, 3]


@pytest.mark.parametrize("last", ["99999", "no number", ""])
def test_a_listener_from_another_life_gets_a_snapshot(server: Server, last: str) -> None:
    address = server.make()
    httpx.post(f"{address}/step")
    with listening(address, **{"Last-Event-ID": last}) as events:
        first = next(events)
    assert first["event"] == "session"
    assert first["data"]["position"]["event"] == 1


def test_while_training_everything_can_be_read_and_nothing_moved(server: Server) -> None:
    address = server.make()
    httpx.post(f"{address}/train", json={"iterations": FOREVER})
    for path in ("", "/trace", "/values/W1", "/values/W1/explain?index=0,0", "/metrics"):
        assert httpx.get(address + path).status_code == 200, path
    assert httpx.post(f"{address}/gradient-check", json={"sample": 5}).status_code == 200
    for path, body in (
        ("/step", {}),
        ("/goto", {"iteration": 1}),
        ("/forward", None),
        ("/train", {"iterations": 1}),
    ):
        refused = httpx.post(address + path, json=body)
        assert refused.status_code == 409, path
        assert refused.json()["type"] == "/problems/training"
        assert address.endswith(refused.json()["see"].removesuffix("/train"))
    stopped = httpx.delete(f"{address}/train", headers={"If-Match": '"1"'})
    assert stopped.status_code == 200
    assert stopped.json()["training"] is False
    again = httpx.delete(f"{address}/train")
    assert again.json() == stopped.json(), "stopping twice is stopping"
    assert httpx.post(f"{address}/step").status_code == 200


def test_a_repeated_train_request_trains_once(server: Server) -> None:
    address = server.make()
    headers = {"Idempotency-Key": "train-once", "If-Match": '"1"'}
    body = {"iterations": 60}
    first, again = [httpx.post(f"{address}/train", json=body, headers=headers) for _ in "12"]
    assert first.content == again.content
    assert wait_for_end(address)["position"]["iteration"] == 60


def test_deleting_a_session_ends_its_training_and_its_streams(server: Server) -> None:
    address = server.make()
    with listening(address) as events:
        httpx.post(f"{address}/train", json={"iterations": FOREVER})
        until(events, "metrics")
        assert httpx.delete(address).status_code == 204
        list(events)
    other = server.make()
    httpx.post(f"{other}/train", json={"iterations": 30})
    assert wait_for_end(other)["position"]["iteration"] == 30, "the worker is free again"


def test_a_worker_that_is_killed_is_a_problem_on_the_stream(server: Server) -> None:
    address = server.make()
    with listening(address) as events:
        httpx.post(f"{address}/train", json={"iterations": FOREVER})
        until(events, "metrics")
        for pid in workers_of(server.process.pid):
            os.kill(pid, signal.SIGKILL)
        heard = until(events, "training", state="ended")
    assert heard[-1]["data"]["because"] == "worker-died"
    (problem,) = [event["data"] for event in heard if event["event"] == "problem"]
    assert problem["type"] == "/problems/worker-died"
    session = wait_for_end(address)
    walked = server.make()
    there = {"iteration": session["position"]["iteration"]}
    httpx.post(f"{address}/train", json={"iterations": 10})
    assert wait_for_end(address)["position"]["iteration"] == there["iteration"] + 10
    httpx.post(f"{address}/goto", json=there)
    if httpx.post(f"{walked}/goto", json=there, timeout=30).status_code == 200:
        assert params_of(address) == params_of(walked)


def workers_of(pid: int) -> list[int]:
    """The process's children that train."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_server(ending: signal.Signals) -> None:
    with served(BACKPROP_EXPLORER_WORKERS="1") as server:
        address = server.make()
        with listening(address) as events:
            httpx.post(f"{address}/train", json={"iterations": FOREVER})
            until(events, "metrics")
            workers = workers_of(server.process.pid)
            assert len(workers) == 1
            server.process.send_signal(ending)
            if ending != signal.SIGKILL:
                list(events)  # the stream ends by itself, so the server can
            server.process.wait(20)
        end = monotonic() + 20
        while monotonic() < end and any(is_running(pid) for pid in workers):
            sleep(0.05)
        assert not any(is_running(pid) for pid in workers)
        assert server.process.stderr is not None
        assert b"Traceback" not in server.process.stderr.read()


def test_the_server_and_its_workers_use_one_blas_thread() -> None:
    script = (
        "import os, backprop_explorer.main, numpy as np\n"
        "a = np.ones((1500, 1500)); a @ a\n"
        "print(len(os.listdir('/proc/self/task')), os.environ['OPENBLAS_NUM_THREADS'])"
    )
    without = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    path = {"PYTHONPATH": str(Path(__file__).parent.parent.parent / "app")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=without | path, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"1", b"1"]
