"""Before the post: late upvotes read again, and days that nobody read."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.freshness import told, unread_days
from bot.intake import bring_up_to_date, fetch_days
from bot.library import Library
from bot.weekly.period import Period
from retrieval.errors import BroadsheetError
from retrieval.ingest import Report


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


def missing_days(library: Library, week: Period) -> list[str]:
    """The weekdays of *week* that nobody read, if papers come with listing days at all."""
    unread = unread_days(library, week.start, week.end)
    listed = any(paper.listed_on for paper in library.archive.list(week.window))
    before = any(paper.listed_on for paper in library.archive.list(week.moved(-1).window))
    if not unread or not (listed or before):
        return []
    if not listed:
        return [f"No papers at all are listed in {week}, but some in the {week.unit} before. Has the feed stopped?"]
    cure = f"broadsheet fetch huggingface --since {unread[0].day} --until {unread[-1].day}"
    return [f"Not all of {week} is in: {told(unread)}. `{cure}` reads them."]
