"""Slack's rich text: bold titles that are links, numbers that lead to their papers, code. Nothing in it is mark-up.

Every span says what it is, so a title shows its own characters whatever they are; they are not escaped either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.render.safe import link, safe, safe_line
from bot.render.slack_blocks import LONGEST_LINK, SECTION, Part, section
from bot.render.split import pieces, size
from bot.types import Source

if TYPE_CHECKING:
    from slack_sdk.models.blocks import RichTextElement

_NUMBER = re.compile(r"\[(\d{1,3})\]")
_TITLE = 2000


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style; with a *url*, which must be safe, they are a link."""

    text: str
    url: str = ""
    bold: bool = False
    code: bool = False


def rich(spans: Sequence[Span]) -> Part:
    """One paragraph of *spans*."""
    from slack_sdk.models.blocks import RichTextBlock, RichTextSectionElement

    made = RichTextBlock(elements=[RichTextSectionElement(elements=[_element(span) for span in spans])])
    told = "".join(span.text for span in spans)
    return Part(made.to_dict(), told, size(told) + sum(len(span.url) for span in spans))


def preformatted(text: str) -> Part:
    """*text* as a block of code, to be copied."""
    from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextPreformattedElement

    words = RichTextElementParts.Text(text=text)
    return Part(RichTextBlock(elements=[RichTextPreformattedElement(elements=[words])]).to_dict(), text, size(text))


def titled(paper: Source) -> Iterator[Part]:
    """`[n] Title` in bold, linked if there is an address for it; its line below it."""
    url = link(paper.url) or ""
    url = url if len(url) <= LONGEST_LINK else ""
    first, *more = list(pieces(safe_line(paper.title), _TITLE)) or ["untitled" if url else ""]
    number, line = f"[{paper.n}] " if paper.n else "", safe(paper.line)
    spans = [Span(number, bold=True), Span(first, url, bold=True)]
    below = [Span(f"\n{line}")] if line and not more and size(line) <= SECTION - _TITLE else []
    if number or first:
        yield rich([span for span in (*spans, *below) if span.text])
    yield from (rich([Span(piece, bold=True)]) for piece in more)
    if line and not (below and (number or first)):
        yield from section(line)


def cited(text: str, sources: Mapping[int, Source]) -> list[Part]:
    """A paragraph whose numbers lead to their papers; without such numbers a plain one."""
    urls = {n: url for n, paper in sources.items() if (url := link(paper.url)) and len(url) <= LONGEST_LINK}
    text = safe(text)
    if not any(int(found[1]) in urls for found in _NUMBER.finditer(text)):
        return section(text)
    return [rich(list(_linked(piece, urls))) for piece in pieces(text, SECTION)]


def typed(rows: Sequence[tuple[str, str]]) -> list[Part]:
    """What can be typed, as code, a line each, with what it does."""
    spans = [
        span for written, told in rows for span in (Span(safe_line(written), code=True), Span(f" {safe_line(told)}\n"))
    ]
    return [rich([*spans[:-1], Span(spans[-1].text.rstrip())])] if spans else []


def _linked(text: str, urls: Mapping[int, str]) -> Iterator[Span]:
    end = 0
    for found in _NUMBER.finditer(text):
        if url := urls.get(int(found[1])):
            if text[end : found.start()]:
                yield Span(text[end : found.start()])
            yield Span(found[0], url)
            end = found.end()
    if text[end:]:
        yield Span(text[end:])


def _element(span: Span) -> RichTextElement:
    from slack_sdk.models.blocks import RichTextElementParts as Parts

    style = Parts.TextStyle(bold=span.bold or None, code=span.code or None) if span.bold or span.code else None
    if span.url:
        return Parts.Link(url=span.url, text=span.text, style=style)
    return Parts.Text(text=span.text, style=style)
