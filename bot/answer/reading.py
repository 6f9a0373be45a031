"""What is read for a question: the papers it names, or those the search finds; or none, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.answer.means import Means
from bot.answer.rerank import MOST
from bot.answer.sufficiency import sufficiency
from bot.question import Question
from bot.question.words import own_words
from bot.types import Evidence, Usage
from retrieval.cures import cure
from retrieval.search import Found, Searcher
from retrieval.text.patterns import Pattern
from retrieval.text.words import stem
from retrieval.types import Paper, Window
from retrieval.window import written

Named = Sequence[tuple[int, Paper]]
"""The papers a question names, each with the number it was shown under."""

NEAREST = 3
_CLOSEST = 9  # papers of any time, the newest of which are offered where a time has none
CHAT_MODEL_SHARE = 0.2  # a chat model can tell by itself that the papers don't say: it is asked in more doubtful cases
MOST_PAPERS = 12  # more would not fit into a small model's context
_EACH_HEARD = 4  # so many papers are each asked by themselves; of more, the best sentences are taken
_ENOUGH = 0.5  # the share of the question's own words a paper must hold to be taken at its word

_FINDINGS = "results achieve reach outperform improve show demonstrate find accuracy experiments gains"
# A part of a paper that may be asked for, and words of which it must hold one to say anything about it.
_PARTS = (
    (Pattern(r"\baccura|\bscores?\b|\bpercent", "how accurate is it?", "what does it do?"),
     "accuracy accurate percent score error rate"),
    (Pattern(r"\bdata ?sets?\b|\bbenchmarks?\b|\bevaluated\b|\btested\b", "which datasets?", "what is the latest?"),
     "dataset data benchmark corpus evaluate test task"),
    (Pattern(r"\blimit|\bdrawback|\bweakness|\bshortcoming|\bdownside", "any drawbacks?", "any drawings?"),
     "limitation limited however fail cannot only vanish"),
    (Pattern(r"\bcode\b|\bopen[- ]source", "is it open source?", "does it decode faster?"),
     "code github source release repository"),
    (Pattern(r"\b(?:results?|findings?|reports?|performs?|performance|numbers|how well)\b", "what are its results?",
             "which reporter?"),
     _FINDINGS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """*groups* are put to the model one after the other, each with its own of *queries*: the words to look for.

    *nearest* are shown if nothing comes of it; *usage* is what the choice itself has cost.
    """

    groups: tuple[Sequence[Evidence], ...]
    queries: tuple[str, ...]
    searched: int
    nearest: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)


def read_archive(asked: Question, means: Means) -> Reading:
    """The *k* nearest papers of the window; none if they cannot answer, which is decided before any model is asked."""
    query = asked.query or asked.text
    found = means.searcher.search(query, max(means.k, MOST) if means.rerank else means.k, asked.window)
    nearest, notes = tuple(hit.paper for hit in found.hits[:NEAREST]), _told(found, means.searcher, asked.window)
    threshold = means.refuse_below * (CHAT_MODEL_SHARE if means.model.drafts else 1.0)
    if not found.searched and asked.window:
        return Reading((), (), 0, _at_other_times(query, means), notes)
    if not found.hits or not sufficiency(query, found, threshold).enough:
        return Reading((), (), found.searched, nearest, notes)
    hits, cost = means.rerank(asked.text, found.hits) if means.rerank else (found.hits, Usage())
    evidence = tuple(Evidence(n, hit.paper, hit.paper.abstract) for n, hit in enumerate(hits[: means.k], start=1))
    return Reading((evidence,), (query,), found.searched, nearest, notes, cost)


def read_named(asked: Question, named: Named, means: Means) -> Reading:
    """The *named* papers under their own numbers: each gets its say.

    The embedded model is not asked of papers that do not hold the words; a chat model, which can tell by itself, is.
    It weighs all papers at once, where the embedded one would prefer the best.
    """
    sources = [Evidence(n, paper, paper.abstract) for n, paper in named[:MOST_PAPERS]]
    silent = [] if means.model.drafts else [source for source in sources if not _speaks(source.paper, asked.query)]
    if silent == sources and _parts(asked.query) == [_FINDINGS] and not own_words(asked.query):
        return _what_they_do_say(sources)
    speaking = [source for source in sources if source not in silent]
    alone = not means.model.drafts and len(speaking) <= _EACH_HEARD
    groups = tuple([source] for source in speaking) if alone else (speaking,) if speaking else ()
    queries = tuple(_sought(asked.query, group) for group in groups)
    notes = (*_left_out(named), *(_silent(silent) if speaking else ()))
    return Reading(groups, queries, len(sources), tuple(source.paper for source in sources), notes)


def _what_they_do_say(sources: Sequence[Evidence]) -> Reading:
    """Asked for results that none of the papers tells: what they are about, and that it is that."""
    groups, papers = tuple([source] for source in sources[:_EACH_HEARD]), tuple(source.paper for source in sources)
    told = (
        "Its abstract tells no results; it says:" if len(sources) == 1 else "Their abstracts tell no results; they say:"
    )
    return Reading(groups, tuple(paper.title for paper in papers[:_EACH_HEARD]), len(sources), papers, (told,))


def _told(found: Found, searcher: Searcher, window: Window | None) -> tuple[str, ...]:
    """What the reader must know of the search."""
    notes = [*found.notes, *_nothing(found, searcher, window)]
    if found.pending:
        notes.append(f"{found.pending} papers have no vectors yet and were searched by their words only.")
    return tuple(notes)


def _nothing(found: Found, searcher: Searcher, window: Window | None) -> list[str]:
    """What to tell if there was nothing to search."""
    if found.searched:
        return []
    newest = searcher.newest(window.about if window else "listed")
    if newest is None:
        return [f"The archive holds no papers yet. {cure('ingest')}"]
    return [f"No paper of that time is in the archive; the newest is of {written(newest)}."]


def _at_other_times(query: str, means: Means) -> tuple[Paper, ...]:
    """The newest of the papers closest to *query*, for a time that has none."""
    closest = [hit.paper for hit in means.searcher.search(query, _CLOSEST).hits]
    return tuple(sorted(closest, key=lambda paper: paper.published or date.min, reverse=True)[:NEAREST])


def _speaks(paper: Paper, query: str) -> bool:
    """Whether *paper* holds enough of what is asked to be asked at all."""
    held = {stem(word) for word in re.findall(r"\w+", f"{paper.title} {paper.abstract}".lower())}
    for words in _parts(query):
        if not held & {stem(word) for word in words.split()}:
            return False
    wanted = [stem(word) for word in dict.fromkeys(own_words(query))]
    return not wanted or sum(word in held for word in wanted) >= _ENOUGH * len(wanted)


def _parts(query: str) -> list[str]:
    return [words for asked, words in _PARTS if asked.find(query)]


def _sought(query: str, sources: Sequence[Evidence]) -> str:
    """The words for a model that matches words: a question without its own, "what is it about", seeks the titles'."""
    if own_words(query):
        return query
    return " ".join([query.strip(" ?.!"), *_parts(query), *(source.paper.title for source in sources)])


def _left_out(papers: Named) -> list[str]:
    if len(papers) <= MOST_PAPERS:
        return []
    return [f"Only the first {MOST_PAPERS} of these {len(papers)} papers were read."]


def _silent(sources: Sequence[Evidence]) -> list[str]:
    if not sources:
        return []
    numbers = "".join(f"[{source.n}]" for source in sources)
    return [f"{numbers} {'do' if len(sources) > 1 else 'does'} not say."]
