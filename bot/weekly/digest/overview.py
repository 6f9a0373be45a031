"""What happened in a time, for whoever asks: its themes as the weekly post names them, and its most upvoted papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.library import Library
from bot.render.answers import claim_line
from bot.render.papers import source_of
from bot.tldr import lines_of
from bot.types import Claim, Overview, Section, Source
from bot.weekly.digest import with_themes
from bot.weekly.digest.rising import WEEKS
from bot.weekly.digest.sentence import theme_sentence
from bot.weekly.digest.space import read_space
from bot.weekly.digest.terms import Vocabulary
from bot.weekly.digest.types import Digest, Ranked, Theme
from bot.weekly.week import Week
from retrieval.types import Paper, Window

OF_A_THEME, TOP = 2, 5
"""Papers that are shown of each theme, and of the time as a whole."""


def overview(library: Library, window: Window, user: str | None, language: str) -> Overview:
    """The papers of *window*, at least one, by theme, numbered in the order they are shown, on *user*'s budget.

    *language* is the asker's, "" for English: a chat model's sentences come in it, the rest as ever.
    """
    papers = sorted(library.archive.list(window), key=lambda paper: -(paper.upvotes or 0))
    ranked = tuple(Ranked(n, paper, ()) for n, paper in enumerate(papers, start=1))
    first = window.start or min((day for p in papers if (day := p.day(window.about))), default=None)
    stretch = Window(first and first - timedelta(weeks=WEEKS), window.end, window.about)
    stock = library.archive.list(stretch)
    before = [paper for paper in stock if not window.holds(paper)]
    space = read_space(library.vectors, stretch)
    bare = Digest(Week.of(first or library.settings.clock().date()), ranked)
    digest = with_themes(library, library.model(user), bare, space.centred(), before, Vocabulary(stock), language)
    shown = _shown(digest)
    lines = lines_of(library, shown)
    numbers = {paper.id: n for n, paper in enumerate(shown, start=1)}
    sections = [_section(theme, numbers, lines) for theme in digest.themes]
    top = [paper for paper in papers[:TOP] if paper.id in numbers]
    rest = [paper for paper in top if not any(paper in _first(theme) for theme in digest.themes)]
    sections += (
        [Section("Most upvoted besides" if digest.themes else "Most upvoted", sources=_sources(rest, numbers, lines))]
        if rest
        else []
    )
    grouped = sum(len(theme.papers) for theme in digest.themes)
    return Overview(len(papers), grouped, len(digest.themes), tuple(shown), tuple(sections), digest.usage, digest.notes)


def _first(theme: Theme) -> list[Paper]:
    """The papers that stand for *theme*: the one its sentence is about, then the most upvoted."""
    cited = [c.paper for c in theme.claim.citations] if theme.claim else []
    liked = [r.paper for r in sorted(theme.papers, key=lambda r: r.n)]
    return list(dict.fromkeys((*cited, *liked)))[: max(OF_A_THEME, len(cited))]


def _shown(digest: Digest) -> list[Paper]:
    themed = [paper for theme in digest.themes for paper in _first(theme)]
    return list(dict.fromkeys((*themed, *(r.paper for r in digest.ranked[:TOP]))))


def _section(theme: Theme, numbers: dict[str, int], lines: dict[str, str]) -> Section:
    sentence = (_told(theme.claim, numbers),) if theme.claim else ()
    heading = f"{theme.name} ({len(theme.papers)} papers)"
    # The paper that the sentence is about needs no line that says the same.
    said = {c.paper.id: "" for c in theme.claim.citations} if theme.claim else {}
    return Section(heading, sentence, _sources(_first(theme), numbers, lines | said))


def _told(claim: Claim, numbers: dict[str, int]) -> str:
    return claim_line(theme_sentence(claim), [replace(c, n=numbers[c.paper.id]) for c in claim.citations])


def _sources(papers: Sequence[Paper], numbers: dict[str, int], lines: dict[str, str]) -> tuple[Source, ...]:
    return tuple(source_of(p, numbers[p.id], line=lines[p.id]) for p in papers)
