"""Papers in and papers out: ingest, papers, show, reindex."""

import sys
from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.intake import take_in
from bot.cli.options import All, Data, Json, Since, Topic, Until, Week

SCREENFUL = 20
"""Papers of a list, unless more are asked for."""


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
        take_in(app, json, everything, lambda report: ingest_files(app, paths, sys.stdin.buffer, day, report, is_a))


def papers(
    words: Topic = None,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, max=100, help="At most this many papers.")
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="ORDER", help="best (on a topic), newest, upvotes or comments.")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="WORDS", help="Only papers on this.")] = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.render.documents import paper_document
        from bot.requests import list_papers, list_reply, time_and_topic
        from bot.tldr import known_lines

        if not json:
            options.not_empty(app)
        window = options.window(app, since, until, week)
        named, about = time_and_topic(app, " ".join(words or []))
        window, about = window or named, topic or about  # an option says it more exactly
        order = options.order(sort, about)
        # A search ranks the nearest; whoever wants all of them asks for another order.
        found = list_papers(app, window, about, limit or (SCREENFUL if about else None), order)
        if json:
            console.emit([paper_document(paper) for paper in found])
        else:
            lines = known_lines(app.database, found)
            shown = list_reply(app, found, window, about, lines, order)
            options.show(shown, everything, limit=limit or SCREENFUL)


def show(
    paper: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAPER", help="An id, an arXiv id or address, or a piece of a title."),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from dataclasses import replace

        from bot.render.documents import paper_document, version_document
        from bot.requests import find_papers
        from bot.requests import show as shown

        name = options.words("show", paper)
        options.not_empty(app, name)
        if json:
            found = find_papers(app, [name], console.tell)[0]
            earlier = [version_document(version) for version in app.archive.versions(found)]
            console.emit(paper_document(found) | {"versions": earlier})
        else:
            reply = shown(app, name, None, console.tell)
            options.show(replace(reply, notes=(*reply.notes, *reply.details.split("; "))), True)


def reindex(data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import rebuild_index

        with console.progress() as update:
            rows, embedded, in_use = rebuild_index(app, update)
        if in_use:
            console.tell("Another process owns the index and takes over what is new; stop it to make the index anew.")
        if json:
            console.emit({"passages": rows, "embedded": embedded})
        elif not in_use:
            console.tell(f"The index holds {rows:,} passages; {embedded:,} papers were embedded.")
