"""Whatever is sent, the answer is a problem with a sentence, and the session is as it was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.conftest import Remote
from tests.serving import SMALL

from backprop_explorer.api.problems import PROBLEMS

pytestmark = pytest.mark.anyio

JSON = {"content-type": "application/json"}
DEEP = b'{"layers": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"

# What is sent to make a session, the problem's slug, and what its sentence names.
BAD_SPECS: list[tuple[bytes, str, str]] = [
    (b"", "invalid", "missing"),
    (b"{", "broken-json", "JSON"),
    (b"[]", "invalid", "body cannot be []: take an object"),
    (b'"two-layer-mnist"', "invalid", "body"),
    (b"null", "invalid", "body"),
    (b"{'preset': 1}", "broken-json", "double quotes"),
    (b"\xff\xfe", "broken-json", "UTF-8"),
    (DEEP, "broken-json", "depth"),
    (b"{}", "invalid", "layers is missing"),
    (b'{"preset": "three-layer-mnist"}', "invalid", "two-layer-mnist"),
    (b'{"preset": 3}', "invalid", "no preset 3"),
    (b'{"preset": ["two-layer-mnist"]}', "invalid", "no preset"),
    (b'{"preset": "two-layer-mnist", "sede": 3}', "invalid", "sede"),
    (
        b'{"preset": "two-layer-mnist", "seed": "3"}',
        "invalid",
        'seed cannot be "3"',
    ),
    (b'{"preset": "two-layer-mnist", "seed": -3}', "invalid", "seed cannot be -3"),
    (b'{"preset": "two-layer-mnist", "seed": 1e400}', "broken-json", "infinity"),
    (b'{"preset": "two-layer-mnist", "seed": 99999999999999999999999}', "invalid", "seed"),
    (b'{"preset": "two-layer-mnist", "batch_size": 0}', "invalid", "batch_size cannot be 0"),
    (b'{"preset": "two-layer-mnist", "batch_size": 100000}', "invalid", "take 1,024 or less"),
    (b'{"preset": "two-layer-mnist", "optimizer": {"learning_rate": NaN}}', "broken-json", "NaN"),
    (b'{"preset": "two-layer-mnist", "optimizer": {"learning_rate": 0}}', "invalid", "learning"),
    (
        b'{"preset": "two-layer-mnist", "optimizer": {"learning_rate": true}}',
        "invalid",
        "true: take a number",
    ),
    (
        b'{"preset": "two-layer-mnist", "opening": "dW2"}',
        "invalid",
        'be "dW2": take an object',
    ),
    (b'{"preset": "two-layer-mnist", "opening": {"iteration": -1}}', "invalid", "iteration"),
    (b'{"preset": "two-layer-mnist", "opening": {"value": "dW9"}}', "unknown-value", "dW2"),
    (b'{"preset": "two-layer-mnist", "opening": {"iteration": 900000}}', "too-long", "ahead"),
    (b'{"preset": "two-layer-mnist", "optimizer": "sgd"}', "invalid", "optimizer"),
    (b'{"preset": "two-layer-mnist", "optimizer": {"name": "lion"}}', "invalid", "lion"),
    (b'{"preset": "two-layer-mnist", "dataset": {"name": "cifar"}}', "invalid", "mnist"),
    (b'{"layers": [{"type": "affine", "units": 99999}]}', "invalid", "layers[0].units"),
    (b'{"layers": [{"type": "affine", "units": "ten"}]}', "invalid", "layers[0].units"),
    (b'{"layers": [{"type": "affine"}]}', "invalid", "layers[0].units is missing"),
    (b'{"layers": []}', "invalid", "layers cannot be []: take 1 or more"),
    (b'{"layers": [{"type": "conv"}]}', "invalid", "its type can be 'affine', 'relu'"),
    (b'{"layers": [{"units": 10}]}', "invalid", "say which by its type"),
    (b'{"layers": [3]}', "invalid", "layers[0]"),
    (b'{"layers": {}}', "invalid", "layers"),
    (b'{"layers": [{"type": "relu"}]}', "bad-spec", "affine"),
    (b'{"layers": [{"type": "affine", "units": 9}]}', "bad-spec", "10 units"),
    (
        b'{"layers": [{"type": "affine", "units": 4096}, {"type": "affine", "units": 10}]}',
        "bad-spec",
        "2,000,000",
    ),
]

# What is asked of a session: method, path, body, slug, and what the sentence names.
BAD_REQUESTS: list[tuple[str, str, Any, str, str]] = [
    ("POST", "/step", {"unit": "parsec"}, "invalid", "parsec"),
    ("POST", "/step", {"count": 1.5}, "invalid", "count cannot be 1.5"),
    ("POST", "/step", {"count": "1"}, "invalid", "count"),
    ("POST", "/step", {"count": 1_001}, "invalid", "take 1,000 or less"),
    ("POST", "/step", {"count": 10**30}, "invalid", "count"),
    ("POST", "/step", {"steps": 1}, "invalid", "steps"),
    ("POST", "/step", [1], "invalid", "take an object"),
    ("POST", "/goto", None, "invalid", "missing"),
    ("POST", "/goto", {}, "invalid", "iteration is missing"),
    ("POST", "/goto", {"iteration": -1}, "invalid", "-1"),
    ("POST", "/goto", {"iteration": 10**9}, "invalid", "1,000,000"),
    ("POST", "/goto", {"iteration": 500_000}, "too-long", "Train there"),
    ("POST", "/goto", {"iteration": 0, "event": 500}, "out-of-range", "500"),
    ("POST", "/goto", {"iteration": 0, "event": None}, "invalid", "event"),
    ("POST", "/train", {"iterations": 0}, "invalid", "iterations"),
    ("POST", "/train", {}, "invalid", "iterations is missing"),
    ("POST", "/train", {"iterations": 10**7}, "invalid", "1,000,000"),
    ("POST", "/gradient-check", {"examples": 0}, "invalid", "examples"),
    ("POST", "/gradient-check", {"sample": 0}, "invalid", "take 1 or more, or take 'all'"),
    ("POST", "/gradient-check", {"sample": "some"}, "invalid", "sample"),
    ("GET", "/values/nothing", None, "unknown-value", "nothing"),
    ("GET", "/values/v99999", None, "unknown-value", "v99999"),
    ("GET", "/values/v-1", None, "unknown-value", "v-1"),
    ("GET", "/values/" + "W" * 5_000, None, "invalid", "200"),
    ("GET", "/values/%00", None, "unknown-value", "x00"),
    ("GET", "/values/dW1", None, "not-computed", "dW1"),
    ("GET", "/values/W1?event=-1", None, "invalid", "event"),
    ("GET", "/values/W1?event=one", None, "invalid", "event"),
    ("GET", "/values/W1?event=999", None, "out-of-range", "999"),
    ("GET", "/values/W1?rows=-3:2", None, "invalid", "rows"),
    ("GET", "/values/W1?rows=a:b", None, "invalid", "rows"),
    ("GET", "/values/W1?rows=5:5", None, "out-of-range", "5:5"),
    ("GET", "/values/W1?cols=99", None, "out-of-range", "99"),
    ("GET", "/values/W1?cols=" + "9" * 5_000, None, "invalid", "cols"),
    ("GET", "/values/W1?format=csv", None, "invalid", "csv"),
    ("GET", "/values/W1/explain", None, "out-of-range", "W1"),
    ("GET", "/values/W1/explain?index=784,0", None, "out-of-range", "784"),
    ("GET", "/values/W1/explain?index=0,0&limit=0", None, "invalid", "limit"),
    ("GET", "/values/W1/explain?index=0,0&limit=1001", None, "invalid", "1,000"),
    ("GET", "/values/dW1/explain?index=0,0", None, "not-computed", "dW1"),
    ("GET", "/values/W1?iteration=5", None, "invalid", "it has event, rows, cols, format"),
    ("GET", "/values/W1?rows=0:3&rows=0:4", None, "invalid", "rows is there 2 times"),
    ("GET", "?bogus=1", None, "invalid", "it has none"),
    ("GET", "/metrics?from=5&to=2", None, "invalid", "to"),
    ("GET", "/map", None, "no-points", "mnist-sample"),
    ("GET", "/map?size=1", None, "invalid", "size cannot be 1"),
    ("GET", "/map?size=101", None, "invalid", "100"),
    ("GET", "/map?size=ten", None, "invalid", "ten"),
    ("GET", "/map?event=-1", None, "invalid", "event"),
    ("GET", "/map?format=png", None, "invalid", "png"),
    ("GET", "/points", None, "no-points", "mnist-sample"),
    ("GET", "/metrics?from=-1", None, "invalid", "from"),
    ("GET", "/metrics?every=0", None, "invalid", "every"),
    ("GET", "/nothing", None, "not-found", "/nothing"),
    ("GET", "/step", None, "method-not-allowed", "GET"),
    ("PUT", "", None, "method-not-allowed", "PUT"),
]


def documented(app: FastAPI, method: str, path: str) -> set[str]:
    """The types of the problems that the OpenAPI document promises for a call."""
    path = re.sub(r"/sessions/[^/]+", "/sessions/{id}", path.partition("?")[0])
    path = re.sub(r"/values/[^/]+", "/values/{name}", path)
    answers = app.openapi()["paths"][path][method.lower()]["responses"]
    return {
        example["value"]["type"]
        for status, answer in answers.items()
        if int(status) >= 400
        for example in answer["content"]["application/problem+json"]["examples"].values()
    }


def check(answer: Any, slug: str, words: str) -> None:
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert problem["type"] == f"/problems/{slug}", problem
    assert problem["status"] == answer.status_code == PROBLEMS[slug].status
    assert problem["title"] == PROBLEMS[slug].title
    assert words in problem["detail"], problem["detail"]
    assert problem["detail"].endswith((".", ")", "?")), problem["detail"]
    assert len(problem["detail"]) < 700
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("body", "slug", "words"), BAD_SPECS)
async def test_a_bad_spec(app: FastAPI, small: Remote, body: bytes, slug: str, words: str) -> None:
    sessions = len(app.state.store)
    answer = await small.client.post("/api/sessions", content=body, headers=JSON)
    check(answer, slug, words)
    assert f"/problems/{slug}" in documented(app, "POST", "/api/sessions")
    assert len(app.state.store) == sessions


@pytest.mark.parametrize(("method", "path", "body", "slug", "words"), BAD_REQUESTS)
async def test_a_bad_request(
    app: FastAPI, small: Remote, method: str, path: str, body: Any, slug: str, words: str
) -> None:
    await small.change("/step", {"count": 2})
    before = await small.read()
    answer = await small.client.request(method, small.path + path, json=body)
    check(answer, slug, words)
    if slug not in ("not-found", "method-not-allowed"):
        assert f"/problems/{slug}" in documented(app, method, small.path + path)
    after = await small.read()
    after["position"]["events"] = before["position"]["events"]
    assert after == before


@pytest.mark.parametrize("path", ["/step", "/forward", "/trace", "/values/W1", "/metrics"])
async def test_a_session_that_is_not_there(small: Remote, path: str) -> None:
    method = "POST" if path in ("/step", "/forward") else "GET"
    answer = await small.client.request(method, f"/api/sessions/nobody{path}")
    check(answer, "unknown-session", "nobody")


async def test_a_body_that_is_too_large(small: Remote) -> None:
    large = b'{"preset": "' + b"x" * 200_000 + b'"}'

    async def pieces() -> Any:
        for at in range(0, len(large), 10_000):
            yield large[at : at + 10_000]

    for content in (large, pieces()):
        answer = await small.client.post("/api/sessions", content=content, headers=JSON)
        check(answer, "too-large", "100,000")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x"])
async def test_a_body_that_is_no_json(small: Remote, kind: str) -> None:
    headers = {"content-type": kind}
    answer = await small.client.post(f"{small.path}/step", content=b"{}", headers=headers)
    check(answer, "not-json", "application/json")
    form = await small.client.post(f"{small.path}/step", data={"unit": "event"})
    check(form, "not-json", "form-urlencoded")
    assert await small.place() == (0, 0)


async def test_an_idempotency_key_has_a_length(small: Remote) -> None:
    answer = await small.post("/step", headers={"Idempotency-Key": "k" * 300})
    check(answer, "invalid", "300")


async def test_a_bug_shows_no_traceback(
    small: Remote, monkeypatch: pytest.MonkeyPatch, app: FastAPI
) -> None:
    live = await app.state.store.get(small.id)

    def fail(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(live.session, "step", fail)
    answer = await small.post("/step")
    check(answer, "internal", "log")
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert (await small.change("/step"))["position"]["event"] == 1


finite = st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | finite | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["preset", *SMALL, "optimizer", "dataset", "loss", "unit", "count", "iteration", "event"]
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(body=st.dictionaries(FIELDS, anything, max_size=4))
async def test_any_json_at_all(small: Remote, body: Any) -> None:
    for path in ("/api/sessions", f"{small.path}/step", f"{small.path}/goto"):
        answer = await small.client.post(path, json=body)
        assert answer.status_code in (200, 201, 422), answer.text
