"""A topic answered with its papers: how many hold it, the closest or the newest, the sentence that shows why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer.exact import Exact
from bot.library import Library
from bot.question.asked import Beyond
from bot.question.topics import Topic
from bot.tldr import lines_of
from retrieval.archive.lookup import Query, as_phrase, matching
from retrieval.identity import title_key
from retrieval.search import Found
from retrieval.text.statements import statements
from retrieval.text.telling import telling_sentence
from retrieval.text.words import terms
from retrieval.types import Paper, Window

SHOWN = 8
_RANKED = 50  # papers the search puts in order; those beyond follow by their upvotes
# A paper that holds this much of the topic's words in one stretch, and of its pairs of words, is about it.
_TOGETHER, _PAIRS, _HOLDERS = 0.8, 0.5, 2
# One that holds all of them in any order is, if most stand in one stretch and it is near the topic in meaning: of 108
# subjects of everyday life no paper is.
_MOSTLY, _NEAR = 0.6, 0.45
_HALF = 0.5
_HOLD, _NEARLY = ("mentions", "mention"), ("comes close to", "come close to")
_SPREAD = ("holds all words of", "hold all words of")
_LED = 60  # characters before the subject; what is said of it later is said beside
_SAYING = 3  # papers that come first because they say what something is
_DOES_BY = r"\w{2,}[^s\W]s (?:[\w()-]+ ){1,8}(?:by|through|via)\b"
_IS_A = re.compile(rf"\b(?:is|are) (?:an?|the)\b|\b(?:refers? to|denotes?|means?|aims? to)\b|{_DOES_BY}")
_SAYS = (
    r"(?:is|are|was|refers?|denotes?|means?|describes?|offers?|enables?|allows?|(?:has|have)(?! \w+ed\b)|aims?|serves?"
    rf"|combines?|{_DOES_BY})"
)


def on_topic(
    library: Library,
    topic: Topic,
    window: Window | None,
    beyond: Beyond | None = None,
    exactly: bool = False,
    held: Sequence[Paper] | None = None,
    found: Found | None = None,
) -> Exact | None:
    """The papers on *topic*, without those shown *beyond*; None if no paper holds it, *exactly* if wanted so.

    *held*: the papers that hold its words, *found*: those it was searched for, if that has been done already.
    """
    found = found or search_topic(library, topic.words, window)
    if held is None:
        held = matching(library.archive, Query(topic.words, "", window))
    holding = _with_keyword(held, found, topic.words)
    close = [] if holding or exactly else _close(found)
    apart = [] if holding or exactly or close else _with_all_words(library, found, topic.words, window)
    papers = holding or close or apart
    if not papers:
        return None
    best = {hit.paper.id: place for place, hit in enumerate(found.hits)}
    if topic.order == "best":
        papers = sorted(papers, key=lambda p: (best.get(p.id, _RANKED), -(p.upvotes or 0)))
    shown = (beyond.left(papers) if beyond else papers)[: topic.n or SHOWN]
    beside: Sequence[Paper] = ()
    if holding and topic.order == "best" and not (exactly or beyond or topic.n):
        beside = _beside(found, holding)[: SHOWN - len(shown)]
    return Exact(
        _sentence(topic, _HOLD if holding else _NEARLY if close else _SPREAD, len(papers), len(shown), bool(beyond)),
        found.searched,
        tuple(shown),
        len(papers),
        found.notes,
        lines_of(library, [*shown, *beside]),
        {paper.id: said for paper in (*shown, *beside) if (said := why(paper, topic.words))},
        topic="" if beyond else topic.words,
        beside=tuple(beside),
    )


def search_topic(library: Library, words: str, window: Window | None) -> Found:
    """The papers closest to *words*, as many as `on_topic` puts in order."""
    return library.searcher.search(words, _RANKED, window)


def defined(library: Library, words: str, window: Window | None) -> Exact | None:
    """What *words* are, as the papers that hold them say it; None if no paper does.

    Papers of which a sentence says so come first, with that sentence.
    """
    holding = matching(library.archive, Query(words, "", window))
    about = on_topic(library, Topic(words, "best"), window, exactly=True, held=holding)
    if about is None:
        return None
    told = [(paper, sentence) for paper in holding if (sentence := _definition(paper, words))]
    told.sort(key=lambda each: (not _IS_A.search(each[1]), -(each[0].upvotes or 0)))
    papers = list({paper.id: paper for paper in (*(paper for paper, _ in told[:_SAYING]), *about.papers)}.values())
    shown = papers[: len(about.papers)]
    said = {paper.id: sentence for paper, sentence in told}
    first = _says(sum(bool(_IS_A.search(said.get(paper.id, ""))) for paper in shown[:_SAYING]), about.count or 0, words)
    lines = {**lines_of(library, shown), **{paper.id: said[paper.id] for paper in shown if paper.id in said}}
    quotes = {**about.quotes, **said}
    return replace(about, sentence=first or about.sentence, papers=tuple(shown), lines=lines, quotes=quotes)


def _says(saying: int, count: int, words: str) -> str:
    """The headline where *saying* papers, which come first, tell what *words* are."""
    if not saying:
        return ""
    if count == 1:
        return f"1 paper mentions “{words}” and says what it is."
    first = "the first says" if saying == 1 else f"the first {saying} say"
    return f"{count:,} papers mention “{words}”; {first} what it is:"


def _definition(paper: Paper, words: str) -> str:
    """The sentence of *paper*'s abstract that says what *words* are; "" if none does."""
    name = r"[\W_]+".join(re.escape(word.removesuffix("s")) + "s?" for word in words.split())
    says = re.compile(rf"(?:^|\(|, )(?:the |an? )?{name}(?:\)| \([^()]{{1,60}}\))?,? {_SAYS}\b", re.IGNORECASE)
    told = statements(paper.abstract, paper.title)
    return next((each for each in told if (found := says.search(each)) and found.start() <= _LED), "")


