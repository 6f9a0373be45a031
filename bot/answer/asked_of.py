"""What a question is, decided by code before anything is searched: small talk, named papers, fields, a topic, or open.

Each reading says in a note what it took the question for where that matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer.by_archive import by_archive
from bot.answer.exact import Exact
from bot.answer.rankings import ranked
from bot.answer.topic import on_topic
from bot.library import Library
from bot.question import Question
from bot.question.rankings import read_ranking
from bot.question.small_talk import small_talk
from bot.question.topics import Topic, read_topic
from bot.question.words import own_words
from retrieval.archive.mentions import mentions, without
from retrieval.search.spelling import corrected
from retrieval.types import Paper

_HELP = (
    "Ask about the papers: a topic (“state space models”), what is new in one, a paper by name or arXiv id (“Who wrote "
    "QLoRA?”), who published what, most upvotes or comments, or any question their abstracts may answer."
)
_TAKEN_AS = "Taken as: "
_TALK = {
    "hello": f"Hello! {_HELP}",
    "thanks": "You are welcome.",
    "help": f"{_HELP} Every sentence of an answer carries a quote from an abstract.",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of it: the *exact* answer, if code has one, or the *asked* question with the papers it is *named* for.

    *absent*: a topic that no paper holds; then nothing is to be answered.
    """

    asked: Question
    named: Sequence[tuple[int, Paper]] = ()
    exact: Exact | None = None
    absent: bool = False


def decide(library: Library, asked: Question, named: Sequence[tuple[int, Paper]]) -> Decided:
    """Read *asked*; *named* are papers a follow-up has named already."""
    if named:
        return Decided(asked, named, by_archive(asked, named, library.archive))
    if talk := small_talk(asked.text):
        return Decided(asked, (), Exact(_TALK[talk], library.archive.count()))
    settled = _settled(library, asked)
    if settled:
        return settled
    better = corrected(library.database, asked.query, own_words(asked.query))
    if better:
        asked = replace(asked, query=better, note=asked.note or f"{_TAKEN_AS}{better.strip(' ?.!')}")
        settled = _settled(library, asked)
    topic = read_topic(asked.query)
    return settled or (_of_topic(library, asked, topic) if topic else Decided(asked))


def _settled(library: Library, asked: Question) -> Decided | None:
    """What the papers named in *asked*, or the archive's fields, settle; None if it is a topic or open."""
    topic, ranking = read_topic(asked.query), read_ranking(asked.query)
    found = mentions(library.archive, asked.query, as_topic=ranking is not None or bool(topic and not topic.bare))
    papers = tuple(enumerate((m.paper for m in found if m.paper), start=1))
    if papers:
        read = replace(asked, query=without(asked.query, found))
        return Decided(read, papers, by_archive(read, papers, library.archive))
    if found:
        missing = ", ".join(m.arxiv_id for m in found)
        return Decided(asked, (), Exact(f"arXiv {missing} is not in the archive.", library.archive.count()))
    if ranking and ranking.measure == "digest" and asked.window is None:
        ranking = replace(ranking, measure="newest")
    exact = ranked(library.archive, ranking, asked.window) if ranking else None
    exact = exact or by_archive(asked, (), library.archive)
    return Decided(asked, (), exact) if exact else None


def _of_topic(library: Library, asked: Question, topic: Topic) -> Decided:
    exact = on_topic(library, topic, asked.window)
    if asked.query != topic.words and asked.note.startswith(_TAKEN_AS):
        asked = replace(asked, note=f"{_TAKEN_AS}{topic.words}")
    return Decided(replace(asked, query=topic.words), (), exact, absent=exact is None)
