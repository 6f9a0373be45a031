"""What a question is, decided by code before anything is searched: small talk, named papers, fields, a topic, or open.

Each reading says in a note what it took the question for where that matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer.about_me import about_me
from bot.answer.by_archive import by_archive
from bot.answer.closest import near_to
from bot.answer.conditions import conditioned
from bot.answer.exact import Exact
from bot.answer.fetching import OnFetch, bring_in
from bot.answer.metadata import asks_for_a_fact
from bot.answer.missing import missing
from bot.answer.of_a_time import of_a_time
from bot.answer.put_right import people_put_right, words_put_right
from bot.answer.rankings import ranked
from bot.answer.topic import defined, on_topic, search_topic
from bot.answer.versus import on_both
from bot.answer.which import meant, newest
from bot.library import Library
from bot.question import Question, refers_back
from bot.question.asked import NOT_NAMED, TAKEN_AS, Beyond
from bot.question.fragments import asks_for_the_rest
from bot.question.rankings import Ranking, read_ranking
from bot.question.small_talk import small_talk
from bot.question.titles import called
from bot.question.topics import Topic, read_definition, read_topic
from bot.question.versus import read_versus
from bot.question.words import own_words
from retrieval.archive.mentions import Mention, mentions, without
from retrieval.text.number_words import CARDINALS
from retrieval.text.patterns import Pattern
from retrieval.types import Paper

_AT = Pattern(
    r"(?P<words>.+) (?:at|from|by) (?P<who>[\w.&-]+(?: [\w.&-]+){0,3})",
    "robotics at Harbour Lab",
    "robotics in harbours",
    how="fullmatch",
)

_NOTHING_SHOWN = "No paper was shown before this that it could mean. Name one, or ask for a list first."


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of it: the *exact* answer, if code has one, or the *asked* question with the papers it is *named* for.

    *absent*: a topic that no paper holds; then nothing is to be answered.
    """

    asked: Question
    named: Sequence[tuple[int, Paper]] = ()
    exact: Exact | None = None
    absent: bool = False


def decide(
    library: Library,
    asked: Question,
    named: Sequence[tuple[int, Paper]],
    user: str | None = None,
    on_fetch: OnFetch | None = None,
    language: str = "",
) -> Decided:
    """Read *asked*, on *user*'s budget; *named* are papers a follow-up has named already, *language* is the asker's.

    Papers whose ids it names and that are not here are fetched; *on_fetch* is told so.
    """
    if asked.beyond:
        return _further(library, asked, asked.beyond)
    fetched = bring_in(library, asked.text, on_fetch)
    if fetched:
        asked = replace(asked, note=" ".join((asked.note, *fetched)).strip())
    if named:
        named = _with_ids(library, asked, named)
        return Decided(asked, named, by_archive(asked, named, library.archive))
    if talk := small_talk(asked.text):
        return Decided(asked, (), about_me(library, talk))
    if _is_adrift(library, asked):
        return Decided(asked, (), Exact(_NOTHING_SHOWN, 0))
    asked = people_put_right(library, asked)
    if settled := _settled(library, asked, user, fetched, language):
        return settled
    better = words_put_right(library, asked)
    if better is None:
        name = missing(library, asked.query)
        return _not_named(library, asked, name) if name else _unsettled(library, asked)
    if talk := small_talk(better.query):
        return Decided(asked, (), about_me(library, talk))
    return _settled(library, better, user, fetched, language) or _unsettled(library, better)


def _is_adrift(library: Library, asked: Question) -> bool:
    """Whether *asked* is about papers that were shown before, "does the second one have code?", where none was."""
    if asked.note or asked.window:
        return False
    if asks_for_the_rest(asked.text):
        return True
    own = set(own_words(asked.query)) - set(CARDINALS)
    return not own and refers_back(asked.text, library.settings.clock()) and not mentions(library.archive, asked.query)


def _unsettled(library: Library, asked: Question) -> Decided:
    """What is neither of named papers nor of the archive's fields: two subjects, a topic, a definition, or open."""
    topic = read_topic(asked.query)
    if (topic is None or topic.bare) and (weighed := _weighed(library, asked)):
        return Decided(asked, (), weighed)
    if topic is None and (words := called(asked.query)):  # "the paper on X", which no title holds
        of_it = _of_topic(library, asked, Topic(words.words, "best"))
        return of_it if of_it.exact else _defined(library, asked)
    return _of_topic(library, asked, topic) if topic else _defined(library, asked)


def _not_named(library: Library, asked: Question, name: str) -> Decided:
    """What there is beside a paper of that *name*: those that mention it, else those that come closest."""
    asked = replace(asked, note=f"{NOT_NAMED}“{name}”.")
    defined_here = _defined(library, asked)
    if defined_here.exact:
        return defined_here
    exact = on_topic(library, Topic(name, "best"), asked.window, exactly=True)
    return Decided(replace(asked, query=name), (), exact, absent=exact is None)


