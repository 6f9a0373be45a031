"""Follow-ups: what a message means after what was said before it.

Rules, no model: each is small, says in a note what it understood, and a message that can stand by itself is left as
it is. A message may name papers that were shown ("the second one", "it", "the compass paper"): it is then answered
from these papers. Or it may be part of a question ("since 2024?", "and for images?", "why?"): it is then put together
with the question before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.question import fragments
from bot.question import listing as catalogue
from bot.question.listed import Papers, Sight, sight_of, topic_of
from bot.question.ordinals import numbered_mentions
from bot.question.pronouns import introduces_papers, pronoun_mention
from bot.question.rewording import apart, blanked, is_compared, named, parted, renumbered, retitled, untitled
from bot.question.titles import title_mentions
from bot.question.turn import MOST_TURNS, Numbered, Turn, bounded, from_json, known_only, papers_of, to_json, turn_of
from bot.question.words import asks_for_a_part, own_words
from retrieval.types import Window
from retrieval.window import RECENT_DAYS, read_window

__all__ = [
    "MOST_TURNS",
    "Numbered",
    "Question",
    "Turn",
    "bounded",
    "from_json",
    "papers_of",
    "resolve",
    "to_json",
    "turn_of",
]

_LONGEST = 600  # characters of a message that may be a follow-up; more is a text, not a question


@dataclass(frozen=True, slots=True)
class Question:
    """*text* is self-contained, what is answered and shown; *query* is what is searched for.

    *papers*: answer from these only; () is from the archive, within *window*. *note* tells the asker what was
    understood, "" if the message was taken as it is.
    """

    text: str
    query: str
    window: Window | None = None
    papers: Papers = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A message with what it may refer to. *text* is the message without "and", "no, I meant"; *led*: it had that."""

    text: str
    led: bool
    last: Turn
    topic: Turn
    sight: Sight
    now: datetime
    recent_days: int

    def read(self, text: str) -> tuple[Window | None, str]:
        """The window *text* names, and the rest of it."""
        return read_window(text, self.now, recent_days=self.recent_days)


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
    window, query = read_window(question, now, recent_days=recent_days)
    alone = Question(question, query, window)
    known = known_only(turns, titles or {})
    if not known or len(question) > _LONGEST:
        return alone
    text, led = fragments.without_lead(question)
    said = _Said(text, led, known[-1], topic_of(known), sight_of(known, titles or {}), now, recent_days)
    if not led and catalogue.read_request(query, window):
        return alone
    return _about_papers(said, known) or _part_of_a_question(said) or alone


def _about_papers(said: _Said, turns: Sequence[Turn]) -> Question | None:
    """The message answered from papers it names, if it does."""
    seen = tuple(dict.fromkeys(paper for turn in reversed(turns) for paper in turn.papers))
    mentions = apart([*numbered_mentions(said.text, said.sight), *title_mentions(said.text, seen, said.sight.titles)])
    pronoun = pronoun_mention(blanked(said.text, mentions), said.sight)
    if pronoun and (not mentions or pronoun.start < mentions[0].start):  # after a name, "it" means what was named
        mentions = [pronoun, *mentions]
    papers = tuple(dict.fromkeys(paper for mention in mentions for paper in mention.papers))
    if not papers:
        return None
    rest = " ".join(blanked(said.text, mentions).split())
    bare = fragments.without_what_about(rest)[0]
    if not own_words(bare) and not asks_for_a_part(bare) and len(bare.split()) < 2:  # "and the second one?"
        base = fragments.base_of(said.last.question)
        question, query = retitled(base, papers, said.sight.titles), untitled(base, said.sight.titles)
        return Question(f"{question}?", query, None, renumbered(papers), _taken(f"{question}?"))
    if is_compared(said.text, mentions, papers):
        papers = tuple(dict.fromkeys((*said.last.papers, *papers)))
    topic = untitled(fragments.base_of(said.topic.question), said.sight.titles)
    question = named(said.text, mentions, papers, said.sight.titles, topic)
    return Question(question, _query(said, rest), None, renumbered(papers), _taken(question))


def _query(said: _Said, rest: str) -> str:
    """What to look for in the papers: the message's own words; with none, "when does it occur", the topic's too."""
    if own_words(rest) or asks_for_a_part(rest):
        return rest
    return f"{rest.strip(' ?.!')} {untitled(fragments.base_of(said.last.question), said.sight.titles)}"


def _part_of_a_question(said: _Said) -> Question | None:
    """The message put together with the question before, if it is only part of one."""
    window, rest = said.read(said.text)
    rest, asked_about = fragments.without_what_about(fragments.without_lead(rest)[0])
    if window and not own_words(rest) and not fragments.has_verb(rest):
        return _again(said, said.topic, "", window)
    rest = fragments.without_how_many(rest)
    joins = fragments.is_preposition_phrase(rest)
    joins = joins or ((said.led or asked_about) and fragments.is_noun_phrase(rest) and bool(own_words(rest)))
    if joins and not fragments.is_time_unread(rest):
        return _again(said, said.last, rest, window)
    whole = window or own_words(rest) or introduces_papers(rest)
    if fragments.is_part_question(rest) or (asks_for_a_part(rest) and not whole):
        return _more(said, rest)
    return None


def _again(said: _Said, turn: Turn, change: str, window: Window | None) -> Question:
    """The question of *turn* with another topic or phrase, in another window if one is given."""
    old, base = said.read(fragments.base_of(turn.question))
    base, behind = parted(base.rstrip(" ?.!"), said.sight.titles)
    if change:
        put = fragments.with_phrase if fragments.is_preposition_phrase(change) else fragments.with_topic
        base = put(base, change)
    words = (window or old or Window(None, None, "listed")).words
    question = f"{base} {fragments.inside(words)}".rstrip() + behind + "?"
    read, query = said.read(question)
    kept = turn.window if window is None else read or window
    papers = turn.papers if turn.narrowed and change else ()
    return Question(question, untitled(query, said.sight.titles), None if papers else kept, papers, _taken(question))


def _more(said: _Said, part: str) -> Question | None:
    """More of the last answer's papers: "why?", "any code?", "the main results?"."""
    papers = said.last.papers
    if not papers:
        return None
    base = fragments.base_of(said.last.question)
    if asks_for_a_part(part):
        question, query = f"{retitled(part[:1].upper() + part[1:], papers, said.sight.titles)}?", part
    else:
        question, query = f"{base} — {part}?", f"{untitled(base, said.sight.titles)} {part}"
    return Question(question, query, None, renumbered(papers), _taken(question))


def _taken(question: str) -> str:
    return f"Taken as: {question}"
