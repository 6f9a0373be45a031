"""Replies for a terminal: text as text, at any width, and of any length that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.bounds import bounded
from bot.render.cures import in_terminal, reply_in
from bot.render.safe import notes_first, safe
from bot.types import Reply, Section, Source

if TYPE_CHECKING:
    from rich.text import Text

MOST = 50
"""The most papers or lines of a list, unless all are asked for."""
_HOW = "See everything with --all."


def in_short(reply: Reply, most: int = MOST) -> Reply:
    """*reply* with at most *most* papers, and as many lines of any other list."""
    return bounded(reply, most, _HOW)


def whole(reply: Reply) -> Text:
    """*reply* for a terminal of any width; colours are the console's to drop."""
    from rich.text import Text

    out, reply = Text(), reply_in(reply, in_terminal)
    if reply.title:
        out.append(safe(reply.title) + "\n\n", style="bold")
    for paragraph in reply.paragraphs:
        out.append(safe(paragraph) + "\n")
    if reply.paragraphs and reply.sources:
        out.append("\n")
    return out.append_text(tail(reply))


def after_claims(reply: Reply) -> Text:
    """What is printed below claims that were shown as they came: a blank line, then the tail."""
    from rich.text import Text

    return Text("\n").append_text(tail(reply))


def tail(reply: Reply) -> Text:
    """Everything under the paragraphs: sources, sections, notes and the footer."""
    from rich.text import Text

    out = Text()
    if notes_first(reply):
        _append_notes(out, reply)
    for source in reply.sources:
        _append_source(out, source)
    for section in reply.sections:
        _append_section(out, section)
    if not notes_first(reply):
        _append_notes(out, reply)
    if reply.footer:
        out.append(safe(reply.footer) + "\n", style="dim")
    return out


def _append_notes(out: Text, reply: Reply) -> None:
    for note in reply.notes:
        out.append(safe(note) + "\n", style="yellow")


def _append_section(out: Text, section: Section) -> None:
    out.append("\n")
    if section.heading:
        out.append(f"{safe(section.heading)}\n", style="bold")
    for paragraph in section.paragraphs:
        out.append(safe(paragraph) + "\n")
    for source in section.sources:
        _append_source(out, source)


def _append_source(out: Text, source: Source) -> None:
    out.append(f"[{source.n}] " if source.n else "• ", style="bold")
    out.append(safe(source.title), style="bold")
    out.append(f" · {safe(source.detail)}\n", style="dim")
    if source.url:
        out.append(f"    {source.url}\n", style="blue")
    if source.links:
        out.append("    " + " · ".join(f"{safe(words)} {url}" for words, url in source.links) + "\n", style="blue")
    if source.line:
        out.append(f"    {safe(source.line)}\n")
    for quote in source.quotes:
        out.append(f"    “{safe(quote)}”\n", style="italic")
