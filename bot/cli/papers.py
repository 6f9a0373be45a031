"""Papers in and papers out: ingest, fetch, papers, show, reindex."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json, Since, Topic, Until, Week

if TYPE_CHECKING:
    from bot.app import App
    from retrieval.ingest import Report


def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, or -.")],
    listed: Annotated[
        str | None, typer.Option("--listed", metavar="YYYY-MM-DD", help="The day the page was listed.")
    ] = None,
    everything: All = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="KIND", help="The page is of a: day, week, month, trending, organization, search."
        ),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import ingest_files

        day, is_a = options.day(listed, "--listed"), options.page_kind(kind)
        _take_in(app, json, everything, lambda report: ingest_files(app, paths, sys.stdin.buffer, day, report, is_a))


def fetch_huggingface(
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="One listing day.")] = None,
    week: Week = None,
    since: Since = None,
    until: Until = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import fetch_days
        from retrieval.sources.fetch import days_of

        days = days_of(day, week, since, until, app.settings.clock().date())
        _take_in(app, json, everything, lambda report: fetch_days(app, days, report))


def fetch_arxiv(
    query: Annotated[str, typer.Option("--query", help="Words, or arXiv's own syntax such as cat:cs.CL.")],
    limit: Annotated[int, typer.Option("--limit", help="At most this many papers.")] = 100,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import fetch_query

        _take_in(app, json, everything, lambda report: fetch_query(app, query, limit, report))


def papers(
    words: Topic = None,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, max=100, help="At most this many papers.")
    ] = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.render.documents import paper_document
        from bot.requests import list_papers, list_reply, time_and_topic
        from bot.tldr import known_lines

        window = options.window(app, since, until, week)
        named, topic = time_and_topic(app, " ".join(words or []))
        window = window or named  # an option says it more exactly
        found = list_papers(app, window, topic, limit)
        if json:
            console.emit([paper_document(paper) for paper in found])
        else:
            options.show(
                list_reply(app, found, window, topic, known_lines(app.database, found)), everything, limit=limit
            )


def show(
    paper: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAPER", help="An id, an arXiv id or address, or a piece of a title."),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.render.documents import paper_document, version_document
        from bot.requests import show as shown

        name = options.words("show", paper)
        if json:
            found = app.archive.find(name)
            earlier = [version_document(version) for version in app.archive.versions(found)]
            console.emit(paper_document(found) | {"versions": earlier})
        else:
            options.show(shown(app, name, None), True)


def reindex(data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import rebuild_index

        with console.progress() as update:
            rows, embedded = rebuild_index(app, update)
        if json:
            console.emit({"passages": rows, "embedded": embedded})
        else:
            console.tell(f"The index holds {rows:,} passages; {embedded:,} papers were embedded.")


def _take_in(app: "App", json: bool, everything: bool, take: Callable[["Report"], bool]) -> None:
    """Take papers in, embed them, report; exit code 1 when a document could not be read or all was refused."""
    from bot.intake import bring_up_to_date
    from bot.render.documents import report_document
    from bot.render.replies import report_reply
    from retrieval.errors import BroadsheetError
    from retrieval.ingest import Report as NewReport

    report, notes, whole = NewReport(), [], True
    try:
        whole = take(report)
        with console.progress() as update:
            notes = bring_up_to_date(app, update)
    except BroadsheetError as error:
        if not report.read:
            raise
        # A failing embedder or network comes after papers were stored: what was stored is told all the same.
        notes, whole = [error.told], False
    if json:
        console.emit(report_document(report, notes))
    else:
        options.show(report_reply(report, notes), everything)
    if not whole or (report.refused and len(report.refused) == report.read):
        console.leave(console.COULD_NOT)
