"""Commands whose files are imported when they are called: help for all of them needs the table alone."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.commands import COMMANDS, GROUPS, Command, function


class Lazy(TyperCommand):
    """A row of the table in the command line's place, until it is called."""

    def __init__(self, row: Command) -> None:
        super().__init__(row.name.split()[-1], help=row.help, rich_markup_mode=None)
        self._row = row

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read the words given to it, as the real command."""
        return loaded(self._row).make_context(*given, **more)


class Group(TyperGroup):
    """A group whose help tells all of each command's help, however narrow the terminal."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line or more for each command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name or "(none)", command.help or "") for name, command in self.commands.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A group that is a command too, whose name there is "", runs it when no other is named."""
        # A shell that asks for completions (resilient_parsing) is told the commands of the group.
        if (
            "" in self.commands
            and not ctx.resilient_parsing
            and (not args or (args[0].startswith("-") and args[0] != "--help"))
        ):
            args = ["", *args]
        return super().parse_args(ctx, args)


class Top(Group):
    """The commands and groups of the table."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**{**known, "commands": _commands()})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Whoever types no command is greeted before the help; a shell that asks for completions is not."""
        if not args and not ctx.resilient_parsing:
            greet()
        return super().parse_args(ctx, args)


def greet(data: str | None = None) -> None:
    """Print how many papers are in the folder *data*, and a question to begin with."""
    from bot.cli.greeting import greeting
    from retrieval.text.clean import clean_text

    typer.echo(f"{clean_text(greeting(data))}\n")


def loaded(row: Command) -> Any:
    """The real command of *row*, its file imported. What its docstring says is true of the terminal only."""
    run = function(row.terminal)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(row.name.split()[-1], help=row.help, epilog=_end_of_help(row, run.__doc__))(run)
    return typer.main.get_command(alone)


def _end_of_help(row: Command, told: str | None) -> str:
    """What is true of the terminal only, and examples; \\b keeps their lines as they are."""
    examples = "\n".join(f"  {line}" for line in row.typed)
    return "\n\n".join(part for part in (told, f"\b\nFor example:\n{examples}") if part)


def _commands() -> dict[str, Any]:
    """The top level, in the order of the table."""
    found: dict[str, Any] = {}
    for row in COMMANDS.values():
        owner, _, name = row.name.rpartition(" ")
        if row.name in GROUPS:
            owner, name = row.name, ""
        if owner and owner not in found:
            end = _end_of_help(COMMANDS[owner], None) if owner in COMMANDS else None
            about: dict[str, Any] = {"name": owner, "help": GROUPS[owner], "epilog": end}
            found[owner] = Group(**about, no_args_is_help=True, rich_markup_mode=None)
        (found[owner].commands if owner else found)[name] = Lazy(row)
    return found
