"""What people ask for in words, on any surface: each request takes the words and whose they are, and gives a reply."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answer import answer_question
from bot.library import Library
from bot.render.cures import missing_words
from bot.render.replies import hits_reply, paper_reply, papers_reply, tldr_reply
from bot.tldr import TldrMaker, known_lines
from bot.types import Answer, Reply
from retrieval.search import Found
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window
from retrieval.window import describe, read_window, week_window

SHORT_LIST = 5
"""How many papers a short list holds."""

_WEEK = re.compile(r"\s*(\d{4}-?W\d{1,2})\b\s*(.*)", re.IGNORECASE)
_SEVERAL = re.compile(r"[^\s,]*\d{4}\.\d{4,5}(?:v\d+)?(?:[\s,]+[^\s,]*\d{4}\.\d{4,5}(?:v\d+)?)+")


def ask(library: Library, text: str, user: str | None) -> Answer:
    """An answer from the papers."""
    return answer_question(library, text, user=user)


def tldr(library: Library, text: str, user: str | None) -> Reply:
    """A line about the paper that *text* names, or about each of several arXiv ids."""
    names = re.split(r"[\s,]+", text.strip()) if _SEVERAL.fullmatch(text.strip()) else [text]
    return tldr_reply(list(tldr_maker(library, user).lines(find_papers(library, names))))


def search(library: Library, text: str, user: str | None) -> Reply:
    """Papers for a query, and why."""
    found = search_papers(library, text)
    return hits_reply(found.hits, found.notes)


def papers(library: Library, text: str, user: str | None) -> Reply:
    """A short list of papers, with their TL;DRs."""
    window, topic = time_and_topic(library, text)
    found = list_papers(library, window, topic, SHORT_LIST)
    lines = {made.paper.id: made.line for made in tldr_maker(library, user).lines(found)}
    return list_reply(library, found, window, topic, lines)


def show(library: Library, text: str, user: str | None) -> Reply:
    """One paper in full."""
    paper = library.archive.find(text)
    line = known_lines(library.database, [paper]).get(paper.id, "")
    return paper_reply(paper, line, library.archive.versions(paper))


def tldr_maker(library: Library, user: str | None = None) -> TldrMaker:
    """The maker of TL;DRs with the model and the prompt in force, on *user*'s budget."""
    return TldrMaker(library.database, library.model(user), library.prompt("tldr"), library.settings.clock)


def find_papers(library: Library, names: Iterable[str]) -> list[Paper]:
    """The papers these names mean, each once; `UsageError` for the first that means none or several."""
    return list(dict.fromkeys(library.archive.find(name) for name in names))


def search_papers(library: Library, query: str, k: int = 8, window: Window | None = None) -> Found:
    """The best papers for *query*; one without a letter or digit is a `UsageError`."""
    query = clean_line(query)
    if not _says_something(query):
        raise missing_words("search")
    return library.searcher.search(query, k, window)


def list_papers(library: Library, window: Window | None, topic: str, limit: int | None) -> list[Paper]:
    """At most *limit* papers: on a *topic* the best first, of a time the most upvoted, else the newest."""
    if topic:
        return [hit.paper for hit in search_papers(library, topic, limit or SHORT_LIST, window).hits]
    if window is None:
        return library.archive.list(limit=limit)
    return sorted(library.archive.list(window), key=lambda paper: -(paper.upvotes or 0))[:limit]


def list_reply(library: Library, found: list[Paper], window: Window | None, topic: str, lines: dict[str, str]) -> Reply:
    """*found* as a listing that says what it is of."""
    time = f", {describe(window, library.settings.clock().date())}" if window else ""
    if not found:
        return Reply(paragraphs=(f"No papers found{f' on {topic}' if topic else ''}{time}.",))
    everything = library.archive.count(window)
    of = "" if len(found) == everything else f" of {everything:,}"
    counted = f"{len(found):,}{of} paper{'' if everything == 1 else 's'}"
    order = "most upvoted first" if window else "newest first"
    return papers_reply(found, f"Papers on {topic}{time}" if topic else f"{counted}{time}, {order}", lines)


def time_and_topic(library: Library, text: str) -> tuple[Window | None, str]:
    """The window *text* names, and what else it says; "" for a rest without a word."""
    window: Window | None
    if week := _WEEK.fullmatch(text):
        window, topic = week_window(week[1].upper()), week[2]
    else:
        window, topic = read_window(text, library.settings.clock(), recent_days=library.settings.recent_days)
    return window, clean_line(topic) if _says_something(topic) else ""


def _says_something(text: str) -> bool:
    return any(c.isalnum() for c in text)
