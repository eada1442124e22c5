"""First answers, kept so that a request repeated under the same key gets the same one again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from backprop_explorer.sessions.errors import KeyReused


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the status, the headers and the body that went out."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Answers:
    """The last answers by `Idempotency-Key`; the oldest make room."""

    max_count: int = 64
    max_bytes: int = 64_000
    _kept: OrderedDict[str, tuple[bytes, Answer]] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def find(self, key: str, request: bytes) -> Answer | None:
        """The first answer to this request. Raises KeyReused if the key was another request's."""
        if key not in self._kept:
            return None
        first, answer = self._kept[key]
        if first != request:
            raise KeyReused(
                f"The Idempotency-Key {key!r} belongs to an earlier, different request. "
                "Make a new key for every new request."
            )
        return answer

    def keep(self, key: str, request: bytes, answer: Answer) -> None:
        """`request` tells one request from another: a digest of its method, path and body."""
        self._kept[key] = request, answer
        self._bytes += len(answer.body)
        while len(self._kept) > 1 and (
            len(self._kept) > self.max_count or self._bytes > self.max_bytes
        ):
            _, (_, oldest) = self._kept.popitem(last=False)
            self._bytes -= len(oldest.body)
