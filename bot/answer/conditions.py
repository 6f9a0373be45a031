"""Papers by several conditions at once, exact: topic, people, time, code, kind, in the order that was asked for.

Where no paper has them all, that is said, and papers with one condition less are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.answer.exact import Exact
from bot.answer.kinds import is_by_title, is_of
from bot.answer.topic import SHOWN, why
from bot.library import Library
from bot.question.asked import Beyond, Question
from bot.question.conditions import Wanted, read_wanted
from bot.question.rankings import read_ranking
from bot.question.topics import read_topic
from bot.tldr import lines_of
from retrieval.archive.lookup import Query, is_by, matching
from retrieval.archive.people import who_in
from retrieval.search.spelling import corrected
from retrieval.text.patterns import Pattern
from retrieval.text.words import terms
from retrieval.types import Paper, Window
from retrieval.window import describe

_RANKED = 50  # papers the search puts in order
_OPEN = Pattern(
    r"open[- ]?sourced? (?!code|papers?\b|works?\b)\w",
    "open-source models",
    "papers that are open source",
    how="match",
)
_GUESSED = "Whether a paper is a {kind} is told from its title and abstract."


def conditioned(library: Library, asked: Question, beyond: Beyond | None = None) -> Exact | None:
    """The papers *asked* wants by its conditions, without those shown *beyond*; None if it asks for no such list.

    None too if no paper holds its topic.
    """
    wanted = _of_nobody(asked.query) or read_wanted(asked.query, partial(who_in, library.database))
    if wanted is None or not (wanted.conditions or wanted.order) or _is_in_words(library, asked.query):
        return None
    if wanted.who and not matching(library.archive, Query(who=wanted.who)) and not wanted.words:
        return _unknown(library, wanted.who)
    about, wanted = _about(library, wanted)
    if not about:
        return None
    for less in _ever_less(wanted, asked.window):
        papers = _fitting(about, *less)
        if papers:
            return _told(library, (wanted, asked.window), less, papers, beyond)
    return None


def _is_in_words(library: Library, text: str) -> bool:
    """Whether "open-source models" is what papers speak of in these words, and no condition."""
    topic = read_topic(text)
    said = topic is not None and _OPEN.find(topic.words) is not None
    return topic is not None and said and bool(matching(library.archive, Query(topic.words)))


def _of_nobody(text: str) -> Wanted | None:
    """What is wanted by somebody who is written like a name, whether or not the archive knows one so named."""
    ranking = read_ranking(text)
    named = ranking is not None and ranking.measure == "of" and ranking.who[:1].isupper()
    return Wanted(ranking.words, ranking.who, n=ranking.n) if ranking and named else None


def _unknown(library: Library, who: str) -> Exact:
    papers = library.archive.list()
    known = sum(bool(paper.authors or paper.organization) for paper in papers)
    note = f"Authors or an organization are known of {known:,} of {len(papers):,} papers."
    return Exact(f"No paper here is known to be by {who}.", len(papers), (), 0, (note,))


def _about(library: Library, wanted: Wanted) -> tuple[list[Paper], Wanted]:
    """The papers that mention the topic, side by side or, where none does, each word by itself; slips put right."""
    for words in dict.fromkeys((wanted.words, " and ".join(terms(wanted.words)) if wanted.words else "")):
        if papers := matching(library.archive, Query(words)):
            return papers, replace(wanted, words=words)
    better = corrected(library.database, wanted.words, terms(wanted.words))
    return _about(library, replace(wanted, words=better)) if better else ([], wanted)


def _ever_less(wanted: Wanted, window: Window | None) -> list[tuple[Wanted, Window | None]]:
    """What is wanted, and then without one condition, the least telling first, and without all."""
    less = [
        replace(wanted, upvotes=0, authors=None),
        replace(wanted, code=None),
        replace(wanted, kind=None),
        replace(wanted, who=""),
    ]
    tries = [(wanted, window), *((one, window) for one in less[:3]), (wanted, None), (less[3], window), (less[2], None)]
    tries = [*dict.fromkeys([*tries, (Wanted(wanted.words, order=wanted.order, n=wanted.n), None)])]
    return [each for each in tries if each[0].words or each[0].conditions or each[1]]


def _fitting(papers: Sequence[Paper], wanted: Wanted, window: Window | None) -> list[Paper]:
    return [
        paper
        for paper in papers
        if (window is None or window.holds(paper))
        and (not wanted.who or is_by(paper, wanted.who))
        and (wanted.code is None or bool(paper.code) == wanted.code)
        and (wanted.kind is None or is_of(paper, wanted.kind))
        and (paper.upvotes or 0) >= wanted.upvotes
        and (wanted.authors is None or (paper.author_count or len(paper.authors)) == wanted.authors)
    ]


def _told(
    library: Library,
    asked: tuple[Wanted, Window | None],
    less: tuple[Wanted, Window | None],
    papers: list[Paper],
    beyond: Beyond | None,
) -> Exact:
    wanted, window = less
    papers = _in_order(library, papers, wanted, window)
    shown = (beyond.left(papers) if beyond else list(papers))[: wanted.n or SHOWN]
    order = {"upvotes": "most upvoted", "comments": "most discussed"}.get(wanted.order or "", wanted.order)
    order = order or ("closest" if wanted.words else "newest")
    sentence = _sentence(wanted, len(papers))
    sentence += "." if len(shown) == len(papers) else f"; {len(shown)} more of them:" if beyond else (
        f"; the {len(shown)} {order}:" if len(shown) > 1 else f"; the {order}:"
    )  # fmt: skip
    if less != asked:
        today = library.settings.clock().date()
        time = f" {describe(asked[1], today)}" if asked[1] else ""
        anyway = f" {describe(window, today)}" if window else " at any time" if asked[1] else ""
        there = "" if wanted.words and " that " not in sentence else "There is " if len(papers) == 1 else "There are "
        sentence = f"{_sentence(asked[0], 0, time)}. {there}{sentence[:-1]}{anyway}{sentence[-1]}"
    notes = (_GUESSED.format(kind=wanted.kind),) if wanted.kind else ()
    quotes = {p.id: said for p in shown if wanted.words and (said := why(p, wanted.words))}
    lines = lines_of(library, shown)
    return Exact(sentence, library.archive.count(asked[1]), tuple(shown), len(papers), notes, lines, quotes)


def _sentence(wanted: Wanted, count: int, time: str = "") -> str:
    """How many papers of what kind: "3 surveys by Harbour Lab with code that mention “sails”".

    *time* stands before what they mention, and begins with a space.
    """
    kind = wanted.kind or "paper"
    what = f"{count:,} {kind}{'' if count == 1 else 's'}" if count else f"No {kind} here"
    by = f" by {wanted.who}" if wanted.who else ""
    code = {True: " with code", False: " without known code", None: ""}[wanted.code]
    code += f" with at least {wanted.upvotes:,} upvotes" if wanted.upvotes else ""
    code += f" with {wanted.authors:,} author{'' if wanted.authors == 1 else 's'}" if wanted.authors else ""
    verb = "mention" if count > 1 else "mentions"
    words = wanted.words if " and " not in wanted.words else "” and “".join(wanted.words.split(" and "))
    about = f" {'that ' if count and (by or code) else ''}{verb} “{words}”" if words else ""
    bare = (" was" if time else " is known") if not (about or count) else ""
    return f"{what}{by}{code}{bare}{time}{about}"


def _in_order(library: Library, papers: list[Paper], wanted: Wanted, window: Window | None) -> list[Paper]:
    """As asked for; else the closest to the topic first, those that say in their titles what they are before others."""
    if wanted.order == "least upvoted":
        return sorted((p for p in papers if p.upvotes is not None), key=lambda p: p.upvotes or 0)
    if wanted.order in ("upvotes", "comments"):
        known = [(getattr(paper, wanted.order), paper) for paper in papers]
        return [paper for _, paper in sorted(known, key=lambda each: -(-1 if each[0] is None else each[0]))]
    if wanted.order or not wanted.words:
        return papers[::-1] if wanted.order == "oldest" else papers
    found = library.searcher.search(f"{wanted.words} {wanted.kind or ''}".strip(), _RANKED, window)
    place = {hit.paper.id: n for n, hit in enumerate(found.hits)}
    titled = {word.lower() for word in terms(wanted.words)}
    return sorted(
        papers,
        key=lambda p: (
            not is_by_title(p, wanted.kind) if wanted.kind else False,
            not all(word[:-1] in p.title.lower() for word in titled),
            place.get(p.id, _RANKED),
            -(p.upvotes or 0),
        ),
    )
