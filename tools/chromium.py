"""Prints the path of a Chromium for the browser tests; installs one where there is none.

What is there already is used: $CHROMIUM, the machine's, then Playwright's. Otherwise root on Debian
gets Debian's package, and everyone else Playwright's build, in their own cache.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = (sys.executable, "-m", "playwright")
PLAYWRIGHT_PATH = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)


def find() -> str | None:
    """The Chromium to use, or None."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    for name in NAMES:
        if path := shutil.which(name):
            return path
    done = subprocess.run([sys.executable, "-c", PLAYWRIGHT_PATH], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def install_for_debian(*packages: str) -> None:
    apt = ["apt-get", "-qq", "-y"]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*apt, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            sys.exit(f"apt-get {' '.join(command)} failed:\n{done.stdout}")


def may_install_packages() -> bool:
    """Root, on Debian: elsewhere a package called chromium may be something else."""
    release = Path("/etc/os-release")
    return (
        os.geteuid() == 0
        and release.exists()
        and "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    )


def playwright_runs() -> bool:
    """Its driver is a program of its own, which needs a library that a small Debian lacks."""
    return subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True).returncode == 0


def main() -> None:
    debian = may_install_packages()
    if debian and not playwright_runs():
        print("== installing what Playwright needs", file=sys.stderr)
        install_for_debian("libatomic1")
    if find() is None:
        print("== installing Chromium", file=sys.stderr)
        if debian:
            install_for_debian("chromium", "fonts-noto-core", "fonts-noto-cjk")
        else:
            # stdout is for the path alone.
            subprocess.run([*PLAYWRIGHT, "install", "chromium"], stdout=sys.stderr, check=True)
    path = find()
    if path is None:
        sys.exit("No Chromium could be installed; name one with CHROMIUM=/path/to/chromium.")
    print(path)


if __name__ == "__main__":
    main()
