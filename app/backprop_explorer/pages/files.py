"""Static files out of memory: the page is many small ones, and opens when the last is there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
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

VERSIONED = re.compile(r"v-[0-9a-f]{12}/")
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {".mjs": "text/javascript", ".js": "text/javascript"}  # whatever the machine thinks


class Kept(NamedTuple):
    """A file as it was when it was last changed."""

    changed: list[int]  # nanoseconds, as the file system counts them, of each of its parts
    content: bytes
    headers: dict[str, str]


class Files(StaticFiles):
    """Files that are read once, and again when they have changed.

    Browsers keep them too. Under its own address a file is asked about by ETag before each use;
    in the folder `version()` it is not, since that changes with the files. Looking a file up takes
    less time than handing that to a thread, as the parent does.

    `joined` names files that are others put together: a browser takes longer to ask for ten small
    files than to read one.
    """

    _kept: dict[str, Kept]

    def __init__(self, directory: Path, joined: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(directory=directory)
        self.joined = joined or {}
        self._kept = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        versioned = VERSIONED.match(path)
        response = self.answer(path[versioned.end() :] if versioned else path)
        if versioned:
            response.headers["cache-control"] = FOR_EVER
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def version(self) -> str:
        """A folder that holds all the files as well, and has another name when one has changed."""
        digest = sha256()
        for folder, folders, names in os.walk(self.directory or "."):
            folders.sort()
            for name in sorted(names):
                found = os.stat(os.path.join(folder, name))
                digest.update(f"{folder}/{name} {found.st_mtime_ns} {found.st_size}\n".encode())
        return f"v-{digest.hexdigest()[:12]}"

    def answer(self, path: str) -> Response:
        parts, changed = [], []
        for part in self.joined.get(path, (path,)):
            full, found = self.lookup_path(part)
            if found is None or not S_ISREG(found.st_mode):
                raise HTTPException(404)
            parts.append(Path(full))
            changed.append(found.st_mtime_ns)
        kept = self._kept.get(path)
        if kept is None or kept.changed != changed:
            kept = self._kept[path] = read(parts, changed)
        return Response(kept.content, headers=kept.headers)


def read(parts: Sequence[Path], changed: list[int]) -> Kept:
    content = b"\n".join(part.read_bytes() for part in parts)
    [first, *_] = parts
    kind = TYPES.get(first.suffix) or guess_type(first.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    return Kept(changed, content, {"content-type": kind, "etag": etag, "cache-control": "no-cache"})
