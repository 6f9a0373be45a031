"""What the commands share: their options, how an application is opened for them, how a reply is shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli import console

if TYPE_CHECKING:
    from bot.app import App
    from bot.requests import Order
    from bot.settings import Settings
    from bot.types import Claim, Reply
    from retrieval.sources.page_kind import PageKind
    from retrieval.types import Window

Data = Annotated[str | None, typer.Option("--data", metavar="FOLDER", help="The data folder.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
All = Annotated[bool, typer.Option("--all", help="Print long lists whole.")]
Week = Annotated[str | None, typer.Option("--week", metavar="2026-W46", help="An ISO week.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on, or 7d, 2w, 3m.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and including this day.")]
Model = Annotated[str | None, typer.Option("--model", metavar="M", help="extractive, openai:M or scripted:FILE.")]

Topic = Annotated[list[str] | None, typer.Argument(metavar="TOPIC or WEEK", help="Words on what, a time, or both.")]

Name = TypeVar("Name", bound=str)

# `broadsheet --data X ask …` and `broadsheet ask … --data X` mean the same.
data_before: ContextVar[str | None] = ContextVar("data", default=None)


@contextmanager
def app_of(as_json: bool, data: str | None, model: str | None = None, patient: bool = False) -> Iterator["App"]:
    """The application of one command; failures end the process with one sentence and a code."""
    with settings_of(as_json, data, model) as settings:
        from bot.app import opened

        with opened(settings, patient) as app:
            yield app
            for notice in app.notices():
                console.tell(notice)


@contextmanager
def settings_of(as_json: bool, data: str | None, model: str | None = None) -> Iterator["Settings"]:
    """The settings of one command, for one that opens no application or more than one."""
    with console.guarded(as_json):
        from bot.settings import load

        yield load({"data": data or data_before.get(), "model": model})


def not_empty(app: "App", asked: str = "") -> None:
    """Raise `UsageError` with three ways in where there is no paper yet and *asked* brings none in."""
    from retrieval.errors import UsageError
    from retrieval.text.arxiv_ids import ids_in

    if not app.archive.count() and not (app.settings.fetch_named and ids_in(asked)):
        raise UsageError(
            f"There are no papers in {app.settings.folder} yet. Three ways to get some:",
            "Papers you have: broadsheet ingest page.txt\n"
            "The Daily Papers of yesterday and today: broadsheet fetch huggingface\n"
            "Sample papers, to try it out: broadsheet demo",
        )


def show(
    reply: "Reply", everything: bool = False, *, limit: int | None = None, tail_only: bool = False, how: str = ""
) -> None:
    """Print *reply*: of a long list the beginning, or as many papers as *limit* asks for, or *everything*.

    *how* says how to see the rest, where that is not by an option.
    """
    from bot.render import terminal

    if not everything:
        reply = terminal.in_short(reply, limit or terminal.MOST, how)
    columns = console.columns()
    console.show(terminal.after_claims(reply, columns) if tail_only else terminal.whole(reply, columns))


def show_claim(claim: "Claim", taken: str = "") -> None:
    """A claim the moment it has passed the gate, below how the question was *taken*."""
    from bot.render import terminal
    from bot.render.answers import claim_line
    from bot.types import Reply as NewReply

    reply = NewReply(paragraphs=(claim_line(claim.text, claim.citations),), taken=taken)
    console.show(terminal.whole(reply, console.columns()))


def window(app: "App", since: str | None, until: str | None, week: str | None) -> "Window | None":
    from retrieval.window import given_window

    return given_window(since, until, week, app.settings.clock())


def words(command: str, given: list[str] | None) -> str:
    """What was written after *command*. Raises `UsageError` for nothing at all."""
    from bot.render.cures import missing_words

    text = " ".join(given or []).strip()
    if not text:
        raise missing_words(command)
    return text


def page_kind(text: str | None) -> "PageKind | None":
    from retrieval.errors import UsageError
    from retrieval.sources.page_kind import KINDS

    known = next((kind for kind in KINDS if kind == text), None)
    if text and known is None:
        raise UsageError(f"--kind {text} is not a kind of page.", f"Write one of: {', '.join(KINDS)}.")
    return known


def choice(option: str, text: str | None, known: Sequence[Name]) -> Name | None:
    """The one of *known* that *text* names; None for no text. Raises `UsageError` for another."""
    from retrieval.errors import UsageError

    found = next((each for each in known if each == text), None)
    if text and found is None:
        raise UsageError(f"{option} {text} is not known.", f"Write one of: {', '.join(known)}.")
    return found


def order(text: str | None, topic: str) -> "Order | None":
    from bot.requests import ORDERS
    from retrieval.errors import UsageError

    known = next((order for order in ORDERS if order == text), None)
    if text and known is None:
        raise UsageError(f"--sort {text} is no order.", f"Write one of: {', '.join(ORDERS)}.")
    if known == "best" and not topic:
        raise UsageError("--sort best needs a topic.", "Write what the papers are to be about, or another order.")
    return known


def day(text: str | None, option: str) -> date | None:
    from retrieval.errors import UsageError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text} is not a day.", "Write it as 2026-11-22.") from error
