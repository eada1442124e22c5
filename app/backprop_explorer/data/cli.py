"""The commands under `backprop-explorer data`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from ..errors import ExplorerError
from .catalog import CATALOG, unknown
from .errors import DataError, DataFileError
from .files import IdxSet
from .idx_sets import IDX_SETS
from .importing import import_files
from .places import Place, places

app = typer.Typer(
    add_completion=False, help="Data sets: what is here, and how to get more.", no_args_is_help=True
)


@contextmanager
def _one_sentence() -> Iterator[None]:
    """An error that is the user's to act on ends the command with its sentence, not a traceback."""
    try:
        yield
    except ExplorerError as error:
        Console(stderr=True).print(
            f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True, highlight=False
        )
        raise typer.Exit(1) from None


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="Which data set: mnist or fashion-mnist.")],
    mirror: Annotated[
        list[str] | None,
        typer.Option(
            help="An address that has the .gz files; give more, and they are tried in turn."
        ),
    ] = None,
) -> None:
    """Download a data set, and check every file of it."""
    from .fetching import fetch as fetch_files  # brings pooch and httpx, which are slow to import

    console = Console()
    with _one_sentence():
        if name in IDX_SETS:
            with _progress(console) as report:
                folder = fetch_files(IDX_SETS[name], mirrors=mirror or (), report=report)
            _say_ready(console, name, folder)
        elif name in CATALOG:
            console.print(f"{name} comes from {CATALOG[name].place}: there is nothing to fetch.")
        else:
            raise unknown(name)


@app.command("import")
def import_(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the IDX files.")],
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Which they are: mnist or fashion-mnist.")
    ] = "mnist",
) -> None:
    """Take the four IDX files of a data set, raw or gzipped, from a folder."""
    with _one_sentence():
        if name not in IDX_SETS:
            raise DataError(
                f"{name!r} is not imported from IDX files; {' and '.join(IDX_SETS)} are"
            )
        _say_ready(Console(), name, import_files(directory.expanduser(), IDX_SETS[name]))


def _say_ready(console: Console, name: str, folder: Path) -> None:
    console.print(f"{name} is ready in {escape(str(folder))}", soft_wrap=True, highlight=False)


@app.command("list")
def list_() -> None:
    """Show which data sets are here, and where from; every file is checked."""
    console = Console()
    table = Table(box=None, pad_edge=False)
    for column in ("data set", "state", "where"):
        table.add_column(column, overflow="fold")
    for entry in CATALOG.values():
        if entry.name not in IDX_SETS:
            state = "[green]ready[/]" if entry.is_here() else "[yellow]not here[/]"
            table.add_row(entry.name, state, entry.place)
    for name, known in IDX_SETS.items():
        found = list(places(known))
        for place in found:
            table.add_row(name, _state(place, known), f"{place.kind}: {escape(str(place.path))}")
        if not found:
            table.add_row(name, "[yellow]not here[/]", f"backprop-explorer data fetch {name}")
    console.print(table)


def _state(place: Place, known: IdxSet) -> str:
    try:
        place.read(known)
    except DataFileError as error:
        return f"[red]damaged[/]: {escape(str(error))}"
    return "[green]ready[/]"


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str, int, int | None], None]]:
    """Shows a bar for each file; gives the function that moves it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bars: dict[str, TaskID] = {}
    with Progress(*columns, console=console) as progress:

        def report(name: str, done: int, total: int | None) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name)
            progress.update(bars[name], completed=done, total=total)

        yield report
