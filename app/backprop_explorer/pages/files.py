"""Static files out of memory: the page is many small ones, and opens when the last is there."""

from __future__ import annotations

from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

TYPES = {".mjs": "text/javascript", ".js": "text/javascript"}  # whatever the machine thinks


class Kept(NamedTuple):
    """A file as it was when it was last changed."""

    changed: int  # nanoseconds, as the file system counts them
    content: bytes
    headers: dict[str, str]


class Files(StaticFiles):
    """Files that are read once, and again when they have changed.

    Browsers keep them too, and ask by ETag before each use. Looking a file up takes less time than
    handing that to a thread, as the parent does.
    """

    _kept: dict[str, Kept]

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._kept = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        full, found = self.lookup_path(path)
        if found is None or not S_ISREG(found.st_mode):
            raise HTTPException(404)
        kept = self._kept.get(full)
        if kept is None or kept.changed != found.st_mtime_ns:
            kept = self._kept[full] = read(Path(full), found.st_mtime_ns)
        response = Response(kept.content, headers=kept.headers)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def read(path: Path, changed: int) -> Kept:
    content = path.read_bytes()
    kind = TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    return Kept(changed, content, {"content-type": kind, "etag": etag, "cache-control": "no-cache"})