def _weighed(library: Library, asked: Question) -> Exact | None:
    """What papers say of two subjects held against each other. A chat model weighs them up itself."""
    sides = None if library.bare_model.drafts else read_versus(asked.query)
    return on_both(library, *sides, asked.window) if sides else None


def _defined(library: Library, asked: Question) -> Decided:
    """What papers say that something is, or else those that mention it. A chat model can say it in a sentence."""
    words = "" if library.bare_model.drafts else read_definition(asked.query)
    return Decided(asked, (), defined(library, words, asked.window) if words else None)


def _settled(
    library: Library, asked: Question, user: str | None, fetched: Sequence[str], language: str
) -> Decided | None:
    """What the papers named in *asked*, or the archive's fields, settle; None if it is a topic or open.

    *fetched* says what came of ids that it names.
    """
    topic, ranking = read_topic(asked.query), read_ranking(asked.query)
    as_topic = ranking is not None or bool(topic and not topic.bare)
    of_one = asks_for_a_fact(asked.query) and "papers" not in asked.query.lower().split()
    found = mentions(library.archive, asked.query, as_topic, of_one)
    papers = tuple(enumerate((m.paper for m in found if m.paper), start=1))
    if len(papers) == 1 and (weighed := _weighed(library, asked)):  # the other of the two is no paper's name
        return Decided(asked, (), weighed)
    if papers:
        read = replace(asked, query=without(asked.query, found))
        name = missing(library, read.query)
        if name and not any(name.lower() in f"{p.title} {p.abstract}".lower() for _, p in papers):
            read = replace(read, note=" ".join((read.note, f"{NOT_NAMED}“{name}”.")).strip())
        return Decided(read, papers, by_archive(read, papers, library.archive))
    if found:
        return Decided(replace(asked, note=""), (), Exact(" ".join(fetched), library.archive.count()))
    if not ranking and (topic is None or topic.bare) and (settled := _by_words_of_a_title(library, asked)):
        return settled
    if ranking and ranking.measure == "digest" and asked.window:
        return Decided(asked, (), of_a_time(library, asked.window, user, language))
    if ranking and ranking.measure == "digest":
        ranking = replace(ranking, measure="newest")
    exact = ranked(library.archive, ranking, asked.window) if ranking else None
    exact = exact or by_archive(asked, (), library.archive) or conditioned(library, asked)
    return Decided(asked, (), exact) if exact else None


def _by_words_of_a_title(library: Library, asked: Question) -> Decided | None:
    """What "the alignment paper" settles: the paper it is asked of, or which of several it may be."""
    found = newest(library, asked.query, asked.window) or meant(library, asked.query)
    if isinstance(found, Mention):
        papers = tuple(enumerate((found.paper,), start=1)) if found.paper else ()
        read = replace(asked, query=without(asked.query, [found]))
        return Decided(read, papers, by_archive(read, papers, library.archive))
    return Decided(asked, (), found) if found else None


def _further(library: Library, asked: Question, beyond: Beyond) -> Decided:
    """The next part of a list, whose *beyond* has been shown."""
    topic, ranking = read_topic(asked.query), read_ranking(asked.query)
    if not ranking and (listed := conditioned(library, asked, beyond)):
        exact: Exact | None = listed
    elif topic and not ranking:
        exact = on_topic(library, topic, asked.window, beyond)
    elif ranking and not (ranking.measure == "digest" and asked.window):
        exact = ranked(library.archive, ranking, asked.window, beyond)
    else:
        exact = by_archive(asked, (), library.archive, beyond)
    if exact and not exact.papers:
        exact = Exact("That was all of them.", exact.searched)
    return Decided(asked, (), exact)


def _with_ids(library: Library, asked: Question, named: Sequence[tuple[int, Paper]]) -> Sequence[tuple[int, Paper]]:
    """*named*, and the papers whose ids stand beside them: "compare it with 2405.12345"."""
    known, number = {paper.id for _, paper in named}, max(n for n, _ in named)
    found = [m.paper for m in mentions(library.archive, asked.text, as_topic=True) if m.paper]
    return (*named, *enumerate((paper for paper in found if paper.id not in known), start=number + 1))


def _of_people(library: Library, topic: Topic, asked: Question) -> Exact | None:
    """The papers on a topic by those who stand at its end: "robotics at Harbour Lab"; None if these are nobody here."""
    found = _AT.find(topic.words)
    if found is None:
        return None
    ranking = Ranking("of", None, found["words"], found["who"])
    return ranked(library.archive, ranking, asked.window)


def _of_topic(library: Library, asked: Question, topic: Topic) -> Decided:
    exact = _of_people(library, topic, asked)
    if exact is None:
        found = search_topic(library, topic.words, asked.window)
        exact = on_topic(library, topic, asked.window, found=found)
        if exact is None and not library.bare_model.drafts:
            exact = near_to(library, topic.words, found)
    if asked.query != topic.words and asked.note.startswith(TAKEN_AS):
        asked = replace(asked, note=f"{TAKEN_AS}{topic.words}")
    return Decided(replace(asked, query=topic.words), (), exact, absent=exact is None)
