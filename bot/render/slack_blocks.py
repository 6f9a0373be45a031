"""Slack's blocks, each within its limits: made with the typed classes of slack_sdk, which check them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.render.safe import link, safe, safe_line, safe_links
from bot.render.split import escaped, pieces, size
from bot.types import Source

if TYPE_CHECKING:
    from slack_sdk.models.blocks import PlainTextObject

# docs.slack.dev, reference of each block. Context elements are documented with 3,000 like every text object;
# 2,000 is what fields of a section get, and safe for both.
SECTION, HEADER, CONTEXT = 3000, 150, 2000
# An address this long names no paper, and would leave its title no room.
_LONGEST_LINK = 1000
# What mrkdwn would format in the label of a link, were it there: marks, and names of emoji.
_MARKS = re.compile(r"[*_~`|]|:[^\s:]+:")


@dataclass(frozen=True, slots=True)
class Button:
    """*action* is what comes back when it is clicked, with *value*; *style* is "", "primary" or "danger"."""

    action: str
    label: str
    value: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One block; *text* is what a reader sees of it, unescaped, and *size* what it takes of a message's room."""

    block: dict[str, Any]
    text: str
    size: int


def header(text: str) -> list[Part]:
    """A title; one too long for a header block becomes a section."""
    from slack_sdk.models.blocks import HeaderBlock

    text = safe_line(text)
    if not text or size(text) > HEADER:
        return section(text)
    return [Part(HeaderBlock(text=_plain(text)).to_dict(), text, size(text))]


def section(text: str) -> list[Part]:
    """A paragraph, in as many blocks as it takes."""
    from slack_sdk.models.blocks import SectionBlock

    return [
        Part(SectionBlock(text=_plain(piece)).to_dict(), piece, size(piece)) for piece in pieces(safe(text), SECTION)
    ]


def context(text: str) -> list[Part]:
    """Small print, in as many blocks as it takes."""
    from slack_sdk.models.blocks import ContextBlock

    return [
        Part(ContextBlock(elements=[_plain(piece)]).to_dict(), piece, size(piece))
        for piece in pieces(safe(text), CONTEXT)
    ]


def source(paper: Source, quotes: bool = False) -> list[Part]:
    """A source: its line with the stored address as the only link, its one-liner, and its quotes if wanted."""
    parts = list(_source_line(paper))
    parts += section(paper.line)
    for quote in paper.quotes if quotes else ():
        parts += context(f"“{safe(quote)}”")
    return parts


def actions(buttons: Sequence[Button]) -> Part:
    """A row of buttons, at most 25."""
    from slack_sdk.models.blocks import ActionsBlock, ButtonElement

    elements = [
        ButtonElement(action_id=b.action, text=_plain(b.label), value=b.value, style=b.style or None) for b in buttons
    ]
    return Part(ActionsBlock(elements=elements).to_dict(), "", sum(size(b.label) for b in buttons))


def _source_line(paper: Source) -> Iterator[Part]:
    """`[n] title · detail`, linked as far as the title can stand in a link and stay text."""
    number, title, detail = f"[{paper.n}]" if paper.n else "", safe_line(paper.title), safe_line(paper.detail)
    url = link(paper.url)
    label = f"{number} {title}".strip()
    if url is None or len(url) > _LONGEST_LINK:
        yield from context(" · ".join(part for part in (label, detail) if part))
        return
    rest = f"· {detail}" if detail else ""
    if not label or _MARKS.search(title) or size(url + label) > CONTEXT - 3:
        label, rest = number or "link", " · ".join(part for part in (title, detail) if part)
    first, *more = list(pieces(rest, CONTEXT)) or [""]
    yield _linked(url, label, first, [(safe_line(words), to) for words, to in safe_links(paper)])
    for piece in more:
        yield from context(piece)


def _linked(url: str, label: str, rest: str, further: Sequence[tuple[str, str]] = ()) -> Part:
    """The title as a link, the *rest* as text, and behind it the links to PDF and code."""
    from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

    links = [f"<{escaped(to)}|{escaped(words)}>" for words, to in ((label, url), *further) if len(to) <= _LONGEST_LINK]
    first, *others = (MarkdownTextObject(text=link, verbatim=True) for link in links)
    elements = [first, *([_plain(rest)] if rest else []), *others]
    told = f"{label} {rest}".strip()
    return Part(ContextBlock(elements=elements).to_dict(), told, sum(map(len, links)) + size(rest))


def _plain(text: str) -> PlainTextObject:
    """Text that stays text: no mark-up, no emoji names."""
    from slack_sdk.models.blocks import PlainTextObject

    return PlainTextObject(text=escaped(text), emoji=False)
