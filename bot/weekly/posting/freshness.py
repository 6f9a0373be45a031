"""Before the post: late upvotes read again, and days that have no papers and should."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.intake import bring_up_to_date, fetch_days
from bot.library import Library
from bot.weekly.week import Week
from retrieval.errors import BroadsheetError
from retrieval.ingest import Report

_WORKDAYS = 5


def read_again(library: Library, now: datetime) -> list[str]:
    """Read the last days of Daily Papers again, as many as the settings say; what went wrong.

    Upvotes settle for one to two weeks. A source that fails does not stop the post.
    """
    days = [now.date() - timedelta(days=back) for back in range(library.settings.weekly_reread)]
    if not days:
        return []
    report = Report()
    try:
        fetch_days(library, days, report)
        notes = bring_up_to_date(library, lambda what, done, total: None)
    except BroadsheetError as error:
        return [f"Upvotes could not be read again: {error.told}"]
    return [*(f"{refused.where} could not be read again: {refused.reason}" for refused in report.refused), *notes]


def missing_days(library: Library, week: Week) -> list[str]:
    """The weekdays of *week* on which no paper was listed, if papers come with listing days at all."""
    listed = {paper.listed_on for paper in library.archive.list(week.window)} - {None}
    if not listed and any(paper.listed_on for paper in library.archive.list(week.moved(-1).window)):
        return [f"No papers at all are listed in {week}, but some in the week before. Has the daily fetch stopped?"]
    days = [week.start + timedelta(days=n) for n in range(_WORKDAYS)]
    empty = [day for day in days if day not in listed]
    if not listed or not empty:
        return []
    named = ", ".join(f"{day:%A} {day.isoformat()}" for day in empty)
    cure = f"broadsheet fetch huggingface --since {empty[0]} --until {empty[-1]}"
    return [f"No papers are listed on {named}. If that is not a holiday: `{cure}`."]
