"""A server on this machine that can be good, wrong, broken or slow."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .tiny import Tiny


class Mirrors:
    """A server with one folder per way of behaving, and the list of what it was asked for."""

    def __init__(self, tiny: Tiny) -> None:
        self.files = {f"{name}.gz": content for name, content in tiny.gz.items()}
        self.asked: list[str] = []
        self.closing = threading.Event()
        mirrors = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirrors.asked.append(self.path)
                _, behaviour, name = self.path.split("/")
                getattr(mirrors, behaviour)(self, mirrors.files[name])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __getitem__(self, behaviour: str) -> str:
        return f"{self.address}/{behaviour}/"

    def good(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        self._start(request, len(content))
        request.wfile.write(content)

    def called_gzip(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        """As some servers do: the file's own compression declared as the transport's."""
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.wfile.write(content)

    def moved(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        request.send_response(302)
        request.send_header("Location", request.path.replace("moved", "good"))
        request.end_headers()

    def missing(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        request.send_error(404)

    def broken(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        request.send_error(503)

    def truncated(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        self._start(request, len(content))
        request.wfile.write(content[: len(content) // 2])

    def truncated_unnoticed(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        """No Content-Length, so that the end of the connection looks like the end of the file."""
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content[: len(content) // 2])

    def wrong(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        self._start(request, len(content))
        request.wfile.write(content[:-1] + b"?")

    def web_page(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        page = b"<html>Please log in to this network.</html>"
        self._start(request, len(page))
        request.wfile.write(page)

    def silent(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        self._start(request, len(content))
        request.wfile.write(content[:10])
        request.wfile.flush()
        self.closing.wait(20)

    def dripping(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        """Never silent for long, and never done."""
        self._start(request, len(content))
        for byte in content:
            if self.closing.wait(0.02):
                return
            request.wfile.write(bytes([byte]))
            request.wfile.flush()

    def _start(self, request: BaseHTTPRequestHandler, length: int) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(length))
        request.end_headers()
