"""What people ask for in words, on any surface: each request takes the words and whose they are, and gives a reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, get_args

from bot.answer import answer_question
from bot.answer.fetching import OnFetch, bring_in
from bot.compare import compare as compared
from bot.compare.reply import comparison_reply
from bot.freshness import missing
from bot.library import Library
from bot.question.asked import TAKEN_AS
from bot.question.tables import names_and_columns
from bot.question.words import own_words
from bot.related import related as related_to
from bot.related.reply import related_reply
from bot.render.cures import missing_words
from bot.render.replies import hits_reply, papers_reply, tldr_reply
from bot.saved import saved
from bot.spoken import in_full, named_papers, spoken
from bot.tldr import TldrMaker, lines_of, maker_of
from bot.types import Answer, Offer, Reply
from retrieval.archive.lookup import Query, matching
from retrieval.errors import UsageError
from retrieval.search import Found
from retrieval.search.spelling import corrected
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window
from retrieval.window import describe, read_window, week_window, written

SHORT_LIST = 5
"""How many papers a short list holds."""
FURTHER = "further"
"""What an offer of the next part of such a list is called: no command, as nobody counts what was shown."""

Order = Literal["best", "newest", "upvotes", "comments"]
"""What a list of papers begins with; only a topic has best ones."""
ORDERS: tuple[Order, ...] = get_args(Order)
_SAID = {
    "best": "best first",
    "newest": "newest first",
    "upvotes": "most upvoted first",
    "comments": "most discussed first",
}
# The archive gives the newest first, and sorting keeps the order of equals.
_FIRST: dict[Order, Callable[[Paper], int]] = {
    "newest": lambda paper: 0,
    "upvotes": lambda paper: -(paper.upvotes or 0),
    "comments": lambda paper: -(paper.comments or 0),
}

_CLOSE = 0.4
"""The cosine of a paper that may be meant by words no paper holds."""
_WEEK = re.compile(r"\s*(\d{4}-?W\d{1,2})\b\s*(.*)", re.IGNORECASE)
_SEVERAL = re.compile(r"[^\s,]*\d{4}\.\d{4,5}(?:v\d+)?(?:[\s,]+[^\s,]*\d{4}\.\d{4,5}(?:v\d+)?)+")


def ask(library: Library, text: str, user: str | None, on_fetch: OnFetch | None = None) -> Answer | Reply:
    """An answer from the papers; or the table, the related papers or the trend that *text* asks for."""
    return spoken(library, text, (), on_fetch) or answer_question(library, text, user=user, on_fetch=on_fetch)


def tldr(library: Library, text: str, user: str | None, on_fetch: OnFetch | None = None) -> Reply:
    """A line about the paper that *text* names, or about each of several arXiv ids."""
    names = re.split(r"[\s,]+", text.strip()) if _SEVERAL.fullmatch(text.strip()) else [text]
    return tldr_reply(list(tldr_maker(library, user).lines(find_papers(library, names, on_fetch))))


def search(library: Library, text: str, user: str | None) -> Reply:
    """Papers for a query, and why."""
    found = search_papers(library, text)
    return hits_reply(text, found.hits, found.notes)


def papers(library: Library, text: str, user: str | None) -> Reply:
    """A short list of papers, with their TL;DRs."""
    return _part(library, text, user, 0)


def further(library: Library, text: str, user: str | None) -> Reply:
    """The next part of such a list; *text* is how many were shown, and the words that were asked for."""
    shown, _, words = text.partition(" ")
    return _part(library, words, user, int(shown))


def _part(library: Library, text: str, user: str | None, skip: int) -> Reply:
    """The papers of a list behind the first *skip*, and a button for those behind them."""
    window, topic = time_and_topic(library, text)
    until = skip + SHORT_LIST
    some = list_papers(library, window, topic, until + 1)
    found = some[skip:until]
    lines = {made.paper.id: made.line for made in tldr_maker(library, user).lines(found)}
    reply = list_reply(library, found, window, topic, lines)
    if skip:
        reply = replace(reply, title=f"{reply.title}, from {skip + 1:,} on")
    if len(some) <= until:
        return reply
    label = "More" if topic else f"{library.archive.count(window) - until:,} more"
    return replace(reply, offers=(Offer(label, FURTHER, f"{until} {text}"),))


def show(library: Library, text: str, user: str | None, on_fetch: OnFetch | None = None) -> Reply:
    """One paper in full."""
    return in_full(library, find_papers(library, [text], on_fetch)[0])


def related(library: Library, text: str, user: str | None, on_fetch: OnFetch | None = None) -> Reply:
    """The papers like the one that *text* names."""
    paper = find_papers(library, [text], on_fetch)[0]
    return related_reply(paper, related_to(library, paper))


def compare(library: Library, text: str, user: str | None, on_fetch: OnFetch | None = None) -> Reply:
    """The papers that *text* names, parted by commas, side by side: by what it names after "by"."""
    names, by = names_and_columns(text)
    return comparison_reply(compared(find_papers(library, named_papers(library, names), on_fetch), by))


def saved_reply(library: Library, user: str, how: str) -> Reply:
    """What *user* has saved, with the lines that are there; *how* tells whoever has saved nothing how to."""
    found = saved(library, user)
    if not found:
        return Reply(paragraphs=(f"Nothing is on your reading list yet. {how}",))
    counted = f"Your reading list: {len(found):,} paper{'' if len(found) == 1 else 's'}"
    return papers_reply(found, counted, lines_of(library, found))


def tldr_maker(library: Library, user: str | None = None) -> TldrMaker:
    """The maker of TL;DRs with the model and the prompt in force, on *user*'s budget."""
    return maker_of(library, library.model(user), library.settings.language)


