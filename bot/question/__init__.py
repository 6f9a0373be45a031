"""What a message asks, after what was said before it.

Rules, no model: each is small, says in a note what it understood, and a message that can stand by itself is left as
it is. A message may name papers that were shown ("the second one", "it", "the compass paper"): it is then answered
from these papers. Or it may be part of a question ("since 2024?", "and for images?", "why?"): it is then put together
with the question before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.question import fragments
from bot.question.asked import Question, parted
from bot.question.bare_times import with_preposition, without_only
from bot.question.courtesies import without_courtesies
from bot.question.follow_ups import Said, about_papers, part_of_a_question, pointed_at, refined, the_rest
from bot.question.listed import sight_of, topic_of
from bot.question.listing import read_request
from bot.question.rankings import read_ranking
from bot.question.small_talk import small_talk
from bot.question.turn import (
    MOST_PAPERS,
    MOST_TURNS,
    Numbered,
    Turn,
    bounded,
    from_json,
    known_only,
    papers_of,
    to_json,
    turn_of,
)
from retrieval.errors import UsageError
from retrieval.window import RECENT_DAYS, read_window

__all__ = [
    "MOST_PAPERS",
    "MOST_TURNS",
    "Numbered",
    "Question",
    "Turn",
    "bounded",
    "from_json",
    "papers_of",
    "parted",
    "pointed",
    "refers_back",
    "resolve",
    "to_json",
    "turn_of",
]

_ANY = 12  # papers of a list, for one of them to be meant
_LONGEST = 600  # characters of a message that may be a follow-up; more is a text, not a question


def resolve(
    question: str,
    turns: Sequence[Turn],
    now: datetime,
    recent_days: int = RECENT_DAYS,
    titles: Mapping[str, str] | None = None,
) -> Question:
    """What *question* means after *turns*, oldest first. *titles*: of the papers of `papers_of(turns)`, by id.

    Raises `UsageError` when it names a paper by a place where none was shown.
    """
    question = fragments.without_form(without_courtesies(question))
    window, query = read_window(question, now, recent_days=recent_days)
    if window is None and (dated := with_preposition(query, _asks_for_fields)):
        window, query = read_window(dated, now, recent_days=recent_days)
    alone = Question(question, without_only(query) if window else query, window)
    known = _known(turns, titles or {})
    if not known or len(question) > _LONGEST:
        return alone
    said = _said(question, known, now, recent_days, titles or {})
    if not said.led and read_request(query, window):
        return alone
    return the_rest(said, known) or refined(said) or about_papers(said, known) or part_of_a_question(said) or alone


def pointed(names: str, turns: Sequence[Turn], now: datetime, titles: Mapping[str, str]) -> list[str]:
    """The ids of the papers of *turns* that *names* points to: "it", "the first two"; none if it points to none.

    Unlike `resolve` it never takes *names* for a part of the question before. Raises as that does.
    """
    known = _known(turns, titles)
    if not known or len(names) > _LONGEST:
        return []
    return [paper for _, paper in pointed_at(_said(names, known, now, RECENT_DAYS, titles), known)]


def refers_back(text: str, now: datetime) -> bool:
    """Whether *text* by itself speaks of papers that were shown: "the second one", "does it have code?"."""
    titles = {str(n): "" for n in range(1, _ANY + 1)}
    shown = Turn("", tuple((int(n), n) for n in titles))
    try:
        return bool(pointed(text, [shown], now, titles))
    except UsageError:
        return True


def _asks_for_fields(text: str) -> bool:
    """Whether *text* asks for a list or a count by what the archive holds of papers, and not for what they say."""
    return read_ranking(text) is not None or read_request(text, None) is not None


def _known(turns: Sequence[Turn], titles: Mapping[str, str]) -> list[Turn]:
    return known_only([turn for turn in turns if not small_talk(turn.question)], titles)


def _said(text: str, known: list[Turn], now: datetime, recent_days: int, titles: Mapping[str, str]) -> Said:
    bare, led = fragments.without_lead(fragments.without_form(text))
    return Said(bare, led, known[-1], topic_of(known), sight_of(known, titles), now, recent_days)
