"""Listens, says where, and opens the browser: what `serve` does around the application."""

import contextlib
import errno
import os
import socket
import sys
import threading
import webbrowser

import typer
import uvicorn

from backprop_explorer.config import Settings
from backprop_explorer.errors import ExplorerError

# The ports tried after the default one, before any free port will do.
NEIGHBOURS = 20


class AddressRefused(ExplorerError):
    """The host or the port cannot be listened on; the message says what would do."""


class PortTaken(AddressRefused):
    """Another program listens there."""


class Server(uvicorn.Server):
    """uvicorn, telling where the page is as soon as it can be opened."""

    def __init__(self, config: uvicorn.Config, address: str, open: bool) -> None:
        super().__init__(config)
        self.address = address
        self.open = open

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        typer.echo(f"Backprop Explorer is at {self.address} (Ctrl+C stops it)")
        if self.open and has_screen():
            # A thread, since some browsers are started and waited for.
            threading.Thread(target=webbrowser.open, args=[self.address], daemon=True).start()


def run(settings: Settings) -> None:
    """Serve until interrupted. Raises AddressRefused."""
    listener = listen(settings)

    from backprop_explorer.main import app

    config = uvicorn.Config(
        app,
        log_level="warning",
        # Streams stay open as long as their pages do; they are not waited for.
        timeout_graceful_shutdown=1,
    )
    address = page_address(settings.host, port_of(listener))
    # Ctrl+C is how a person ends it, and no error; uvicorn has stopped in order by then.
    with contextlib.suppress(KeyboardInterrupt):
        Server(config, address, settings.open).run(sockets=[listener])


def listen(settings: Settings) -> socket.socket:
    """A bound socket: on the port asked for, or, where nobody asked, on one that is free.

    Raises AddressRefused.
    """
    if "port" in settings.model_fields_set:
        return bind(settings.host, settings.port)
    for port in [*range(settings.port, settings.port + NEIGHBOURS), 0]:
        with contextlib.suppress(PortTaken):
            listener = bind(settings.host, port)
            if port != settings.port:
                found = port_of(listener)
                typer.echo(f"Port {settings.port} is taken, so this is port {found}.")
            return listener
    raise AddressRefused("This machine has no free port.")


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise AddressRefused(
            f"There is no host called {host!r}; --host 127.0.0.1 is this machine."
        ) from None
    listener = socket.socket(family, kind, protocol)
    if sys.platform != "win32":  # there, it would let two programs share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} is taken by another program; choose another with --port, "
                "or leave it out to get a free one."
            ) from None
        raise AddressRefused(f"Cannot listen on {host}, port {port}: {error.strerror}.") from None
    return listener


def page_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def has_screen() -> bool:
    """Without one, `webbrowser` would start a text browser in this very terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
