"""The terminal. Every command is parse, call, render; what can fail is explained in `console.guarded`."""

import sys
from typing import Annotated, Any

import typer

from bot.cli import completion, console
from bot.cli.lazy import Top, greet
from bot.cli.options import Data, data_before

# What Typer raises for a command line it cannot read; it exports the class only through its children.
_WrongUse: Any = typer.BadParameter.__mro__[2]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(metadata.version("broadsheet"))
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
]

cli = typer.Typer(
    cls=Top,
    help="The daily papers, read for a research team: cited answers and one-line TL;DRs.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cli.callback(invoke_without_command=True)
def _before(ctx: typer.Context, data: Data = None, version: Version = False) -> None:
    data_before.set(data)
    if ctx.invoked_subcommand is None:  # a folder and no command: the same as nothing at all, of that folder
        greet(data)
        typer.echo(ctx.get_help())


def main() -> None:
    """The `broadsheet` command. With --json a wrong command line is told as JSON too."""
    completion.answer_shells()
    try:
        code = cli(prog_name="broadsheet", standalone_mode=False)
    except _WrongUse as error:
        if "--json" in sys.argv:
            console.emit({"error": error.format_message(), "hint": "See `broadsheet --help`."})
        error.show()
        code = error.exit_code
    sys.exit(code or 0)
