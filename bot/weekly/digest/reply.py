"""A digest as replies: the main post, and the parts of the thread under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render.papers import source_of
from bot.render.replies import claim_line
from bot.types import Reply, Section, Source
from bot.weekly.digest.types import Digest, Ranked, Theme

A_PART = 20
"""Papers in one part of the thread."""
_NUMBERS = 12  # of a theme's papers shown in the main post
_COMMON = 0.4  # a theme is new if a week of those before had less than this share of its papers


def digest_replies(digest: Digest) -> tuple[Reply, ...]:
    """The main post, then the rest of the papers by theme. One without papers is one line."""
    return (main_reply(digest), *_thread(digest))


def main_reply(digest: Digest) -> Reply:
    """Title, themes, what is new, the top papers."""
    title = f"Papers of {digest.week.named}"
    if not digest.ranked:
        return Reply(title, (_none(digest),), notes=digest.notes, footer=str(digest.week))
    top = digest.ranked[: digest.top]
    sections = [_theme_section(theme, digest.week.unit) for theme in digest.themes]
    sections += [Section(_top_heading(digest), (), tuple(_source(digest, ranked) for ranked in top))]
    notes = (f"Not all days are in: {digest.unread}.", *digest.notes) if digest.unread else digest.notes
    return Reply(
        title, (_counts(digest), *_news(digest)), notes=notes, footer=_footer(digest), sections=tuple(sections)
    )


def _none(digest: Digest) -> str:
    """What is said of no papers: quiet is only what was read whole."""
    if digest.unread:
        return f"No papers of this {digest.week.unit} are here: {digest.unread}."
    return f"A quiet {digest.week.unit}: no papers."


def _counts(digest: Digest) -> str:
    papers = _plural(len(digest.ranked), "paper")
    themes = _plural(len(digest.themes), "theme")
    grouped = sum(len(theme.papers) for theme in digest.themes)
    return f"{papers}; {grouped} of them in {themes}." if digest.themes else f"{papers}, on no common theme."


def _news(digest: Digest) -> list[str]:
    if digest.rising is None:
        return ["There are too few papers of the four weeks before to say what is new."]
    if not digest.rising:
        return []
    terms = ", ".join(
        f"“{term}” in {_plural(now, 'paper')} ({then or 'none'} in the four weeks before)"
        for term, now, then in digest.rising
    )
    return [f"New: {terms}."]


def _theme_section(theme: Theme, unit: str) -> Section:
    numbers = "".join(f"[{ranked.n}]" for ranked in sorted(theme.papers, key=lambda r: r.n)[:_NUMBERS])
    more = f" and {len(theme.papers) - _NUMBERS} more" if len(theme.papers) > _NUMBERS else ""
    told = f"{_plural(len(theme.papers), 'paper')}{_usual(theme, unit)}: {numbers}{more}"
    sentence = (claim_line(theme.claim.text, theme.claim.citations),) if theme.claim else ()
    return Section(theme.name, (*sentence, told))


def _usual(theme: Theme, unit: str) -> str:
    if theme.usual is None:
        return ""
    size, usual = len(theme.papers), round(theme.usual)
    if not usual:
        return ", hardly any like them in the four weeks before"
    if theme.usual < size * _COMMON:
        return f", after about {usual} a {unit} before"
    return f" (about {usual} a {unit} before)"


def _top_heading(digest: Digest) -> str:
    return f"Top {digest.top}" if len(digest.ranked) > digest.top else "The papers"


def _thread(digest: Digest) -> Iterator[Reply]:
    """Parts of at most `A_PART` papers: each theme's that are not in the main post, then the others."""
    themed = {ranked.paper.id for theme in digest.themes for ranked in theme.papers}
    groups = [(theme.name, [r for r in theme.papers if r.n > digest.top]) for theme in digest.themes]
    others = [r for r in digest.ranked[digest.top :] if r.paper.id not in themed]
    groups.append((f"Also this {digest.week.unit}", others))
    for heading, group in groups:
        ordered = sorted(group, key=lambda r: r.n)
        for start in range(0, len(ordered), A_PART):
            part = tuple(_source(digest, ranked) for ranked in ordered[start : start + A_PART])
            yield Reply(heading + (" (continued)" if start else ""), sources=part)


def _source(digest: Digest, ranked: Ranked) -> Source:
    """A paper with its one-liner, and with the quotes that back its theme's sentence."""
    line = digest.lines.get(ranked.paper.id, "")
    claims = [theme.claim for theme in digest.themes if theme.claim and ranked in theme.papers]
    quotes = tuple(c.quote for claim in claims for c in claim.citations if c.n == ranked.n)
    return source_of(ranked.paper, ranked.n, quotes, line)


def _footer(digest: Digest) -> str:
    tokens = digest.usage.prompt_tokens + digest.usage.completion_tokens
    cost = (f"{tokens:,} tokens",) if tokens else ()
    return " · ".join((str(digest.week), digest.model, *cost))


def _plural(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def explained_reply(digest: Digest, explain: Sequence[str]) -> Reply:
    """The ranking with its reasons, a paper a line."""
    lines = zip(digest.ranked, explain, strict=True)
    sources = tuple(source_of(ranked.paper, ranked.n, line=told) for ranked, told in lines)
    return Reply(f"Ranking of {digest.week}", sources=sources)
