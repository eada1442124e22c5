"""What is handed to people: the wheel, and the files that git tracks."""

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import backprop_explorer

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VENDOR = PROJECT["tool"]["hatch"]["build"]["hooks"]["custom"]

# What a person does with an installed wheel, without a port.
VISIT = """
import asyncio, sys
import httpx
import backprop_explorer
from backprop_explorer.cli import main
from backprop_explorer.data import load
from backprop_explorer.main import app

async def visit(*paths):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in paths:
            print(path, (await client.get(path)).status_code)

print(backprop_explorer.__file__)
asyncio.run(visit("/", "/docs", "/static/vendor/importmap.json"))
print(load("mnist-sample").x_train.shape)
sys.argv[1:] = ["--version"]
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it, but with the hatchling and the vendor folder at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tracked() -> list[Path]:
    """What git has, or would have after `git add`; all files where this is no checkout."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_wheel_holds_one_package(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    version = backprop_explorer.__version__
    assert tops == {"backprop_explorer", f"backprop_explorer-{version}.dist-info"}


def test_the_wheel_holds_everything_the_package_has(names: set[str]) -> None:
    app = ROOT / "app"
    here = [path for path in (app / "backprop_explorer").rglob("*") if path.is_file()]
    wanted = {path.relative_to(app).as_posix() for path in here if path.suffix != ".pyc"}
    for folder in ("static", "templates"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        wanted |= {f"backprop_explorer/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert wanted <= names
    assert any(name.startswith("backprop_explorer/data/sample/") for name in names)


def test_the_wheel_holds_the_javascript_and_its_licences(names: set[str]) -> None:
    for file in [*VENDOR["files"], *VENDOR["imports"].values()]:
        assert f"backprop_explorer/static/vendor/{file}" in names
        package = "/".join(file.split("/")[: 2 if file.startswith("@") else 1])
        assert f"backprop_explorer/static/vendor/{package}/LICENSE" in names


def test_the_import_map_leads_to_files_with_no_unknown_import() -> None:
    vendor = ROOT / "static" / "vendor"
    imports = json.loads((vendor / "importmap.json").read_text(encoding="utf-8"))["imports"]
    assert imports.keys() == VENDOR["imports"].keys()
    for address in imports.values():
        text = (ROOT / address.lstrip("/")).read_text(encoding="utf-8")
        asked = re.findall(r"""\b(?:from|import)\s*["']([\w@][\w@/.-]*)["']""", text)
        assert set(asked) <= imports.keys()


def test_the_wheel_runs_anywhere(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, which borrows only what this one has installed for us."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = subprocess.check_output([python, "-c", "import site; print(site.getsitepackages()[0])"])
    target = Path(site.decode().strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    # By PYTHONPATH, which reads no .pth file: the editable install must not be found.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(borrowed)}
    done = subprocess.run(
        [python, "-c", VISIT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    package = target / "backprop_explorer"
    assert done.stdout.splitlines() == [
        str(package / "__init__.py"),
        "/ 200",
        "/docs 200",
        "/static/vendor/importmap.json 200",
        "(5000, 784)",
        f"backprop-explorer {backprop_explorer.__version__}",
    ]


@pytest.mark.parametrize("lock", ["package-lock.json", "tools/package-lock.json"])
def test_lock_files_pin_versions_and_no_place(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"], name


def test_runtime_pins_are_among_those_tested() -> None:
    runtime, dev = (
        re.findall(
            r"^\S+", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        for name in ("runtime.txt", "dev.txt")
    )
    assert set(runtime) <= set(dev)


def test_every_dependency_is_pinned() -> None:
    pins = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==", pins, re.MULTILINE))
    wanted = (
        PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    )
    assert {re.match(r"[a-z0-9-]+", name)[0] for name in wanted} <= pinned  # type: ignore[index]


def test_no_tracked_file_names_a_registry() -> None:
    # Put together here, so that this file names none either.
    registries = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]
    hosts = [".".join(parts) for parts in registries]
    for path in tracked():
        data = path.read_bytes()
        assert not [host for host in hosts if host.encode() in data], path


def test_no_third_party_code_is_tracked() -> None:
    places = {path.relative_to(ROOT).as_posix() for path in tracked()}
    assert not [place for place in places if "vendor/" in place or "node_modules/" in place]


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {backprop_explorer.__version__}" in changelog
