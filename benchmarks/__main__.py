"""`make bench`: run every benchmark that has rows, and print one table.

A benchmark is a module beside this one with a function `rows() -> list[Row]`. Names on the command
line choose some: `python -m benchmarks training`.
"""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from benchmarks._timing import Row, start_again_with_plain_blas

HEAD = "| what | ours | peer | ratio | target | |\n|---|---|---|---|---|---|"


def main(chosen: list[str]) -> None:
    start_again_with_plain_blas()
    print(f"{machine()}\n\n{HEAD}", flush=True)
    for name in chosen or every_benchmark():
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "rows"):
            for row in module.rows():
                print(as_markdown(row), flush=True)


def every_benchmark() -> list[str]:
    """The modules beside this one, but for those whose name begins with an underscore."""
    return sorted(file.stem for file in Path(__file__).parent.glob("[!_]*.py"))


def as_markdown(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    verdict = "reached" if row.reached else "missed"
    figures = f"{row.ours} | {row.peer} | {row.ratio:.3g} | {sign} {row.target:g} | {verdict}"
    return f"| {row.what} | {figures} |"


def machine() -> str:
    """What the figures were measured on, as one line."""
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return (
        f"{processor()}, {os.cpu_count()} cores; {platform.system()}, "
        f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"{blas['name']} {blas['version']}, one thread."
    )


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


if __name__ == "__main__":
    main(sys.argv[1:])
