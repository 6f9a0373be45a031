"""Slack's blocks, each within its limits: made with the typed classes of slack_sdk, which check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.render.safe import safe, safe_line, safe_links
from bot.render.split import cut, escaped, pieces, size
from bot.types import Source

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ButtonElement, PlainTextObject

# docs.slack.dev, reference of each block. Context elements are documented with 3,000 like every text object;
# 2,000 is what fields of a section get, and safe for both.
SECTION, HEADER, CONTEXT, LABEL = 3000, 150, 2000, 75
LINE = 200
"""How much of a text stands beside a button."""
ROW = 5
"""How many buttons stand in a row before they are a menu."""
# An address this long names no paper, and would leave its title no room.
LONGEST_LINK = 1000


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


def beside(text: str, button: Button) -> Part:
    """A line with one *button* at its end; what does not fit is cut."""
    from slack_sdk.models.blocks import SectionBlock

    line = cut(safe_line(text), LINE)
    block = SectionBlock(text=_plain(line), accessory=_pressed(button))
    return Part(block.to_dict(), line, size(line) + size(button.label))


def context(text: str) -> list[Part]:
    """Small print, in as many blocks as it takes."""
    from slack_sdk.models.blocks import ContextBlock

    return [
        Part(ContextBlock(elements=[_plain(piece)]).to_dict(), piece, size(piece))
        for piece in pieces(safe(text), CONTEXT)
    ]


def choices(buttons: Sequence[Button]) -> Part:
    """What to choose from: a row of buttons, or a menu where there are more than `ROW` of them, at most 100."""
    from slack_sdk.models.blocks import ActionsBlock, Option, StaticSelectElement

    if len(buttons) <= ROW:
        return actions(buttons)
    options = [Option(text=_plain(cut(safe_line(b.label), LABEL)), value=b.value) for b in buttons[:100]]
    menu = StaticSelectElement(action_id="offers", placeholder=_plain("Choose one"), options=options)
    return Part(ActionsBlock(elements=[menu]).to_dict(), "", sum(size(b.label) for b in buttons))


def actions(buttons: Sequence[Button]) -> Part:
    """A row of buttons, at most 25."""
    from slack_sdk.models.blocks import ActionsBlock

    elements = [_pressed(button) for button in buttons]
    return Part(ActionsBlock(elements=elements).to_dict(), "", sum(size(b.label) for b in buttons))


def _pressed(button: Button) -> ButtonElement:
    from slack_sdk.models.blocks import ButtonElement

    label = _plain(cut(safe_line(button.label), LABEL))
    return ButtonElement(action_id=button.action, text=label, value=button.value, style=button.style or None)


def details(paper: Source) -> list[Part]:
    """Who, when and counts as small print, with the links to PDF and code behind them."""
    links = [(safe_line(words), to) for words, to in safe_links(paper) if len(to) <= LONGEST_LINK]
    first, *more = list(pieces(safe_line(paper.detail), CONTEXT)) or [""]
    if not first and not links:
        return []
    return [_small(first, links), *(part for piece in more for part in context(piece))]


def _small(text: str, links: Sequence[tuple[str, str]]) -> Part:
    from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

    made = [f"<{escaped(to)}|{escaped(words)}>" for words, to in links]
    elements = [*([_plain(text)] if text else []), *(MarkdownTextObject(text=each, verbatim=True) for each in made)]
    return Part(ContextBlock(elements=elements).to_dict(), text, sum(map(len, made)) + size(text))


def _plain(text: str) -> PlainTextObject:
    """Text that stays text: no mark-up, no emoji names."""
    from slack_sdk.models.blocks import PlainTextObject

    return PlainTextObject(text=escaped(text), emoji=False)
