"""A digest as replies: the main post, and the parts of the thread under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.render.answers import claim_line
from bot.render.papers import source_of
from bot.types import Reply, Section, Source
from bot.weekly.digest.sentence import theme_sentence
from bot.weekly.digest.talked import HEADING
from bot.weekly.digest.types import Digest, Ranked, Theme
from retrieval.text.clean import inert

A_PART = 20
"""Papers in one part of the thread."""
_SHOWN = 12  # of a theme's papers shown in the main post
_NAME_WORDS, _NAME_LONGEST = 2, 24  # of a paper's name in that list
_FOLLOWS, _MOST_FOLLOWED = "What this channel follows", 10
_COMMON = 0.4  # a theme is new if a week of those before had less than this share of its papers


def digest_replies(digest: Digest) -> tuple[Reply, ...]:
    """The main post, then the rest of the papers by theme. One without papers is one line."""
    return (main_reply(digest), *_thread(digest))


def main_reply(digest: Digest) -> Reply:
    """Title, themes, what is new, the top papers."""
    title = f"Papers of {digest.week.named}"
    if not digest.ranked:
        return Reply(title, (_none(digest),), notes=digest.notes, sections=tuple(_talked(digest)))
    followed = _followed(digest)
    top = [ranked for ranked in digest.ranked[: digest.top] if ranked not in followed]
    sections = [_theme_section(digest, theme) for theme in digest.themes]
    if followed:
        sections += [Section(_FOLLOWS, (), tuple(_source(digest, ranked) for ranked in followed))]
    if top:
        sections += [Section(_top_heading(digest), (), tuple(_source(digest, ranked) for ranked in top))]
    sections += _talked(digest)
    notes = (f"Not all days are in: {digest.unread}.", *digest.notes) if digest.unread else digest.notes
    return Reply(
        title,
        (_counts(digest), *_news(digest)),
        notes=notes,
        footer=_footer(digest),
        sections=tuple(sections),
        details=_details(digest),
    )


def _talked(digest: Digest) -> list[Section]:
    return [Section(HEADING, (), digest.talked)] if digest.talked else []


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
    if not digest.rising:
        return []
    new = [f"“{term}” in {_plural(now, 'paper')}" for term, now, then in digest.rising if not then]
    more = [f"“{term}” in {_plural(now, 'paper')}, after {then}" for term, now, then in digest.rising if then]
    told = [f"New, in none of the four weeks before: {', '.join(new)}."] if new else []
    return [*told, f"More than in the four weeks before: {'; '.join(more)}."] if more else told


def _theme_section(digest: Digest, theme: Theme) -> Section:
    """A theme with its sentence; every number in it stands in this message, below it or among the top papers."""
    here, ordered = _in_main(digest), sorted(theme.papers, key=lambda r: r.n)
    known = [told for r in ordered if (told := _who(r, here))]
    rest = len(ordered) - len(known[:_SHOWN])
    more = f"{rest} more in the thread" if known else "in the thread"
    who = ", ".join(known[:_SHOWN]) + (" and " if known and rest else "") + (more if rest else "")
    told = f"{_plural(len(ordered), 'paper')}{_usual(theme, digest.week.unit)}: {who}"
    sentence = (claim_line(theme_sentence(theme.claim), theme.claim.citations),) if theme.claim else ()
    cited = _cited_below(digest, theme)
    below = tuple(replace(_source(digest, r), line="", detail="", links=()) for r in theme.papers if r.n in cited)
    return Section(theme.name, (*sentence, told), below)


def _who(ranked: Ranked, here: set[int]) -> str:
    """A paper of a theme by its name, with its number where that stands in this message; "" where neither tells."""
    return " ".join(part for part in (_called(ranked), f"[{ranked.n}]" if ranked.n in here else "") if part)


def _cited_below(digest: Digest, theme: Theme) -> set[int]:
    """The numbers of the papers that a theme's sentence cites and that stand in no other section."""
    followed = {ranked.n for ranked in _followed(digest)}
    return {c.n for c in theme.claim.citations if c.n > digest.top} - followed if theme.claim else set()


def _in_main(digest: Digest) -> set[int]:
    """The numbers of all papers that stand in the main post."""
    top = {ranked.n for ranked in (*digest.ranked[: digest.top], *_followed(digest))}
    return top.union(*(_cited_below(digest, theme) for theme in digest.themes))


def _followed(digest: Digest) -> list[Ranked]:
    """The papers that the channel follows, as many as the main post shows: each of them once, with its reason."""
    return [ranked for ranked in digest.ranked if ranked.paper.id in digest.followed][:_MOST_FOLLOWED]


def _called(ranked: Ranked) -> str:
    """What the paper's title names before its colon, if that is short enough to stand in a list."""
    name, colon, _ = inert(ranked.paper.title).partition(": ")
    name = name.strip()
    return name if colon and len(name.split()) <= _NAME_WORDS and len(name) <= _NAME_LONGEST else ""


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
    here = _in_main(digest)
    groups = [(theme.name, [r for r in theme.papers if r.n not in here]) for theme in digest.themes]
    others = [r for r in digest.ranked if r.n not in here and r.paper.id not in themed]
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
    line = "" if line in [claim.text for claim in claims] else line
    return source_of(ranked.paper, ranked.n, quotes, line, digest.followed.get(ranked.paper.id, ""))


def _footer(digest: Digest) -> str:
    papers = _plural(len(digest.ranked), "paper")
    return f"{digest.week} · from {papers}"


def _details(digest: Digest) -> str:
    tokens = digest.usage.prompt_tokens + digest.usage.completion_tokens
    return " · ".join((digest.model, *((f"{tokens:,} tokens",) if tokens else ())))


def _plural(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def explained_reply(digest: Digest, explain: Sequence[str]) -> Reply:
    """The ranking with its reasons, a paper a line."""
    lines = zip(digest.ranked, explain, strict=True)
    sources = tuple(source_of(ranked.paper, ranked.n, line=told) for ranked, told in lines)
    return Reply(f"Ranking of {digest.week}", sources=sources)
