"""What a channel talked about: the papers shared in a week that it may be told of, where that is kept."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.library import Library
from bot.render.shared import shared_source
from bot.talk import shares
from bot.talk.papers import by_paper, most_talked, papers_of
from bot.types import Source
from bot.weekly.period import Period

MOST = 5
"""Papers in that section."""
HEADING = "What you talked about"


def talked(library: Library, week: Period, channel: str) -> tuple[Source, ...]:
    """The papers that most was said of in *week*, as far as Slack's *channel* may be told; none unless it is kept."""
    if not library.settings.shared:
        return ()
    zone = library.settings.timezone

    def begin(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    some = by_paper(library.database, shares(library.database, channel, begin(week.start), begin(week.end)))
    most = most_talked(some)[:MOST]
    papers = papers_of(library.archive, most)
    return tuple(shared_source(each, papers.get(each.number or 0), zone) for each in most)