def find_papers(library: Library, names: Sequence[str], on_fetch: OnFetch | None = None) -> list[Paper]:
    """The papers these names mean, each once; `UsageError` for the first that means none or several.

    What is named by an arXiv id or link and is not here is fetched first; *on_fetch* is told so.
    """
    told = bring_in(library, " ".join(names), on_fetch)
    try:
        return list(dict.fromkeys(library.archive.find(name) for name in names))
    except UsageError as error:
        if told and library.settings.fetch_named:
            raise UsageError(" ".join(told), "") from error
        raise


def search_papers(library: Library, query: str, k: int = 8, window: Window | None = None) -> Found:
    """The best papers for *query*; one without a letter or digit is a `UsageError`."""
    query = clean_line(query)
    if not _says_something(query):
        raise missing_words("search")
    found = library.searcher.search(query, k, window)
    if not found.frequencies or any(found.frequencies.values()) or _nearest(found) >= _CLOSE:
        return found
    if better := corrected(library.database, query, own_words(query)):
        found = library.searcher.search(better, k, window)
        return replace(found, notes=(f"{TAKEN_AS}{better}", *found.notes))
    return replace(found, hits=(), notes=(*found.notes, f"No paper holds “{query}”, or anything close to it."))


def _nearest(found: Found) -> float:
    return max((c.cosine for c in found.candidates if c.cosine is not None), default=0.0)


def usual_order(window: Window | None, topic: str) -> Order:
    """On a topic the best first, of a time the most upvoted, else the newest."""
    return "best" if topic else "upvotes" if window else "newest"


def list_papers(
    library: Library, window: Window | None, topic: str, limit: int | None, order: Order | None = None
) -> list[Paper]:
    """At most *limit* papers, in *order*: without one, in the usual."""
    order = order or usual_order(window, topic)
    if order == "best":
        return [hit.paper for hit in search_papers(library, topic, limit or SHORT_LIST, window).hits]
    found = matching(library.archive, Query(topic, "", window)) if topic else library.archive.list(window)
    return sorted(found, key=_FIRST[order])[:limit]


def list_reply(
    library: Library,
    found: list[Paper],
    window: Window | None,
    topic: str,
    lines: dict[str, str],
    order: Order | None = None,
) -> Reply:
    """*found* as a listing that says what it is of."""
    time = f", {describe(window, library.settings.clock().date())}" if window else ""
    if not found:
        fresh = missing(library, window) or (_newest(library) if window else "")
        none = f"No papers found{f' on {topic}' if topic else ''}{time}."
        return Reply(paragraphs=(none,), notes=(fresh,) if fresh else ())
    everything = library.archive.count(window)
    of = "" if len(found) == everything else f" of {everything:,}"
    counted = f"{len(found):,}{of} paper{'' if everything == 1 else 's'}"
    of_what = f"Papers on {topic}{time}" if topic else f"{counted}{time}"
    sorted_by = order or (None if topic else usual_order(window, topic))
    return papers_reply(found, of_what + (f", {_SAID[sorted_by]}" if sorted_by else ""), lines)


def _newest(library: Library) -> str:
    """Of what day the newest paper here is; "" if there is none with a day."""
    newest = library.searcher.newest("listed")
    return f"The newest paper here is of {written(newest)}." if newest else ""


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
