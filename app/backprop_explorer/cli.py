"""The command line: `backprop-explorer serve`, `backprop-explorer data …`.

What a command needs is imported when it runs, so that `--version` and `--help` answer at once.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from backprop_explorer import __version__

if TYPE_CHECKING:
    from backprop_explorer.config import Settings


class Commands(TyperGroup):
    """Our commands, and `data`, which is imported only when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), "data"]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name != "data":
            return super().get_command(ctx, cmd_name)
        from backprop_explorer.data.cli import app as data

        command = typer.main.get_command(data)
        command.name = "data"
        return command


app = typer.Typer(
    cls=Commands,
    help="A time-travel debugger for backpropagation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"backprop-explorer {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True),
    ] = False,
) -> None:
    pass


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [127.0.0.1]; 0.0.0.0 is every one.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on [8000, or a free one]; 0 is any free one.")
    ] = None,
    open: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that train [the number of cores].")
    ] = None,
    max_sessions: Annotated[
        int | None, typer.Option(help="Sessions kept in memory at once [64].")
    ] = None,
    max_request_bytes: Annotated[
        int | None, typer.Option(help="Largest body of a request [1000000].")
    ] = None,
    allowed_hosts: Annotated[
        str | None,
        typer.Option(help="Host names to answer to, besides localhost and plain addresses."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder that datasets are kept in [the user's cache].")
    ] = None,
    torchvision_roots: Annotated[
        str | None,
        typer.Option(help="Folders given to torchvision as root, if its MNIST is there."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="File of settings [backprop-explorer.toml].", exists=True, dir_okay=False
        ),
    ] = None,
) -> None:
    """Start the server; the page is at the address it prints. Ctrl+C stops it."""
    settings = read_settings(locals())
    # NumPy reads it once, when first imported. One thread makes replays bit-identical, and at
    # these sizes it is no slower.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    from backprop_explorer.serving import AddressRefused, run

    try:
        run(settings)
    except AddressRefused as error:
        raise stop(str(error)) from None


def read_settings(flags: dict[str, Any]) -> "Settings":
    """Put the flags that were given into the environment, where every process finds them."""
    from pydantic import ValidationError

    from backprop_explorer.config import ENV_PREFIX, settings

    for name, value in flags.items():
        if value is not None:
            os.environ[ENV_PREFIX + name.upper()] = str(value)
    try:
        return settings()
    except ValidationError as error:
        raise stop(explain(error)) from None
    except ValueError as error:  # the file is not TOML
        raise stop(f"The settings file cannot be read: {error}.") from None


def explain(error: Any) -> str:
    """One sentence for each setting that was refused."""
    sentences = []
    for problem in error.errors():
        name = ".".join(map(str, problem["loc"]))
        if problem["type"] == "extra_forbidden":
            sentences.append(f"There is no setting {name!r}.")
        else:
            sentences.append(f"{name} cannot be {problem['input']!r}: {problem['msg']}.")
    return "\n".join(sentences)


def stop(message: str) -> typer.Exit:
    typer.secho(message, err=True, fg="red")
    return typer.Exit(2)


def main() -> None:
    app(prog_name="backprop-explorer")
