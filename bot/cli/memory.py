"""What the archive remembers beside answers: related, compare, trend."""

from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json


def related(
    paper: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAPER", help="An id, an arXiv id or address, or a piece of a title."),
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="ORDER", help="nearness (usual), newest or upvotes.")
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="Only papers whose code is known.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=50, help="At most this many papers.")] = 8,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.related import SORTS
        from bot.related import related as related_to
        from bot.related.reply import related_document, related_reply
        from bot.requests import find_papers

        order = options.choice("--sort", sort, SORTS) or "nearness"
        name = options.words("related", paper)
        options.not_empty(app, name)
        one = find_papers(app, [name], console.tell)[0]
        found = related_to(app, one, order, code, limit)
        if json:
            console.emit(related_document(one, found))
        else:
            options.show(related_reply(one, found), everything, limit=limit)


def compare(
    papers: Annotated[
        list[str] | None, typer.Argument(metavar="PAPER, PAPER, …", help="Ids, arXiv ids or titles; or in quotes each.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="COLUMN,…", help="task, method, data, result, code, or your own words."),
    ] = None,
    form: Annotated[str | None, typer.Option("--format", metavar="FORM", help="table, list, markdown or csv.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """A terminal too narrow for the columns shows a list, unless --format table asks for the table."""
    with options.app_of(json, data) as app:
        from bot.compare import compare as compared
        from bot.compare.reply import FORMATS, comparison_document, comparison_reply, fits, table
        from bot.question.tables import columns, names_and_columns
        from bot.requests import find_papers
        from bot.spoken import named_papers

        wanted = options.choice("--format", form, ("table", "list", *FORMATS))
        text = options.words("compare", papers)
        options.not_empty(app, text)
        names, named_by = names_and_columns(text)
        quoted = len(papers or ()) > 1 and "," not in text and not named_by and any(" " in p for p in papers or ())
        found = find_papers(app, list(papers or []) if quoted else named_papers(app, names), console.tell)
        made = compared(found, columns(by) if by else named_by)
        if json:
            console.emit(comparison_document(made))
        elif wanted in FORMATS:
            console.write(FORMATS[wanted](made))
        elif wanted == "table" or (wanted is None and fits(made, console.columns())):
            console.show(table(made, console.columns()))
        else:
            options.show(comparison_reply(made), True)


def trend(
    topics: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC, …", help="Up to four, parted by commas; none: what rose most.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="STEP", help="week or month.")] = None,
    last: Annotated[int, typer.Option("--last", metavar="N", min=2, max=60, help="So many weeks or months.")] = 12,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.question.tables import listed_names
        from bot.trends import trends_of
        from bot.trends.periods import STEPS
        from bot.trends.reply import chart, trends_document

        step = options.choice("--by", by, STEPS) or "month"
        options.not_empty(app)
        found = trends_of(app, listed_names(" ".join(topics or [])), step, last)
        if json:
            console.emit(trends_document(found))
        else:
            console.show(chart(found))
