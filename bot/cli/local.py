"""The bot in a Slack of one's own: a prompt, or a transcript that is checked."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Model

if TYPE_CHECKING:
    from bot.app import App
    from bot.local_slack.prompt.session import Session
    from bot.settings import Settings

Script = Annotated[str | None, typer.Argument(metavar="SCRIPT", help="A transcript to play and check.")]
Seed = Annotated[int | None, typer.Option("--faults", metavar="SEED", help="Let things fail, the same for each seed.")]
Web = Annotated[bool, typer.Option("--web", help="A page for the browser instead of a prompt.")]


def local(script: Script = None, faults: Seed = None, web: Web = False, model: Model = None, data: Data = None) -> None:
    with console.guarded(False):
        from bot.app import opened
        from bot.local_slack.running import scratch
        from bot.settings import load

        text = _read(script) if script else None
        given = load({"data": data or options.data_before.get(), "model": model})
        if web:
            _serve(given, alone=script is None and faults is None)
            return
        with scratch(given) as settings, opened(settings) as app:
            _fill(app, ask=text is None)
            _log(settings.log == "debug", settings.openai_api_key)
            failed = _run(app, text, faults)
        if failed:
            console.leave(console.COULD_NOT)


def _serve(given: "Settings", alone: bool) -> None:
    """The page, until it is interrupted."""
    import signal

    from bot.app import opened
    from bot.local_slack.page.serve import serve_page
    from bot.local_slack.page.stalled_model import Stall
    from bot.local_slack.running import scratch
    from retrieval.errors import UsageError

    if not alone:
        raise UsageError("--web goes with no transcript and no --faults.", "The page has a panel for what may fail.")
    # Whoever ends it in whatever way leaves no copy of the archive behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _log(given.log == "debug", given.openai_api_key)
    stall = Stall()
    with scratch(given) as settings, opened(settings, before_model=stall.hold) as library:
        serve_page(library, stall, lambda address: console.tell(f"Open {address} in a browser. Ctrl-C ends it."))


def _run(app: "App", text: str | None, seed: int | None) -> bool:
    """True if something of the transcript did not come true."""
    from bot.local_slack import Faults, LocalSlack
    from bot.local_slack.prompt.session import Session
    from bot.local_slack.running import running
    from bot.slack.manifest import SHORTCUT, manifest

    made, faults = manifest(app.settings.slack_prefix), Faults(seed or 0)
    with LocalSlack(made, faults=faults, retry_scale=0.01) as slack, running(app, slack) as bot:
        session = Session(slack, bot, _show, patience=app.settings.job_seconds + 30)
        session.shortcuts = (SHORTCUT,)
        if seed is not None:
            slack.faults.bad_day()
        return _play(session, text) if text is not None else _converse(session)


def _play(session: "Session", text: str) -> bool:
    from bot.local_slack.prompt.transcript import play

    failures = list(play(session, text))
    for failure in failures:
        console.tell(
            f"Line {failure.line} did not come true: {failure.expected}\nThere was: {failure.seen or 'nothing'}"
        )
    return bool(failures)


def _converse(session: "Session") -> bool:
    from bot.local_slack.prompt.commands import run
    from retrieval.errors import BroadsheetError

    console.tell("You are alice in #papers of a Slack on this machine; nobody else sees it. help: what you can do.")
    for line in _lines(session):
        try:
            run(session, line)
        except BroadsheetError as error:  # one line that cannot be done does not end the session
            console.tell(f"{error.message}\n{error.hint}".strip())
        if session.over:
            break
    return False


def _lines(session: "Session") -> Iterator[str]:
    """What is typed or piped in, line by line; a prompt only for a person."""
    typed = sys.stdin.isatty()
    if typed:
        import readline  # noqa: F401 - gives `input` its line editing
    while True:
        try:
            line = input(f"\n{session.place}> " if typed else "").strip()
        except EOFError:
            return
        if line:
            yield line


def _fill(app: "App", ask: bool) -> None:
    """Offer an empty archive the sample page; a transcript takes it without asking."""
    if app.archive.count():
        return
    if ask and sys.stdin.isatty():
        answer = input("The archive is empty. Try it with a page of sample papers? [Y/n] ")
        if answer.strip().lower().startswith("n"):
            return
    from importlib import resources

    from bot.intake import bring_up_to_date, ingest_files
    from retrieval.ingest import Report

    with resources.as_file(resources.files("bot") / "sample_page.txt") as page:
        ingest_files(app, [str(page)], sys.stdin.buffer, None, Report(), kind="day")
    bring_up_to_date(app, lambda what, done, total: None)


def _log(wanted: bool, secret: str) -> None:
    """The bot's log, if it is wanted: what breaks here breaks on purpose and is no news."""
    from bot.slack.wire.redaction import log_to_stderr

    log_to_stderr([secret], logging.DEBUG)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.DEBUG if wanted else logging.CRITICAL)


def _read(script: str) -> str:
    from retrieval.errors import UsageError

    try:
        return Path(script).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{script} cannot be read.", "Name a text file with one action a line.") from error


def _show(text: str) -> None:
    """Print what people see, without what a terminal would obey."""
    from rich.text import Text

    from retrieval.text.clean import clean_text

    lines = [line[: len(line) - len(line.lstrip(" "))] + clean_text(line) for line in text.split("\n")]
    console.show(Text("\n".join(lines) + "\n"))
