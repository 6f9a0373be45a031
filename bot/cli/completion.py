"""Completion for shells: the script they load, and the answer when such a script asks."""

from importlib import import_module
from typing import Annotated, Any

import typer

from bot.cli import console

ASKS = "_BROADSHEET_COMPLETE"
"""The environment variable by which a shell's script asks for completions instead of a command."""
SHELLS = ("bash", "zsh", "fish")


def answer_shells() -> None:
    """Let the command line answer where a script asks in place of a command; to be called before it runs."""
    _typer().completion_init()


def _typer() -> Any:
    # Typer declares neither of the two functions as its own, but its --show-completion is made of them.
    return import_module("typer.completion")


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")] = "bash",
) -> None:
    """In bash, `source <(broadsheet completion bash)` loads it; put that line into ~/.bashrc to keep it."""
    with console.guarded(False):
        from retrieval.errors import UsageError

        if shell not in SHELLS:
            raise UsageError(f"There is no completion for {shell}.", f"Write one of: {', '.join(SHELLS)}.")
        console.write(_typer().get_completion_script(prog_name="broadsheet", complete_var=ASKS, shell=shell) + "\n")
