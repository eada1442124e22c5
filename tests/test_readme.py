"""What the README tells people to type works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import httpx
import pytest
from tests.serving import served

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_the_python_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python")
    script = tmp_path / "mine.py"  # so that its lines can be shown
    script.write_text(code, encoding="utf-8")
    exec(compile(code, str(script), "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert re.search(r"^15 backward Affine2 self\.dW = np\.dot\(self\.x\.T, dout\)$", printed, re.M)
    assert re.search(r"\[\('x', \(1, 0\)\), \('dz1', \(1, 2\)\)\]", printed)
    line = code.splitlines().index(next(x for x in code.splitlines() if "classic bug" in x)) + 1
    assert f"Relu1 writes into da1 on line {line} of mine.py" in printed
    assert "Affine2 made and still shows" in printed


def test_the_calls_of_the_api() -> None:
    lines = blocks("sh")[-1].splitlines()
    calls = [shlex.split(line) for line in lines if line.startswith("curl ")]
    [named] = [line.partition("=")[2] for line in lines if line.startswith("SESSION=")]
    assert len(calls) == len(lines) - 1 == 4
    with served() as server:
        session = ""
        for call in calls:
            answer = done(call, server.url, session)
            assert answer.is_success, answer.text
            session = session or named.replace("the-id-that-came-back", answer.json()["id"])
            if "explain" in call[-1]:
                assert answer.json()["index"] == [14, 9]


def done(call: list[str], address: str, session: str) -> httpx.Response:
    """What curl would do with these words."""
    words = iter(call[1:])
    method, url, body, headers = "GET", "", None, {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            url = word.replace("$SESSION", session).replace("http://127.0.0.1:8000", address)
    return httpx.request(method, url, content=body, headers=headers)


@pytest.mark.parametrize("target", re.findall(r"\]\(((?!https?:)[^)]+)\)", TEXT))
def test_what_it_links_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_make_commands_it_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^make (\S+)", "\n".join(blocks("sh")), re.M):
        assert re.search(rf"^{command}:", makefile, re.M)
