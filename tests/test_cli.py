"""The command line and its settings, as a person meets them."""

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typer
from pydantic import ValidationError

import backprop_explorer
from backprop_explorer import cli, serving
from backprop_explorer.config import ENV_PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from backprop_explorer.cli import main; main()"]


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable and no file of the machine's reaches a test."""
    for name in list(os.environ):
        if name.startswith(ENV_PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@contextlib.contextmanager
def serving_process(*arguments: str) -> Iterator[tuple[str, str]]:
    """A running server: its address, and all it said up to there."""
    process = subprocess.Popen([*COMMAND, "serve", *arguments], stdout=subprocess.PIPE, text=True)
    said = ""
    try:
        assert process.stdout
        for line in process.stdout:
            said += line
            if found := re.search(r"is at (http\S+)", line):
                yield found[1], said
                return
        pytest.fail(f"the server stopped by itself: {said}")
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_version() -> None:
    assert run("--version").stdout == f"backprop-explorer {backprop_explorer.__version__}\n"


def test_version_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'fastapi', 'pydantic'} & set(sys.modules)"
    program = f"import sys, backprop_explorer.cli; print({heavy})"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"


def test_help_names_the_commands() -> None:
    text = run("--help").stdout
    assert "serve" in text
    assert "data" in text


def test_data_has_its_commands() -> None:
    text = run("data", "--help").stdout
    assert "fetch" in text
    assert "import" in text


def test_serves_the_page_at_the_address_it_prints() -> None:
    with serving_process("--port", "0", "--no-open") as (address, _):
        page = httpx.get(address, follow_redirects=True)
        assert page.status_code == 200
        assert "<title>" in page.text
        assert httpx.get(f"{address}api/livez").status_code == 200


def test_takes_a_free_port_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with taken_port() as port:
        nobody_chose = Settings.model_construct(_fields_set=set(), host="127.0.0.1", port=port)
        with serving.listen(nobody_chose) as listener:
            found = serving.port_of(listener)
    assert found != port
    assert capsys.readouterr().out == f"Port {port} is taken, so this is port {found}.\n"


def test_refuses_a_taken_port_that_was_asked_for() -> None:
    with taken_port() as port:
        done = run("serve", "--port", str(port), "--no-open")
    assert done.returncode == 2
    assert done.stderr == (
        f"Port {port} is taken by another program; choose another with --port, "
        "or leave it out to get a free one.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--port", "80000"],
            "port cannot be '80000': Input should be less than or equal to 65535.",
        ),
        (["--workers", "0"], "workers cannot be '0': Input should be greater than or equal to 1."),
        (["--host", "no such host"], "There is no host called 'no such host'"),
    ],
)
def test_refuses_in_a_sentence(arguments: list[str], sentence: str) -> None:
    done = run("serve", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backprop-explorer.toml").write_text(
        'port = 1\nmax_sessions = 2\nworkers = 3\nmnist_mirrors = ["http://a/", "http://b/"]\n'
    )
    monkeypatch.setenv("BACKPROP_EXPLORER_PORT", "4")
    monkeypatch.setenv("BACKPROP_EXPLORER_MAX_SESSIONS", "5")
    settings = Settings(port=6)
    assert (settings.port, settings.max_sessions, settings.workers) == (6, 5, 3)
    assert settings.mnist_mirrors == ("http://a/", "http://b/")
    monkeypatch.setenv("BACKPROP_EXPLORER_MNIST_MIRRORS", "http://c/ http://d/")
    assert Settings().mnist_mirrors == ("http://c/", "http://d/")


def test_a_file_of_settings_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("workers = 7\n")
    monkeypatch.setenv("BACKPROP_EXPLORER_CONFIG", str(file))
    assert Settings().workers == 7


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "backprop-explorer.toml").write_text("prot = 1\n")
    with pytest.raises(ValidationError, match="prot"):
        Settings()
    done = run("serve")
    assert (done.returncode, done.stderr) == (2, "There is no setting 'prot'.\n")


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "backprop-explorer.toml").write_text("port: 1\n")
    done = run("serve")
    assert done.returncode == 2
    assert "The settings file cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_a_flag_and_is_documented(name: str) -> None:
    group = typer.main.get_command(cli.app)
    assert isinstance(group, cli.Commands)
    flags = {text for option in group.commands["serve"].params for text in option.opts}
    flag = "--" + name.replace("_", "-")
    row = f"| `{flag}` | `{ENV_PREFIX}{name.upper()}` | `{name}` |"
    if name == "mnist_mirrors":  # the one that `serve` has no use for
        row = row.replace(f"`{flag}`", "`--mirror` of `data fetch`")
    else:
        assert flag in flags
    assert row in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8100/"),
        ("0.0.0.0", "http://127.0.0.1:8100/"),
        ("::1", "http://[::1]:8100/"),
        ("::", "http://[::1]:8100/"),
    ],
)
def test_the_address_is_one_a_browser_can_open(host: str, address: str) -> None:
    assert serving.page_address(host, 8100) == address