def _with_keyword(holding: Sequence[Paper], found: Found, words: str) -> list[Paper]:
    """*holding*, and of the papers found those that *words* are a keyword of, newest first."""
    key, known = title_key(words), {paper.id for paper in holding}
    papers = [hit.paper for hit in found.hits if hit.paper.id not in known]
    more = [paper for paper in papers if any(title_key(keyword) == key for keyword in paper.keywords)]
    return sorted([*holding, *more], key=lambda paper: paper.day("listed") or date.min, reverse=True)


def _close(found: Found) -> list[Paper]:
    """Papers that hold the topic in other words' order: several, or one whose title does."""
    close = [c for c in found.candidates if c.match.together >= _TOGETHER and c.match.phrases >= _PAIRS]
    titled = any(c.match.in_title >= _TOGETHER for c in close)
    return [c.paper for c in close] if len(close) >= _HOLDERS or titled else []


def _beside(found: Found, holding: Sequence[Paper]) -> list[Paper]:
    """Of the papers *found* those not *holding* the topic's words, but most of them in the title, and near in meaning:
    "unlearning" beside "machine unlearning".
    """
    near = {c.paper.id for c in found.candidates if c.match.in_title >= _HALF and (c.cosine or 0) >= _NEAR}
    near -= {paper.id for paper in holding}
    return [hit.paper for hit in found.hits if hit.paper.id in near]


def _with_all_words(library: Library, found: Found, words: str, window: Window | None) -> list[Paper]:
    """Of the papers *found* those that hold each of *words*, in any order: "speech codec low bitrate"."""
    each = terms(words)
    if len(each) < 2 or not as_phrase(words):
        return []
    held = {paper.id for paper in matching(library.archive, Query(" and ".join(each), "", window))}
    return [
        c.paper
        for c in found.candidates
        if c.paper.id in held and c.match.together >= _MOSTLY and (c.cosine is None or c.cosine >= _NEAR)
    ]


def _sentence(topic: Topic, holds: tuple[str, str], count: int, shown: int, further: bool) -> str:
    """*holds*: what one paper, and what several do to the topic's words."""
    what = f"{count:,} paper{'' if count == 1 else 's'} {holds[count != 1]} “{topic.words}”"
    if further:
        return f"{what}; {shown} more of them:"
    if shown == count:
        return f"{what}."
    return f"{what}; the {shown} {'newest' if topic.order == 'newest' else 'closest'}:"


def why(paper: Paper, words: str) -> str:
    """The abstract's sentence that holds most of *words*; "" if none holds half."""
    sentence, share = telling_sentence(paper.abstract, words, paper.title)
    return sentence if share >= _HALF else ""
