"""What happened in a week, a month: the themes of its papers; or, where there are none, that and the newest."""

from __future__ import annotations

from datetime import timedelta

from bot.answer.by_archive import listed_then
from bot.answer.exact import Exact
from bot.library import Library
from bot.tldr import own_line
from retrieval.archive.lookup import Query
from retrieval.types import Window
from retrieval.window import describe

NEWEST = 5
"""Papers that are offered where the time has none."""


def of_a_time(library: Library, window: Window, user: str | None, language: str) -> Exact:
    """The overview of *window* in *language*, or the newest papers by publication if it holds none."""
    count = library.archive.count(window)
    today = library.settings.clock().date()
    time = describe(window, today)
    if not count:
        newest = tuple(library.archive.list(Window(None, today + timedelta(days=1), "published"), limit=NEWEST))
        told = " These are the newest by publication:" if newest else ""
        lines = {paper.id: own_line(paper)[0] for paper in newest}
        return Exact(f"The archive holds no paper {time}.{told}", count, newest, len(newest), lines=lines)
    made = library.overview(window, user, language)
    themes = f"{made.grouped:,} of them in {made.themes} theme{'' if made.themes == 1 else 's'}"
    few = f"; the {len(made.papers)} most upvoted are below" if len(made.papers) < count else ""
    sentence = f"{count:,} paper{'' if count == 1 else 's'} {time}{f'; {themes}' if made.themes else few}."
    notes = tuple(filter(None, (listed_then(library.archive, Query(window=window), count), *made.notes)))
    return Exact(sentence, count, made.papers, len(made.papers), notes, sections=made.sections, usage=made.usage)
