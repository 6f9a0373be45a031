"""Questions and one-liners: ask, tldr, search."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json, Model, Since, Until, Week

if TYPE_CHECKING:
    from bot.app import App
    from bot.question import Turn
    from bot.question.memory import Turns
    from bot.types import Answer, Claim, Reply
    from retrieval.types import Window

_WHERE_SAVED = "Your reading list: broadsheet saved"

Continued = Annotated[
    bool, typer.Option("--continue", "-c", help="Go on from the last answer: “and the second paper?”.")
]
Papers = Annotated[int, typer.Option("-k", metavar="N", min=1, max=50, help="How many papers to read.")]


def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="In your own words, with or without quotes.")
    ] = None,
    continued: Continued = False,
    k: Papers = 8,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    everything: All = False,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Exit code 3 is a refusal."""
    with options.app_of(json, data, model) as app:
        asked = options.words("ask", question)
        options.not_empty(app, asked)
        turns = kept_turns(app).last(app.settings.user) if continued else []
        if not json and put_spoken(app, asked, turns):
            return
        answer = put(app, asked, turns, k, options.window(app, since, until, week), json, everything)
        remember(app, answer, new=not turns)
        if answer.state == "refused":
            console.leave(console.REFUSED)


def put_spoken(app: "App", question: str, turns: "Sequence[Turn]") -> bool:
    """Show the table, list, trend or reading list that *question* asks for, or save the paper it says, if it does."""
    from bot.question.reading_list import asks_for_saved
    from bot.shared.reply import told_of_shared
    from bot.spoken import set_aside, spoken

    if asks_for_saved(question):
        from bot.cli.reading_list import HOW
        from bot.requests import saved_reply

        options.show(saved_reply(app, app.settings.user, HOW), True)
        return True
    shown = (
        told_of_shared(app, question)
        or set_aside(app, question, turns, app.settings.user, _WHERE_SAVED)
        or spoken(app, question, turns, console.tell)
    )
    if shown:
        options.show(shown, True)
    return shown is not None


def put(
    app: "App",
    question: str,
    turns: "Sequence[Turn]",
    k: int,
    window: "Window | None",
    json: bool = False,
    everything: bool = False,
    how: str = "",
) -> "Answer":
    """Ask *question* after *turns* and show the answer, claim by claim on a terminal.

    *how* says how to see what of a long list is left out, where that is not by an option.
    """
    from bot.answer import answer_question
    from bot.question import MOST_PAPERS, parted
    from bot.render.documents import answer_document

    live = not json and sys.stdout.isatty()
    readings: list[str] = []

    def on_claim(claim: "Claim") -> None:
        options.show_claim(claim, parted(readings)[0])
        readings.clear()

    answer = answer_question(
        app,
        question,
        k=k,
        window=window,
        turns=turns,
        on_claim=on_claim if live else None,
        on_fetch=console.tell,
        on_reading=readings.append,
    )
    if json:
        console.emit(answer_document(answer))
    else:
        shown = live and bool(answer.claims) and answer.listing is None
        options.show(_reply(app, answer), everything, limit=MOST_PAPERS, tail_only=shown, how=how)
    return answer


def _reply(app: "App", answer: "Answer") -> "Reply":
    """*answer* as it is shown, with how fresh the archive is and what a chat model cost in its footer."""
    from dataclasses import replace

    from bot.freshness import freshness
    from bot.render.answers import answer_reply

    fresh = freshness(app, always=False)
    told = replace(answer, newest=None) if fresh else answer  # it says more than the newest day
    reply = answer_reply(told, app.settings.clock().date())
    if fresh:
        reply = replace(reply, footer=f"{reply.footer} · {fresh[0].lower()}{fresh[1:].rstrip('.')}")
    if answer.usage.prompt_tokens + answer.usage.completion_tokens or answer.usage.cached:
        reply = replace(reply, footer=f"{reply.footer}\n{reply.details}")
    return reply


def remember(app: "App", answer: "Answer", new: bool) -> None:
    """Keep *answer* for the next `ask -c`. A folder that cannot be written to keeps nobody from an answer."""
    from bot.question import turn_of
    from retrieval.errors import ArchiveError

    try:
        kept_turns(app).keep(app.settings.user, turn_of(answer), new)
    except ArchiveError as error:
        console.tell(f"This answer is not remembered for --continue: {error.message}")


def kept_turns(app: "App") -> "Turns":
    """The conversations of the terminal."""
    from bot.question.memory import Turns

    return Turns(app.database, app.settings.clock)


def tldr(
    papers: Annotated[list[str] | None, typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or titles.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All papers; beside names or a week, all of the list.")] = False,
    week: Week = None,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.render.documents import tldr_document
        from bot.render.replies import tldr_reply
        from bot.requests import find_papers, tldr_maker
        from retrieval.errors import UsageError

        if not (papers or every or week):
            options.words("tldr", papers)
        if papers and week:
            raise UsageError("Papers and --week exclude each other.", "Give one of them.")
        options.not_empty(app, " ".join(papers or []))
        wanted = (
            find_papers(app, papers, console.tell)
            if papers
            else app.archive.list(options.window(app, None, None, week))
        )
        made = []
        with console.progress() as update:
            for line in tldr_maker(app).lines(wanted):
                made.append(line)
                update("Writing", len(made), len(wanted))
        if json:
            console.emit([tldr_document(line) for line in made])
        else:
            options.show(tldr_reply(made), every)


def search(
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Words, or a whole question.")] = None,
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="How many papers.")] = 8,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.render.documents import hit_document
        from bot.render.replies import hits_reply
        from bot.requests import search_papers

        wanted = options.words("search", query)
        if not json:
            options.not_empty(app)
        found = search_papers(app, wanted, k, options.window(app, since, until, week))
        if json:
            console.emit([hit_document(hit) for hit in found.hits])
            for note in found.notes:
                console.tell(note)
        else:
            options.show(hits_reply(wanted, found.hits, found.notes), everything, limit=k)
