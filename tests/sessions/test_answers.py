from __future__ import annotations

import pytest

from backprop_explorer.sessions.answers import Answer, Answers
from backprop_explorer.sessions.errors import KeyReused


def answer(body: bytes = b"{}") -> Answer:
    return Answer(200, {"etag": '"2"'}, body)


def test_a_repeated_request_gets_the_first_answer() -> None:
    answers = Answers()
    assert answers.find("a", b"step") is None
    answers.keep("a", b"step", answer(b"first"))
    found = answers.find("a", b"step")
    assert found is not None
    assert found.body == b"first"


def test_a_key_belongs_to_one_request() -> None:
    answers = Answers()
    answers.keep("a", b"step", answer())
    with pytest.raises(KeyReused, match="'a'"):
        answers.find("a", b"goto")


def test_the_oldest_make_room_by_count_and_by_size() -> None:
    answers = Answers(max_count=3)
    for key in "abcd":
        answers.keep(key, b"step", answer())
    assert answers.find("a", b"step") is None
    assert answers.find("b", b"step") is not None
    small = Answers(max_bytes=100)
    for key in "abc":
        small.keep(key, b"step", answer(b"x" * 50))
    assert [small.find(key, b"step") is None for key in "abc"] == [True, False, False]
    small.keep("d", b"step", answer(b"x" * 1_000))
    assert small.find("d", b"step") is not None, "the latest is always kept"
    assert small.find("c", b"step") is None
