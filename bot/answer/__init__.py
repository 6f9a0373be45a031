"""A question in, an answer out whose every sentence is backed. The whole way on one screen.

A question in another language is put into English first (`spoken`), or read by what it has in common with English
papers (`in_common`). `bot.question` says what is asked. Code answers what the archive knows for certain
(`by_archive`). Anything else is read in papers (`reading`): those the question names, or those the search finds. A
model drafts claims over them (`drafting`), and what the gate lets through (`bot.gate`) is the answer.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from math import inf

from bot.answer.asked_of import decide
from bot.answer.closest import closest, nearest_saying, weighs
from bot.answer.drafting import draft
from bot.answer.exact import Exact
from bot.answer.fetching import OnFetch
from bot.answer.in_common import asked_of, in_common, note_of, nothing
from bot.answer.means import Means, means_of
from bot.answer.numbers import Numbers
from bot.answer.reading import NEAREST, Named, read_archive, read_named
from bot.answer.spoken import Spoken, understood
from bot.answer.summing_up import sentences, summed_up
from bot.answer.their_author import with_author
from bot.freshness import missing
from bot.gate import OnClaim
from bot.library import Library
from bot.question import Question, Turn, papers_of, resolve
from bot.question.asked import TAKEN_AS
from bot.question.follow_ups import ABOUT_IT
from bot.tldr import own_line
from bot.types import Answer, Claim, State, Usage
from retrieval.archive.mentions import mentions
from retrieval.cures import cure
from retrieval.errors import UsageError
from retrieval.search.spelling import asked_plainly
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window
from retrieval.window import read_window

OnReading = Callable[[str], None]
NOTHING = Usage()
NONE: Mapping[str, int] = {}


def answer_question(
    library: Library,
    question: str,
    *,
    k: int = 8,
    window: Window | None = None,
    on_claim: OnClaim | None = None,
    user: str | None = None,
    turns: Sequence[Turn] = (),
    on_fetch: OnFetch | None = None,
    on_reading: OnReading | None = None,
) -> Answer:
    """Answer within *window*, or within the one the question's own words name, on *user*'s budget.

    *turns* are what was said before, oldest first: a follow-up is answered as what it means after them, and the
    first note says what that is. *on_reading* is told, before the first claim, how the question was read where that was
    assumed; *on_fetch* is told of papers that have to be fetched first. Raises `UsageError` for no question, and for a
    paper that was never shown.
    """
    question = clean_line(question)
    if not question:
        raise UsageError("There is no question.", cure("ask"))
    spoken = understood(question, lambda: library.model(user), library.prompt("english"))
    read = on_reading or _silently
    read(spoken.note)
    answered = partial(_read, library, k=k, window=window, on_claim=on_claim, user=user, turns=turns, on_fetch=on_fetch)
    answered = partial(answered, on_reading=read)
    if spoken.english:
        made = answered(spoken.english, language=spoken.language)
    elif spoken.may_draft:
        made = _unread(library, spoken, window, means_of(library, k, user, on_claim, spoken.language))
    else:
        made = _by_words(library, spoken, answered)
    return replace(made, notes=tuple(filter(None, (spoken.note, *made.notes))), usage=spoken.usage + made.usage)


def _read(
    library: Library,
    question: str,
    *,
    k: int,
    window: Window | None,
    on_claim: OnClaim | None,
    user: str | None,
    turns: Sequence[Turn],
    on_fetch: OnFetch | None,
    on_reading: OnReading,
    language: str = "",
) -> Answer:
    """The answer to *question*, which is in English, in *language*."""
    known = _remembered(library, turns)
    titles = {name: paper.title for name, paper in known.items()}
    question = with_author(asked_plainly(library.database, question), turns, known)
    asked = resolve(question, turns, library.settings.clock(), library.settings.recent_days, titles)
    if window is not None and not asked.papers:  # given as an option: the words are then no time phrase
        asked = replace(asked, window=window, query=asked.query if asked.note else question)
    named = [(n, known[name]) for n, name in asked.papers]
    begun = time.perf_counter()
    decided = decide(library, asked, named, user, on_fetch, language)
    asked, named, exact = decided.asked, list(decided.named), decided.exact
    is_open = exact is None and not (named or decided.absent or library.bare_model.drafts)
    if is_open and weighs(asked.query):
        exact = closest(library, asked)
    if exact is None:
        means = means_of(library, k, user, on_claim, language)
        on_reading(asked.note)
        made = answer(asked, named, replace(means, refuse_below=inf) if decided.absent else means, on_reading)
        if len(named) > 1 and made.state == "refused" and not library.bare_model.drafts:  # what each is about, then
            made = answer(replace(asked, query=ABOUT_IT), named, means, on_reading)
        thin = is_open and len(made.claims) < 2 and not (weighs(asked.query) or asked.note.startswith(TAKEN_AS))
        exact = closest(library, asked) if thin else None
        if exact is None or _agrees(made, exact):
            said = nearest_saying(library, asked.query, made.nearest)
            return _dated(library, replace(made, quotes=said or made.quotes))
    summary = summed_up(asked, exact, means_of(library, k, user, None, language)) if exact.topic else None
    told = (Claim(exact.sentence, ()), *sentences(summary))
    usage = exact.usage + (summary.usage + summary.gate.usage if summary else NOTHING)
    by = summary.name if summary and told[1:] else "archive"
    made = _built(asked, named, begun, told, exact.searched, model=by, notes=exact.notes, usage=usage, exact=exact)
    return _dated(library, made)


def _agrees(made: Answer, near: Exact) -> bool:
    """Whether the one sentence of *made* is of a paper that is *near* too; from another it hit the words by chance."""
    papers = {paper.id for paper in near.papers}
    return any(citation.paper.id in papers for claim in made.claims for citation in claim.citations)


def _silently(note: str) -> None:
    """Nobody waits for how a question was read."""


def _unread(library: Library, spoken: Spoken, window: Window | None, means: Means) -> Answer:
    """The answer to what was not put into English: a model that drafts reads it; only the search goes by its words."""
    words, _ = in_common(library, spoken.said, spoken.language)
    papers = [found.paper for found in mentions(library.archive, words) if found.paper]
    when = window or read_window(spoken.said, library.settings.clock())[0]
    asked = Question(spoken.said, words or spoken.said, when)
    return answer(asked, list(enumerate(papers, start=1)), replace(means, refuse_below=0.0))


def _by_words(library: Library, spoken: Spoken, answered: Callable[[str], Answer]) -> Answer:
    """The answer to what a question has in common with English papers; without any, that: not "they don't say"."""
    words, when = in_common(library, spoken.said, spoken.language)
    question = asked_of(words, when)
    made = answered(question) if question else None
    if made and made.state != "refused":
        return replace(made, notes=(note_of(words), *made.notes))
    exact = nothing(library, words, when, spoken.language)
    asked = Question(spoken.said, "")
    return _built(asked, (), time.perf_counter(), (Claim(exact.sentence, ()),), exact.searched, exact=exact)


def _dated(library: Library, made: Answer) -> Answer:
    """*made* with the newest day here, and with the days that nobody read where it found nothing in a window."""
    made = replace(made, newest=library.archive.newest_listed())
    if made.window is None or (made.searched and made.count != 0):
        return made
    unread = missing(library, made.window)
    return replace(made, notes=(*made.notes, unread)) if unread else made


def answer(asked: Question, named: Named, means: Means, on_reading: OnReading = _silently) -> Answer:
    """Answer *asked* from the *named* papers, or from the archive if there are none. Raises `ModelError`."""
    begun = time.perf_counter()
    reading = read_named(asked, named, means) if named else read_archive(asked, means)
    for note in reading.notes:
        on_reading(note)
    numbers = None if named else Numbers()
    parts = zip(reading.groups, reading.queries, strict=True)
    drafts = [draft(asked, group, query, means, numbers) for group, query in parts]
    claims = tuple(claim for each in drafts for claim in each.gate.kept)
    return _built(
        asked,
        named,
        begun,
        claims,
        reading.searched,
        model=drafts[0].name if drafts else means.model.name,
        prompt=means.prompt.version,
        notes=(*reading.notes, *(note for each in drafts for note in each.notes)),
        usage=sum((each.usage + each.gate.usage for each in drafts), reading.usage),
        dropped=sum((each.gate.dropped for each in drafts), Counter[str]()),
        whole=all(each.whole for each in drafts),
        nearest=() if claims else reading.nearest,
    )


def _built(
    asked: Question,
    named: Named,
    begun: float,
    claims: tuple[Claim, ...],
    searched: int,
    *,
    model: str = "archive",
    prompt: str = "none",
    notes: Sequence[str] = (),
    usage: Usage = NOTHING,
    dropped: Mapping[str, int] = NONE,
    whole: bool = True,
    nearest: tuple[Paper, ...] = (),
    exact: Exact | None = None,
) -> Answer:
    """The one place where answers are made. *whole*: the model came to its end."""
    state: State = "refused" if not claims else "answered" if whole and not dropped else "partial"
    return Answer(
        asked.text, state, claims, dict(dropped), searched, None if named else asked.window,
        exact.beside if exact else nearest, model, prompt,
        replace(usage, seconds=time.perf_counter() - begun),
        tuple(dict.fromkeys(filter(None, (asked.note, *notes)))),
        exact.papers if exact else None, exact.count if exact else None,
        within=tuple((n, paper.id) for n, paper in named),
        lines=exact.lines if exact else _what_they_say(nearest) if state == "refused" else {},
        quotes=exact.quotes if exact else {}, sections=exact.sections if exact else (),
        beyond=asked.beyond.count if asked.beyond else 0, choice=exact.choice if exact else (),
    )  # fmt: skip


def _what_they_say(papers: Sequence[Paper]) -> dict[str, str]:
    """A line about each of *papers*, by id, where they do not say what was asked."""
    return {paper.id: own_line(paper)[0] for paper in papers[:NEAREST]}


def _remembered(library: Library, turns: Sequence[Turn]) -> dict[str, Paper]:
    """The papers of *turns* by the id they had then, without those that are gone."""
    known = {}
    for name in papers_of(turns):
        with suppress(UsageError):
            known[name] = library.archive.find(name)
    return known
