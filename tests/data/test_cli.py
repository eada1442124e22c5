from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backprop_explorer.data import cli

from .tiny import Tiny

IMAGES = "train-images-idx3-ubyte"


@pytest.fixture(autouse=True)
def _tiny_for_mnist(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.IDX_SETS, "mnist", tiny.known)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "300"})


def assert_one_sentence(result: Result, *parts: str) -> None:
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1
    for part in parts:
        assert part in result.stderr


def test_list_import_list(tiny: Tiny, tmp_path: Path) -> None:
    before = run("list")
    assert before.exit_code == 0
    assert "mnist-sample" in before.stdout
    assert "backprop-explorer data fetch mnist" in before.stdout
    imported = run("import", str(tiny.write(tmp_path / "mine")))
    assert imported.exit_code == 0
    assert "is ready in" in imported.stdout
    after = run("list")
    assert "backprop-explorer data fetch mnist" not in after.stdout
    assert f"our cache: {tmp_path / 'cache' / 'tiny'}" in after.stdout


def test_list_tells_what_is_damaged(tiny: Tiny, tmp_path: Path) -> None:
    run("import", str(tiny.write(tmp_path / "mine")))
    (tmp_path / "cache" / "tiny" / IMAGES).write_bytes(b"")
    result = run("list")
    assert result.exit_code == 0
    assert f"{IMAGES} is empty" in result.stdout


def test_a_wrong_folder_is_one_sentence(tmp_path: Path) -> None:
    assert_one_sentence(run("import", str(tmp_path / "[no]where")), "[no]where is not a folder")


def test_a_wrong_name_is_one_sentence() -> None:
    assert_one_sentence(run("fetch", "minst"), "'minst'", "mnist-sample")


def test_a_mirror_that_is_down_is_one_sentence(tiny: Tiny) -> None:
    result = run("fetch", "mnist", "--mirror", "http://127.0.0.1:9/")
    assert_one_sentence(result, "http://127.0.0.1:9/", "data import DIR")


def test_a_cache_that_cannot_be_made_is_one_sentence(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("BACKPROP_EXPLORER_DATA_DIR", str(tmp_path / "file" / "below"))
    mine = tiny.write(tmp_path / "mine")
    assert_one_sentence(run("import", str(mine)), "BACKPROP_EXPLORER_DATA_DIR")


def test_the_sample_needs_no_fetching() -> None:
    result = run("fetch", "mnist-sample")
    assert result.exit_code == 0
    assert "nothing to fetch" in result.stdout
