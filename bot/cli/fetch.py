"""Papers from the network: what is due, days of the Daily Papers, an arXiv query."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.intake import take_in
from bot.cli.options import All, Data, Json, Since, Until, Week

if TYPE_CHECKING:
    from datetime import date

    from bot.app import App


def due(everything: All = False, data: Data = None, json: Json = False) -> None:
    """From cron, as often as you like: what was read already is not read again without need."""
    with options.app_of(json, data, patient=True) as app:
        from bot.intake.feeding import Feeding, only_feeder

        with only_feeder(app) as mine:
            if not mine:
                console.tell("Another process is reading the feeds.")
                return
            take_in(app, json, everything, lambda report: Feeding(app, report=report).run())


def huggingface(
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="One listing day.")] = None,
    week: Week = None,
    since: Since = None,
    until: Until = None,
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="A month's listing.")] = None,
    trending: Annotated[bool, typer.Option("--trending", help="What is trending now.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read old days that were read whole once more.")] = False,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import fetch_days, fetch_listing_of
        from retrieval.sources.fetch import days_of, listing_of

        today = app.settings.clock().date()
        if listing := listing_of(month, trending, (day, week, since, until), today):
            take_in(app, json, everything, lambda report: fetch_listing_of(app, listing, report))
            return
        days = days_of(day, week, since, until, today)
        wanted = days if day or again else _unsettled(app, days)
        take_in(app, json, everything, lambda report: fetch_days(app, wanted, report))


def _unsettled(app: "App", days: "list[date]") -> "list[date]":
    """*days* without those that were read whole long ago, which is told."""
    from bot.intake import unsettled

    wanted = unsettled(app, days)
    if known := len(days) - len(wanted):
        told = "1 day was read whole before and is" if known == 1 else f"{known:,} days were read whole before and are"
        console.tell(f"{told} not read again; --again does.")
    return wanted


def arxiv(
    query: Annotated[str, typer.Option("--query", help="Words, or arXiv's own syntax such as cat:cs.CL.")],
    limit: Annotated[int, typer.Option("--limit", help="At most this many papers.")] = 100,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, patient=True) as app:
        from bot.intake import fetch_query

        take_in(app, json, everything, lambda report: fetch_query(app, query, limit, report))
