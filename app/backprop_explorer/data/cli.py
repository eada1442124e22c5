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
from .errors import DataFileError
from .importing import import_files
from .mnist import MNIST
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
    name: Annotated[str, typer.Argument(help="Which data set: mnist.")],
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
        if name == MNIST.name:
            with _progress(console) as report:
                folder = fetch_files(MNIST, mirrors=mirror or (), report=report)
            console.print(
                f"{name} is ready in {escape(str(folder))}", soft_wrap=True, highlight=False
            )
        elif name in CATALOG:
            console.print(f"{name} travels in the package: there is nothing to fetch.")
        else:
            raise unknown(name)


@app.command("import")
def import_(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the IDX files.")],
) -> None:
    """Take MNIST's four IDX files, raw or gzipped, from a folder."""
    with _one_sentence():
        folder = import_files(directory.expanduser(), MNIST)
        Console().print(f"mnist is ready in {escape(str(folder))}", soft_wrap=True, highlight=False)


@app.command("list")
def list_() -> None:
    """Show which data sets are here, and where from; every file is checked."""
    console = Console()
    table = Table(box=None, pad_edge=False)
    for column in ("data set", "state", "where"):
        table.add_column(column, overflow="fold")
    table.add_row("mnist-sample", "[green]ready[/]", "in the package")
    found = list(places(MNIST))
    for place in found:
        table.add_row(MNIST.name, _state(place), f"{place.kind}: {escape(str(place.path))}")
    if not found:
        table.add_row(MNIST.name, "[yellow]not here[/]", "backprop-explorer data fetch mnist")
    console.print(table)


def _state(place: Place) -> str:
    try:
        place.read(MNIST)
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
