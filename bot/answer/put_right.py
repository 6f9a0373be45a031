"""Slips of the finger in a question, put right by what the archive holds: its papers' words, and their people."""

from __future__ import annotations

from dataclasses import replace

from bot.library import Library
from bot.question import Question
from bot.question.asked import TAKEN_AS
from bot.question.rankings import read_ranking
from bot.question.topics import read_topic
from bot.question.words import own_words
from retrieval.archive.lookup import Query, matching
from retrieval.archive.people import nearest_name
from retrieval.search.spelling import corrected


def words_put_right(library: Library, asked: Question) -> Question | None:
    """*asked* with words that no paper writes put right, which its note tells; None if there are none."""
    topic = read_topic(asked.query)
    better = corrected(library.database, asked.query, own_words(topic.words if topic else asked.query))
    return _taken_as(asked, better) if better else None


def people_put_right(library: Library, asked: Question) -> Question:
    """*asked*, for papers of somebody the archive does not know, with the one of its people whose name is that near."""
    ranking = read_ranking(asked.query)
    who = ranking.who if ranking else ""
    if not who or matching(library.archive, Query(who=who)):
        return asked
    near = nearest_name(library.database, who)
    return _taken_as(asked, asked.query.replace(who, near)) if near else asked


def _taken_as(asked: Question, better: str) -> Question:
    return replace(asked, query=better, note=asked.note or f"{TAKEN_AS}{better.strip(' ?.!')}")
