"""The two ways a message follows on what was said: it names papers that were shown, or is part of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.question import fragments
from bot.question.asked import TAKEN_AS, Beyond, Question
from bot.question.bare_times import led, of_ones
from bot.question.conditions import only, read_wanted, said_of
from bot.question.listed import Mention, Papers, Sight
from bot.question.listing import read_request
from bot.question.ordinals import list_mentions, numbered_mentions
from bot.question.pronouns import introduces_papers, pronoun_mention
from bot.question.rankings import read_ranking
from bot.question.rewording import apart, blanked, is_compared, joined, named, parted, renumbered, retitled, untitled
from bot.question.titles import title_mentions
from bot.question.topics import read_topic
from bot.question.turn import Turn
from bot.question.words import asks_for_a_part, own_words
from retrieval.text.patterns import Pattern
from retrieval.types import Window
from retrieval.window import read_window

ABOUT_IT = "what is it about"
"""What is asked of papers that are named and of which nothing else is."""
_OTHER_TOPIC = Pattern(r"(?:on|about) (?P<topic>\S.*)", "on sails", "sails on", how="fullmatch")
_SHOWING = ("show", "show me", "open", "explain", "display")


@dataclass(frozen=True, slots=True)
class Said:
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
        return read_window(of_ones(text) or text, self.now, recent_days=self.recent_days)


def the_rest(said: Said, turns: Sequence[Turn]) -> Question | None:
    """The same list again without what it has shown, if "what else?" follows on a list."""
    if said.last.narrowed or not said.last.papers or not fragments.asks_for_the_rest(said.text):
        return None
    window, query = said.read(said.last.question)
    window = said.last.window if window is None else window
    if not _is_list(query, window):
        return None
    shown = {p: n for t in turns if t.question == said.last.question for n, p in t.papers}
    beyond = Beyond(tuple(shown), max(len(shown), *shown.values()))
    return Question(said.last.question, query, window, (), f"More of: {said.last.question}", beyond)


def refined(said: Said) -> Question | None:
    """The same list again with one more condition: "only those with code", "which of them is the newest?"."""
    wanted = only(said.text)
    base = fragments.base_of(said.topic.question)
    window, query = said.read(base)
    window = said.topic.window if window is None else window
    if wanted is None or len(said.topic.papers) < 2 or not _is_list(query, window):
        return None
    more = said_of(wanted)
    question = f"{base} {more}".replace(" ,", ",")
    return Question(question, f"{query.rstrip(' ?.!')} {more}", window, (), _taken(question))


def _is_list(query: str, window: Window | None) -> bool:
    """Whether *query* asks for a list of papers."""
    return bool(read_topic(query) or read_ranking(query) or read_request(query, window) or read_wanted(query))


def about_papers(said: Said, turns: Sequence[Turn]) -> Question | None:
    """The message answered from papers it names, if it does."""
    mentions = _mentions(said, turns)
    papers = _all_of(mentions)
    if not papers:
        return None
    rest = " ".join(blanked(said.text, mentions).split())
    bare = fragments.without_what_about(rest)[0]
    if bare.strip(" ?.!").lower() in _SHOWING:
        return _about(said, papers)
    if not own_words(bare) and not asks_for_a_part(bare) and len(bare.split()) < 2:  # "and the second one?"
        base = fragments.base_of(said.last.question)
        if len(papers) == 1 and (listed := _of_a_list(said, papers)):
            return listed
        question, query = retitled(base, papers, said.sight.titles), untitled(base, said.sight.titles)
        return Question(f"{question}?", query, None, renumbered(papers), _taken(f"{question}?"))
    if is_compared(said.text, mentions, papers):
        papers = tuple(dict.fromkeys((*said.last.papers, *papers)))
    topic = untitled(fragments.base_of(said.topic.question), said.sight.titles)
    question = named(said.text, mentions, papers, said.sight.titles, topic)
    return Question(question, _query(said, rest), None, renumbered(papers), _taken(question))


def pointed_at(said: Said, turns: Sequence[Turn]) -> Papers:
    """The papers the message names by place, by title or by "it", whatever else it says; none if it names none."""
    return _all_of(_mentions(said, turns))


def _mentions(said: Said, turns: Sequence[Turn]) -> list[Mention]:
    seen = tuple(dict.fromkeys(paper for turn in reversed(turns) for paper in turn.papers))
    of_lists = list_mentions(said.text, turns)
    numbered = numbered_mentions(blanked(said.text, of_lists), said.sight)
    mentions = apart([*of_lists, *numbered, *title_mentions(said.text, seen, said.sight.titles)])
    pronoun = pronoun_mention(blanked(said.text, mentions), said.sight)
    if pronoun and (not mentions or pronoun.start < mentions[0].start):  # after a name, "it" means what was named
        mentions = [pronoun, *mentions]
    return mentions


def _all_of(mentions: Sequence[Mention]) -> Papers:
    return tuple(dict.fromkeys(paper for mention in mentions for paper in mention.papers))


def wants_more_of_it(text: str, last: Turn) -> bool:
    """Whether *text* asks for more where *last* has told what one paper is about: what is left is all of it."""
    told = last.narrowed and len(last.papers) == 1 and last.question.startswith("What is “")
    return told and last.question.endswith(" about?") and fragments.asks_for_more(text)


def _of_a_list(said: Said, papers: Papers) -> Question | None:
    """What *papers* say of the topic whose papers were wanted; what they are about, if any were; else None."""
    window, query = said.read(said.last.question)
    if said.last.narrowed:
        return None
    if topic := read_topic(query):
        question = f"What does {joined(papers, said.sight.titles)} say about {topic.words}?"
        return Question(question, topic.words, None, renumbered(papers), _taken(question))
    return _about(said, papers) if read_ranking(query) or read_request(query, window) else None


def _about(said: Said, papers: Papers) -> Question:
    """What *papers* are about."""
    question = f"What {'is' if len(papers) == 1 else 'are'} {joined(papers, said.sight.titles)} about?"
    return Question(question, ABOUT_IT, None, renumbered(papers), _taken(question))


def _query(said: Said, rest: str) -> str:
    """What to look for in the papers: the message's own words; with none, "when does it occur", the topic's too."""
    if own_words(rest) or asks_for_a_part(rest):
        return rest
    return f"{rest.strip(' ?.!')} {untitled(fragments.base_of(said.last.question), said.sight.titles)}"


def part_of_a_question(said: Said) -> Question | None:
    """The message put together with the question before, if it is only part of one."""
    if said.last.narrowed and said.last.papers and fragments.asks_for_the_rest(said.text):  # after who wrote it
        return _about(said, said.last.papers)
    window, rest = said.read(said.text)
    rest, asked_about = fragments.without_what_about(fragments.without_lead(rest)[0])
    if window and not own_words(fragments.without_ones(rest)) and not fragments.has_verb(rest):
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


def _again(said: Said, turn: Turn, change: str, window: Window | None) -> Question:
    """The question of *turn* with another topic or phrase, in another window if one is given."""
    old, base = said.read(fragments.base_of(turn.question))
    base, behind = parted(base.rstrip(" ?.!"), said.sight.titles)
    topic, other = read_topic(base), _OTHER_TOPIC.find(change)
    if change and other and topic and topic.bare:
        base = other["topic"]
    elif change:
        put = fragments.with_phrase if fragments.is_preposition_phrase(change) else fragments.with_topic
        base = put(base, change)
    words = (window or old or Window(None, None, "listed")).words
    question = f"{base} {fragments.inside(led(words))}".rstrip() + behind
    question += "" if topic and topic.bare else "?"  # a topic with a question mark asks for more than papers
    read, query = said.read(question)
    kept = turn.window if window is None else read or window
    papers = turn.papers if turn.narrowed and change else ()
    return Question(question, untitled(query, said.sight.titles), None if papers else kept, papers, _taken(question))


def _more(said: Said, part: str) -> Question | None:
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
    return f"{TAKEN_AS}{question}"
