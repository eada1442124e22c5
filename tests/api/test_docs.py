"""The examples of docs/api.md work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.serving import ROOT, Server

from backprop_explorer.api.problems import PROBLEMS

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def example(language: str, server: Server) -> str:
    """All blocks of a language, one after the other, as a reader would run them."""
    blocks = "\n".join(re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL))
    assert ADDRESS in blocks
    return blocks.replace(ADDRESS, server.url)


def test_the_python_example(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example("python", server), "docs/api.md", "exec"), {})
    assert "agrees" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
def test_the_curl_example(server: Server, tmp_path: Path) -> None:
    script = 'set -e\ncurl() { command curl --fail-with-body "$@"; }\n' + example("bash", server)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"operation":"matmul"' in done.stdout
    assert '"type":"residual"' in done.stdout
    assert "/problems/" not in done.stdout


def test_the_problems_it_names_exist() -> None:
    types = {problem.type for problem in PROBLEMS.values()}
    assert set(re.findall(r"/problems/[a-z-]+", TEXT)) <= types
