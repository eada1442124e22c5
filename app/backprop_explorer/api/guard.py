"""Who may talk to the server, with how much, and what every answer carries.

The server has no passwords: it serves the one who sits before it. What has to be kept out is other
sites' pages, running in the same browser: by the Host header (DNS rebinding), by Origin and
Sec-Fetch-Site (forged requests), and by a JSON-only rule for bodies (forms cannot send JSON).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backprop_explorer.api import problems
from backprop_explorer.api.problems import ProblemError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = frozenset({"cross-site", "same-site"})
# Of every answer that does not say otherwise. Answers may be kept, but are asked about by ETag.
HEADERS = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}


class Guard:
    """ASGI middleware: refuses what should not get in, and marks what goes out."""

    def __init__(self, app: ASGIApp, max_request_bytes: int, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.max_request_bytes = max_request_bytes
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        try:
            self.refuse_strangers(headers, scope["method"])
            self.refuse_body(headers, scope["method"])
        except ProblemError as error:
            refusal = problems.response(error.problem, error.detail)
            await refusal(scope, receive, marked)
            return
        limited = receive if "content-length" in headers else self.counted(receive)
        await self.app(scope, limited, marked)

    def refuse_strangers(self, headers: Headers, method: str) -> None:
        """Raises ProblemError for an unknown host name or another site's request."""
        host = headers.get("host", "")
        if not self.is_ours(host):
            raise ProblemError(
                problems.BAD_HOST,
                f"This server does not answer to the host name {host[:100]!r}. Use localhost or a "
                "plain address, or start it with this name among its allowed hosts.",
            )
        if method in SAFE_METHODS:
            return
        origin = headers.get("origin")
        foreign_origin = origin is not None and origin.partition("://")[2] != host
        if foreign_origin or headers.get("sec-fetch-site") in FOREIGN:
            raise ProblemError(
                problems.CROSS_SITE,
                f"A page of {(origin or 'another site')[:100]} may read nothing and change nothing "
                "here. Scripts outside a browser send no Origin header, and may.",
            )

    def is_ours(self, host: str) -> bool:
        """Plain addresses cannot be rebound to us; names can, so only known ones are let in."""
        name = host_name(host)
        known = name == "localhost" or name.endswith(".localhost") or name in self.hosts
        return known or is_address(name) or "*" in self.hosts

    def refuse_body(self, headers: Headers, method: str) -> None:
        """Raises ProblemError for a body that is too large or no JSON."""
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self.max_request_bytes:
            raise ProblemError(
                problems.TOO_LARGE,
                f"The body has {length[:20]} bytes; {self.max_request_bytes:,} are the most.",
            )
        has_body = length != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if method not in SAFE_METHODS and has_body and not is_json(kind):
            raise ProblemError(
                problems.NOT_JSON,
                f"The body is of the type {kind[:100] or 'unknown'!r}; send JSON, with "
                "Content-Type: application/json.",
            )

    def counted(self, receive: Receive) -> Receive:
        """`receive`, for a body that did not say how long it is."""
        total = 0

        async def limited() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self.max_request_bytes:
                raise HTTPException(
                    413, f"The body has more than {self.max_request_bytes:,} bytes, the most."
                )
            return message

        return limited


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0].lower()


def is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_json(kind: str) -> bool:
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
