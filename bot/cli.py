"""The terminal. Every command is parse, call, render; what can fail is explained in `console.guarded`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import console

if TYPE_CHECKING:
    from bot.app import App
    from bot.types import Claim, Reply
    from retrieval.ingest import Report
    from retrieval.types import Window

cli = typer.Typer(
    help="The daily papers, read for a research team: cited answers and one-line TL;DRs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
fetch = typer.Typer(help="Papers from the network: Daily Papers or arXiv.", no_args_is_help=True)
cli.add_typer(fetch, name="fetch")

Data = Annotated[str | None, typer.Option("--data", metavar="FOLDER", help="The data folder.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
Week = Annotated[str | None, typer.Option("--week", metavar="2026-W46", help="An ISO week.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on, or 7d, 2w, 3m.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and including this day.")]
Model = Annotated[str | None, typer.Option("--model", metavar="M", help="extractive, openai:M or scripted:FILE.")]


# `broadsheet --data X ask …` and `broadsheet ask … --data X` mean the same.
_data_before: ContextVar[str | None] = ContextVar("data", default=None)


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


@cli.callback()
def before(data: Data = None, version: Version = False) -> None:
    _data_before.set(data)


def main() -> None:
    """The `broadsheet` command. With --json a wrong command line is told as JSON too."""
    try:
        code = cli(standalone_mode=False)
    except _WrongUse as error:
        if "--json" in sys.argv:
            console.emit({"error": error.format_message(), "hint": "See `broadsheet --help`."})
        error.show()
        code = error.exit_code
    sys.exit(code or 0)


@contextmanager
def _app(as_json: bool, data: str | None, model: str | None = None, patient: bool = False) -> Iterator["App"]:
    """The application of one command; failures end the process with one sentence and a code."""
    with console.guarded(as_json):
        from bot.app import opened
        from bot.settings import load

        with opened(load({"data": data or _data_before.get(), "model": model}), patient) as app:
            yield app


@cli.command(help="Put papers into the archive: page dumps, API answers, arXiv Atom, JSONL; “-” is standard input.")
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, or -.")],
    listed: Annotated[
        str | None, typer.Option("--listed", metavar="YYYY-MM-DD", help="The day the page was listed.")
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data, patient=True) as app:
        from bot.intake import ingest_files

        day = _day(listed, "--listed")
        _take_in(app, json, lambda report: ingest_files(app, paths, sys.stdin.buffer, day, report))


@fetch.command("huggingface", help="The Daily Papers of some days; without options, of yesterday and today.")
def fetch_huggingface(
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="One listing day.")] = None,
    week: Week = None,
    since: Since = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data, patient=True) as app:
        from bot.intake import fetch_days
        from retrieval.fetch import days_of

        days = days_of(day, week, since, app.settings.clock().date())
        _take_in(app, json, lambda report: fetch_days(app, days, report))


@fetch.command("arxiv", help="The newest arXiv papers for a query.")
def fetch_arxiv(
    query: Annotated[str, typer.Option("--query", help="Words, or arXiv's own syntax such as cat:cs.CL.")],
    limit: Annotated[int, typer.Option("--limit", help="At most this many papers.")] = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data, patient=True) as app:
        from bot.intake import fetch_query

        _take_in(app, json, lambda report: fetch_query(app, query, limit, report))


@cli.command(help="Answer a question from the papers, every sentence backed by a quote. Exit code 3 is a refusal.")
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
    with _app(json, data, model) as app:
        from bot.commands import answer_question
        from bot.documents import answer_document
        from bot.replies import answer_reply

        window = _window(app, since, until, week)
        live = not json and sys.stdout.isatty()
        answer = answer_question(app, question, k=k, window=window, on_claim=_show_claim if live else None)
        if json:
            console.emit(answer_document(answer))
        else:
            _show(answer_reply(answer, app.settings.clock().date()), tail_only=live and bool(answer.claims))
        if answer.state == "refused":
            console.leave(console.REFUSED)


@cli.command(help="One line about each paper, made once and kept.")
def tldr(
    papers: Annotated[list[str] | None, typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or titles.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All papers.")] = False,
    week: Week = None,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data, model) as app:
        from bot.commands import find_papers, tldr_maker
        from bot.documents import tldr_document
        from bot.replies import tldr_reply
        from retrieval.errors import UsageError

        if sum((bool(papers), every, bool(week))) != 1:
            raise UsageError("Name papers, or --all, or --week.", "For instance: broadsheet tldr 2405.21060")
        wanted = find_papers(app, papers) if papers else app.archive.list(_window(app, None, None, week))
        made = []
        with console.progress() as update:
            for line in tldr_maker(app).lines(wanted):
                made.append(line)
                update("Writing", len(made), len(wanted))
        if json:
            console.emit([tldr_document(line) for line in made])
        else:
            _show(tldr_reply(made))


@cli.command(help="Papers for a query, ranked, and why.")
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many papers.")] = 8,
    since: Since = None,
    until: Until = None,
    week: Week = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data) as app:
        from bot.commands import search_papers
        from bot.documents import hit_document
        from bot.replies import hits_reply

        found = search_papers(app, query, k, _window(app, since, until, week))
        if json:
            console.emit([hit_document(hit) for hit in found.hits])
            for note in found.notes:
                console.tell(note)
        else:
            _show(hits_reply(found.hits, found.notes))


@cli.command(help="List the papers, newest first.")
def papers(
    since: Since = None,
    until: Until = None,
    week: Week = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data) as app:
        from bot.documents import paper_document
        from bot.replies import papers_reply
        from bot.tldr import known_lines

        found = app.archive.list(_window(app, since, until, week))
        if json:
            console.emit([paper_document(paper) for paper in found])
        else:
            _show(papers_reply(found, f"{len(found):,} papers", known_lines(app.database, found)))


@cli.command(help="One paper in full.")
def show(
    paper: Annotated[
        str, typer.Argument(metavar="PAPER", help="An id, an arXiv id or address, or a piece of a title.")
    ],
    data: Data = None,
    json: Json = False,
) -> None:
    with _app(json, data) as app:
        from bot.commands import COMMANDS
        from bot.documents import paper_document

        if json:
            console.emit(paper_document(app.archive.find(paper)))
        else:
            _show(COMMANDS["show"].run(app, paper))


@cli.command(help="The settings in force, where each comes from, secrets masked.")
def settings(data: Data = None, json: Json = False) -> None:
    with _app(json, data) as app:
        from bot.replies import settings_reply
        from bot.settings import SETTINGS

        rows = [(s.variable, app.settings.shown(s.name), app.settings.origins[s.name], s.help) for s in SETTINGS]
        if json:
            console.emit([{"variable": v, "value": x, "from": o, "help": h} for v, x, o, h in rows])
        else:
            _show(settings_reply(rows, app.settings.folder, app.settings.model_spec))


@cli.command(help="What the models cost: calls, tokens, seconds and money, by user and model.")
def usage(week: Week = None, data: Data = None, json: Json = False) -> None:
    with _app(json, data) as app:
        from bot.documents import spent_document
        from bot.replies import usage_reply

        window = _window(app, None, None, week)
        spent = app.budget.spent(window.start, window.end) if window else app.budget.spent()
        if json:
            console.emit([spent_document(row) for row in spent])
        else:
            _show(usage_reply(spent, app.budget.caps, app.budget.left(app.settings.user)))


@cli.command(help="A health check, with a remedy for each fault.")
def doctor(data: Data = None, json: Json = False) -> None:
    with _app(json, data) as app:
        from bot.doctor import examine
        from bot.replies import doctor_reply

        found = list(examine(app))
        if json:
            console.emit([{"name": f.name, "ok": f.well, "detail": f.detail, "remedy": f.remedy} for f in found])
        else:
            _show(doctor_reply(found))
        if not all(f.well for f in found):
            console.leave(console.COULD_NOT)


@cli.command(help="Rebuild the index from the archive's vectors; embeds only what has none.")
def reindex(data: Data = None, json: Json = False) -> None:
    with _app(json, data, patient=True) as app:
        from bot.intake import rebuild_index

        with console.progress() as update:
            rows, embedded = rebuild_index(app, update)
        if json:
            console.emit({"passages": rows, "embedded": embedded})
        else:
            console.tell(f"The index holds {rows:,} passages; {embedded:,} papers were embedded.")


def _take_in(app: "App", json: bool, take: Callable[["Report"], bool]) -> None:
    """Take papers in, embed them, report; exit code 1 when a document could not be read or all was refused."""
    from bot.documents import report_document
    from bot.intake import bring_up_to_date
    from bot.replies import report_reply
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
        notes, whole = [f"{error.message} {error.hint}"], False
    if json:
        console.emit(report_document(report, notes))
    else:
        _show(report_reply(report, notes))
    if not whole or (report.refused and len(report.refused) == report.read):
        console.leave(console.COULD_NOT)


def _show(reply: "Reply", tail_only: bool = False) -> None:
    from bot import render

    console.show(render.after_claims(reply) if tail_only else render.terminal(reply))


def _show_claim(claim: "Claim") -> None:
    """A claim the moment it has passed the gate."""
    from bot import render
    from bot.replies import claim_line
    from bot.types import Reply as NewReply

    console.show(render.terminal(NewReply(paragraphs=(claim_line(claim.text, claim.citations),))))


def _window(app: "App", since: str | None, until: str | None, week: str | None) -> "Window | None":
    from retrieval.window import given_window

    return given_window(since, until, week, app.settings.clock())


def _day(text: str | None, option: str) -> date | None:
    from retrieval.errors import UsageError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text} is no day.", "Write it as 2026-11-22.") from error


if __name__ == "__main__":
    main()
