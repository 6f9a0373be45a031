"""No reply floods whoever asked: a long one shows its beginning, and says how much more there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.types import Reply, Section


def bounded(reply: Reply, most: int, how: str) -> Reply:
    """*reply* with at most *most* papers in all, and as many paragraphs, notes and parts; the rest is counted.

    *how* says how to see it. What is short enough comes back as it was.
    """
    left = most - len(reply.sources[:most])
    hidden = len(reply.sources[most:]) + sum(len(section.sources) for section in reply.sections[most:])
    sections: list[Section] = []
    for section in reply.sections[:most]:
        shown = section.sources[: max(left, 0)]
        hidden += len(section.sources) - len(shown)
        left -= len(shown)
        if shown or not section.sources:  # a heading with nothing left under it says nothing
            sections.append(replace(section, paragraphs=_lines(section.paragraphs, most, how), sources=shown))
    if hidden:
        sections.append(Section("", (f"{hidden:,} more. {how}",)))
    return replace(
        reply,
        paragraphs=_lines(reply.paragraphs, most, how),
        sources=reply.sources[:most],
        sections=tuple(sections),
        notes=_lines(reply.notes, most, how),
    )


def _lines(texts: Sequence[str], most: int, how: str) -> tuple[str, ...]:
    """At most *most* of *texts*, the last telling of the others where there are more."""
    hidden = len(texts) - most
    return tuple(texts) if hidden <= 0 else (*texts[: most - 1], f"{hidden + 1:,} more lines. {how}")
