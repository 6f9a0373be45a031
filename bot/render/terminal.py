"""Replies for a terminal: text as text, at any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.types import Reply, Source
from retrieval.clean import clean_text, inert

if TYPE_CHECKING:
    from rich.text import Text


def whole(reply: Reply) -> Text:
    """*reply* for a terminal of any width; colours are the console's to drop."""
    from rich.text import Text

    out = Text()
    if reply.title:
        out.append(_safe(reply.title) + "\n\n", style="bold")
    for paragraph in reply.paragraphs:
        out.append(_safe(paragraph) + "\n")
    if reply.paragraphs and reply.sources:
        out.append("\n")
    # A refusal's last note introduces its nearest papers, so notes come first there and last elsewhere.
    return out.append_text(tail(reply))


def after_claims(reply: Reply) -> Text:
    """What is printed below claims that were shown as they came: a blank line, then the tail."""
    from rich.text import Text

    return Text("\n").append_text(tail(reply))


def tail(reply: Reply) -> Text:
    """Everything under the paragraphs: sources, notes and the footer."""
    from rich.text import Text

    out = Text()
    refused = not any(source.n for source in reply.sources)
    if refused:
        _append_notes(out, reply)
    for source in reply.sources:
        _append_source(out, source)
    if not refused:
        _append_notes(out, reply)
    if reply.footer:
        out.append(_safe(reply.footer) + "\n", style="dim")
    return out


def _append_notes(out: Text, reply: Reply) -> None:
    for note in reply.notes:
        out.append(_safe(note) + "\n", style="yellow")


def _append_source(out: Text, source: Source) -> None:
    out.append(f"[{source.n}] " if source.n else "• ", style="bold")
    out.append(_safe(source.title), style="bold")
    out.append(f" · {_safe(source.detail)}\n", style="dim")
    if source.url:
        out.append(f"    {source.url}\n", style="blue")
    if source.line:
        out.append(f"    {_safe(source.line)}\n")
    for quote in source.quotes:
        out.append(f"    “{_safe(quote)}”\n", style="italic")


def _safe(text: str) -> str:
    return inert(clean_text(text))
