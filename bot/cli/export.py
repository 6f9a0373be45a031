"""Papers for a reference manager or another program."""

from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Week


def export(
    papers: Annotated[list[str] | None, typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or titles.")] = None,
    week: Week = None,
    form: Annotated[str, typer.Option("--format", metavar="F", help="bibtex, ris, markdown or jsonl.")] = "bibtex",
    data: Data = None,
) -> None:
    with options.app_of(False, data) as app:
        from bot.export import export as written
        from bot.requests import find_papers
        from bot.tldr import known_lines
        from bot.weekly.commands import week_of
        from retrieval.errors import UsageError

        if bool(papers) == bool(week):
            raise UsageError("Name papers or a --week.", "For instance: broadsheet export --week 2026-W46")
        options.not_empty(app, " ".join(papers or []))
        wanted = find_papers(app, papers) if papers else app.archive.list(week_of(app, week or "").window)
        console.write(written(wanted, form, known_lines(app.database, wanted)))
