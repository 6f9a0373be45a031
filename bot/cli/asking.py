"""Questions and one-liners: ask, tldr, search."""

import sys
from typing import Annotated

import typer

from bot import console
from bot.cli import options
from bot.cli.options import Data, Json, Model, Since, Until, Week


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many papers to read.")] = 8,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.commands import answer_question
        from bot.documents import answer_document
        from bot.replies import answer_reply

        window = options.window(app, since, until, week)
        live = not json and sys.stdout.isatty()
        answer = answer_question(app, question, k=k, window=window, on_claim=options.show_claim if live else None)
        if json:
            console.emit(answer_document(answer))
        else:
            options.show(answer_reply(answer, app.settings.clock().date()), tail_only=live and bool(answer.claims))
        if answer.state == "refused":
            console.leave(console.REFUSED)


def tldr(
    papers: Annotated[list[str] | None, typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or titles.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All papers.")] = False,
    week: Week = None,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.commands import find_papers, tldr_maker
        from bot.documents import tldr_document
        from bot.replies import tldr_reply
        from retrieval.errors import UsageError

        if sum((bool(papers), every, bool(week))) != 1:
            raise UsageError("Name papers, or --all, or --week.", "For instance: broadsheet tldr 2405.21060")
        wanted = find_papers(app, papers) if papers else app.archive.list(options.window(app, None, None, week))
        made = []
        with console.progress() as update:
            for line in tldr_maker(app).lines(wanted):
                made.append(line)
                update("Writing", len(made), len(wanted))
        if json:
            console.emit([tldr_document(line) for line in made])
        else:
            options.show(tldr_reply(made))


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many papers.")] = 8,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.commands import search_papers
        from bot.documents import hit_document
        from bot.replies import hits_reply

        found = search_papers(app, query, k, options.window(app, since, until, week))
        if json:
            console.emit([hit_document(hit) for hit in found.hits])
            for note in found.notes:
                console.tell(note)
        else:
            options.show(hits_reply(found.hits, found.notes))
