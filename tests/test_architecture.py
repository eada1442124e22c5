"""Imports run one way, as docs/architecture.md draws it, and files stay small enough to read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "app" / "backprop_explorer"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each part, and the parts it may import besides itself.
FLOOR = {"errors", "config"}
CORE = FLOOR | {"engine", "data", "trace"}
MAY_IMPORT = {
    "errors": set(),
    "config": {"errors"},
    "engine": FLOOR,
    "data": FLOOR,
    "trace": FLOOR,
    "sessions": CORE,
    "api": CORE | {"sessions"},
    "pages": CORE | {"sessions", "api"},
    "main": CORE | {"sessions", "api", "pages"},
    "serving": FLOOR | {"main"},
    "cli": FLOOR | {"data", "serving"},
    "__init__": CORE | {"sessions"},
}
KNOWS_HTTP = {"api", "pages", "main", "serving"}
HTTP = {"fastapi", "starlette", "uvicorn"}
MOST_LINES = 300


def part(module: Path) -> str:
    """`trace/model.py` belongs to the part `trace`, `cli.py` to `cli`."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Every imported name in full, with its line: `from ..errors import E` is
    `backprop_explorer.errors.E`."""
    here = ["backprop_explorer", *module.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{source}.{alias.name}"


def faults(module: Path) -> Iterator[str]:
    place = part(module)
    for line, name in imports(module):
        at = f"{module.relative_to(PACKAGE)}:{line}"
        top, _, rest = name.partition(".")
        if top in HTTP and place not in KNOWS_HTTP:
            yield f"{at}: {place} must not know HTTP, but imports {top}"
        if top != "backprop_explorer":
            continue
        other = rest.partition(".")[0]
        is_part = (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").exists()
        if not is_part:
            if other != "__version__":
                yield f"{at}: import {other or 'names'} from where it is defined"
        elif other != place and other not in MAY_IMPORT[place]:
            yield f"{at}: {place} must not import {other}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(module: Path) -> None:
    found = list(faults(module))
    assert not found, "\n".join(found)


def test_every_part_has_its_place() -> None:
    assert {part(module) for module in MODULES} <= MAY_IMPORT.keys()


def test_an_import_the_wrong_way_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("engine", "sessions", "trace"):
        (tmp_path / name).mkdir()
    layer = tmp_path / "engine" / "layer.py"
    layer.write_text(
        "from fastapi import FastAPI\n"
        "import numpy\n"
        "from . import functions\n"
        "from ..sessions.spec import Spec\n"
        "def late():\n    from backprop_explorer import trace\n"
    )
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert list(faults(layer)) == [
        "engine/layer.py:1: engine must not know HTTP, but imports fastapi",
        "engine/layer.py:4: engine must not import sessions",
        "engine/layer.py:6: engine must not import trace",
    ]


def test_files_stay_small_enough_to_read() -> None:
    lengths = {
        str(module.relative_to(PACKAGE)): len(module.read_text(encoding="utf-8").splitlines())
        for module in MODULES
    }
    assert {name: count for name, count in lengths.items() if count > MOST_LINES} == {}
