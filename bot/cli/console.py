"""How the command line prints: one JSON document or text, errors in one place, progress only on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from retrieval.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    from rich.text import Text

DONE, COULD_NOT, WRONG_USE, REFUSED = 0, 1, 2, 3

# Faults of a model that are mended in the configuration, not by trying again.
_CONFIGURATION = ("bad_key", "not_found", "certificate", "no_tls", "proxy", "socks", "web_page")
_HINTS = ("error", "hint", "notes", "remedy", "reason")


def show(text: Text) -> None:
    """Print *text* on stdout as it is laid out."""
    from rich.console import Console

    if sys.stdout is None:  # closed by whoever started us
        return
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.print(text, end="")


def columns() -> int | None:
    """How wide the terminal is that stdout goes to; None for a pipe or a file."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None


def emit(document: Any) -> None:
    """Print *document* as the one JSON document of this run."""
    if sys.stdout is None:
        return
    sys.stdout.write(json.dumps(_in_our_words(document), ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def _in_our_words(document: Any, ours: bool = False) -> Any:
    """*document* with the commands in its hints and notes as they are typed; papers' own words are left alone."""
    from bot.render.cures import in_terminal

    if isinstance(document, dict):
        return {key: _in_our_words(value, key in _HINTS) for key, value in document.items()}
    if isinstance(document, list):
        return [_in_our_words(value, ours) for value in document]
    return in_terminal(document) if ours and isinstance(document, str) else document


def write(text: str) -> None:
    """Write *text* to stdout as it is: a file for another program."""
    if sys.stdout is None:
        return
    sys.stdout.write(text)
    sys.stdout.flush()


def tell(line: str) -> None:
    """A line beside the output, on stderr."""
    from bot.render.cures import in_terminal
    from retrieval.text.clean import clean_text

    told = clean_text(in_terminal(line))
    sys.stderr.write((_wrapped(told) if sys.stderr.isatty() else told) + "\n")


def _wrapped(text: str) -> str:
    """*text* with no word broken by the terminal's edge; what is longer than a line, such as a path, stays whole."""
    from shutil import get_terminal_size
    from textwrap import wrap

    width = min(get_terminal_size().columns, 100)
    lines = (wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(parts) for parts in lines)


def exit_code(error: BroadsheetError) -> int:
    """2 for what the user can mend in the request or the configuration, 1 for the rest."""
    from bot.models.protocol import ModelError

    if isinstance(error, UsageError) or (isinstance(error, ModelError) and error.fault in _CONFIGURATION):
        return WRONG_USE
    return COULD_NOT


@contextmanager
def guarded(as_json: bool) -> Iterator[None]:
    """The edge of the command line: every expected failure becomes one sentence, a hint and an exit code."""
    try:
        yield
    except BroadsheetError as error:
        if as_json:
            emit({"error": error.message, "hint": error.hint})
        tell(f"{error.message}\n{error.hint}".strip())
        leave(exit_code(error))
    except KeyboardInterrupt:
        tell("Stopped. What was stored stays stored; run the same command again to go on.")
        leave(130)
    except BrokenPipeError:
        # Whoever read our output has gone; stdout must not be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        leave(DONE)
    except OSError as error:
        if sys.stdout is not None:  # nothing more can be written there, and nothing may be flushed at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        tell(f"The output could not be written: {error.strerror}.")
        leave(COULD_NOT)


def leave(code: int) -> NoReturn:
    """End the command with *code*."""
    import typer

    raise typer.Exit(code)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function (what, done, total) that draws a bar on a terminal's stderr, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def update(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield update
