"""What a page of ours may load: its own files, and nothing else from anywhere."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

INLINE_IMPORT_MAP = re.compile(r'<script type="importmap"[^>]*>(.*?)</script>', re.DOTALL)


def content_security_policy(html: str) -> str:
    """The policy for this page. An import map has to stand in the page: it is let in by hash."""
    hashes = [f"'sha256-{digest(script)}'" for script in INLINE_IMPORT_MAP.findall(html)]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
