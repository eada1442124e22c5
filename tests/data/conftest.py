"""A machine on which nothing has been downloaded yet, and tiny data sets to download."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backprop_explorer.data.catalog import built
from backprop_explorer.data.idx_sets import FASHION_MNIST, MNIST

from .mirrors import Mirrors
from .tiny import Tiny, tiny_like


@pytest.fixture(autouse=True)
def _fresh_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    monkeypatch.setenv("BACKPROP_EXPLORER_DATA_DIR", str(tmp_path / "cache"))
    for variable in (
        "BACKPROP_EXPLORER_MNIST_MIRRORS",
        "BACKPROP_EXPLORER_TORCHVISION_ROOTS",
        "KERAS_HOME",
        *("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"),
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(home)
    built.cache_clear()


@pytest.fixture
def tiny() -> Tiny:
    return tiny_like(replace(MNIST, keras_sha256=""), "tiny")


@pytest.fixture
def tiny_fashion() -> Tiny:
    return tiny_like(FASHION_MNIST, "fashion-mnist")


@pytest.fixture
def mirrors(tiny: Tiny) -> Iterator[Mirrors]:
    served = Mirrors(tiny)
    thread = threading.Thread(target=served.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield served
    served.closing.set()
    served.server.shutdown()
    served.server.server_close()
    thread.join()


@pytest.fixture
def down() -> str:
    """The address of a server that is not running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"
