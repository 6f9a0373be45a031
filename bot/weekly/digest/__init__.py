"""The digest of a week for one channel. The whole way on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.freshness import DAILY, told, unread_days
from bot.gate.second_judge import second_judge
from bot.language import name_of as name_in_english
from bot.library import Library
from bot.models.protocol import ChatModel, ModelError
from bot.tldr import known_lines, maker_of, own_line
from bot.types import Usage
from bot.votes import paper_votes
from bot.weekly.digest.interest import interest_in
from bot.weekly.digest.naming import name_of
from bot.weekly.digest.ranking import rank, standing
from bot.weekly.digest.rising import WEEKS, rising_terms, usual
from bot.weekly.digest.space import Space, read_space, space_of
from bot.weekly.digest.synthesis import tell
from bot.weekly.digest.taste import Taste
from bot.weekly.digest.terms import Vocabulary, telling_terms
from bot.weekly.digest.themes import MOST, find_groups, joined
from bot.weekly.digest.topics import read_topics
from bot.weekly.digest.types import Digest, Ranked, Theme
from bot.weekly.period import Period
from retrieval.archive.days import Days
from retrieval.types import Paper, Window

USER = "weekly"
"""Whose budget the weekly post spends."""
TERMS = 16
"""Terms of a group that its name is chosen from."""


def make_digest(library: Library, week: Period, channel: str, user: str = USER) -> Digest:
    """What *channel* is told of *week*, on *user*'s budget. The same archive, settings and votes give the same digest.

    Raises `UsageError` for a topics file that cannot be used.
    """
    stretch = Window(week.start - timedelta(weeks=WEEKS), week.end, "listed")
    papers, stock = standing(library.archive.list(week.window)), library.archive.list(stretch)
    space = read_space(library.vectors, stretch)
    ranked = rank(papers, week, taste_of(library, channel), space, library.settings.weekly_weights)
    unread = told(unread_days(library, week.start, week.end)) if not papers or _by_day(library, papers) else ""
    bare = Digest(week, ranked, top=library.settings.weekly_top, notes=_unseen(papers, space), unread=unread)
    if not papers:
        return bare
    before = [paper for paper in stock if not week.window.holds(paper)]
    vocabulary = Vocabulary(stock)
    language = _language(library, channel)
    digest = with_themes(library, library.model(user), bare, space.centred(), before, vocabulary, language)
    digest = replace(digest, rising=rising_terms(papers, before, vocabulary))
    return _with_lines(library, library.model(user), digest, language)


def _language(library: Library, channel: str) -> str:
    """The language of *channel*'s sentences: its own, or the team's."""
    own = read_topics(library.settings.topics, channel).language
    return library.settings.language if own is None else own


def _by_day(library: Library, papers: Sequence[Paper]) -> bool:
    """Whether days are read at all; in an archive without days of listing none is missing."""
    return any(paper.listed_on for paper in papers) or DAILY in Days(library.database).sources()


def taste_of(library: Library, channel: str) -> Taste:
    """The topics and votes of *channel*, and of no other."""
    topics = read_topics(library.settings.topics, channel)
    votes = paper_votes(library.database, channel)
    embedder = library.serving_embedder if topics.wanted else None
    return Taste(topics, interest_in(topics.wanted, embedder), votes, space_of(library.vectors, list(votes)))


def with_themes(
    library: Library,
    model: ChatModel,
    digest: Digest,
    centred: Space,
    before: Sequence[Paper],
    stock: Vocabulary,
    language: str,
) -> Digest:
    """*digest* with up to `MOST` named themes, the largest and closest first, their sentences in *language*.

    Name and sentence come from the papers that are closest; those that are only near one theme are in it too.
    """
    # By id, not by rank: one channel's taste must not change what a theme is.
    seen = sorted((r for r in digest.ranked if r.paper.id in centred.rows), key=lambda r: r.paper.id)
    week = centred.of([r.paper for r in seen])
    past = centred.of([paper for paper in before if paper.id in centred.rows])
    prompt = library.prompt("digest").spoken_in(name_in_english(language) if model.drafts else "")
    across = partial(second_judge, model=model, prompt_file=library.prompt("follows")) if language else None
    embedder = library.serving_embedder if model.drafts else None
    themes: list[Theme] = []
    names: list[str] = []
    cores: list[list[int]] = []
    for rows in find_groups(week):
        members = tuple(seen[row] for row in rows)
        working = name_of(telling_terms([m.paper for m in members], stock, TERMS, 2), len(members), names)
        if not working:
            continue  # what cannot be named is no theme to a reader
        said = tell(members, working, model, prompt, embedder, language, across)
        names += [working]
        name = working if said.name in [theme.name for theme in themes] else said.name
        themes.append(Theme(name, members, said.claim))
        cores.append(rows)
        digest = replace(
            digest,
            model=said.model if digest.model in ("", said.model) else f"{digest.model}, {said.model}",
            usage=digest.usage + said.usage,
            notes=(*digest.notes, *((said.note,) if said.note else ())),
        )
        if len(themes) == MOST:
            break
    weeks = digest.week.in_four_weeks
    themes = [
        replace(theme, papers=tuple(seen[row] for row in rows), usual=usual(week[core], week, past, weeks))
        for theme, core, rows in zip(themes, cores, joined(week, cores), strict=True)
    ]
    return replace(digest, themes=tuple(themes), model=digest.model or model.name, prompt=prompt.version)


def _with_lines(library: Library, model: ChatModel, digest: Digest, language: str) -> Digest:
    """*digest* with a TL;DR for each paper: the top ones by the chat model, the others as known or extracted."""
    maker = maker_of(library, model, language)
    known = known_lines(library.database, [r.paper for r in digest.ranked])
    papers = [r.paper for r in digest.ranked]
    lines, usage, notes = {}, Usage(), list(digest.notes)
    wanted = papers[: digest.top] if model.drafts else papers
    try:
        for made in maker.lines(wanted):
            lines[made.paper.id] = made.line
            usage += made.usage
    except ModelError as error:
        notes.append(f"{error.message.rstrip('.')}; the remaining lines are the papers' own.")
    for paper in papers:
        if paper.id not in lines:
            lines[paper.id] = known.get(paper.id) or own_line(paper)[0]
    return replace(digest, lines=lines, usage=digest.usage + usage, notes=tuple(notes))


def _unseen(papers: Sequence[Paper], space: Space) -> tuple[str, ...]:
    missing = sum(paper.id not in space.rows for paper in papers)
    if not missing:
        return ()
    return (f"{missing} of the papers have no vectors yet and are in no theme; a reindex fixes that.",)


def explained(ranked: Ranked) -> str:
    """Why a paper is where it is: `1.62 = upvotes 0.95 × 1 (87 upvotes) + topics 0.67 × 1 (topic “agents”)`."""
    parts = [f"{r.name} {r.value:.2f} × {r.weight:g} ({r.detail})" for r in ranked.reasons if r.weight]
    return f"{ranked.score:.2f} = " + " + ".join(parts)
