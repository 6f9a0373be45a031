"""No reply floods whoever asked: a long one shows its beginning, and says how much more there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.types import Reply, Section


def bounded(reply: Reply, most: int, how: str) -> Reply:
    """*reply* with at most *most* papers in all, and as many paragraphs, notes and parts; the rest is counted.

    *how* says how to see it. What is short enough comes back as it was.
    """
    short = shortened(reply, most, how)
    if not short.left_out:
        return short
    more = Section("", (f"{short.left_out:,} more. {how}",))
    return replace(short, sections=(*short.sections, more), left_out=0)


def shortened(reply: Reply, most: int, how: str) -> Reply:
    """The same, but that papers left out are only counted: `Reply.left_out`."""
    hidden = len(reply.sources[most:]) + sum(len(section.sources) for section in reply.sections[most:])
    sections: list[Section] = []
    for section, shown in zip(reply.sections[:most], _room(reply, most), strict=True):
        hidden += len(section.sources) - shown
        if shown or not section.sources:  # a heading with nothing left under it says nothing
            paragraphs = _lines(section.paragraphs, most, how)
            sections.append(replace(section, paragraphs=paragraphs, sources=section.sources[:shown]))
    return replace(
        reply,
        paragraphs=_lines(reply.paragraphs, most, how),
        sources=reply.sources[:most],
        sections=tuple(sections),
        notes=_lines(reply.notes, most, how),
        left_out=reply.left_out + hidden,
    )


def beyond(reply: Reply, most: int) -> Reply | None:
    """What `bounded` leaves out of *reply*, without its title and footer; None where it leaves out nothing."""
    sections: list[Section] = []
    for section, shown in zip(reply.sections[:most], _room(reply, most), strict=True):
        hidden = bool(section.sources) and not shown
        paragraphs = section.paragraphs if hidden else _after(section.paragraphs, most)
        if paragraphs or section.sources[shown:]:
            sections.append(Section(section.heading, paragraphs, section.sources[shown:]))
    left = Reply(
        paragraphs=_after(reply.paragraphs, most),
        sources=reply.sources[most:],
        sections=(*sections, *reply.sections[most:]),
        notes=_after(reply.notes, most),
    )
    return None if left == Reply() else replace(left, left_out=reply.left_out)


def _room(reply: Reply, most: int) -> list[int]:
    """How many papers of each of the first *most* parts are shown: what the list above them leaves room for."""
    left, shown = most - len(reply.sources[:most]), []
    for section in reply.sections[:most]:
        shown.append(min(len(section.sources), left))
        left -= shown[-1]
    return shown


def _lines(texts: Sequence[str], most: int, how: str) -> tuple[str, ...]:
    """At most *most* of *texts*, the last telling of the others where there are more."""
    hidden = len(texts) - most
    return tuple(texts) if hidden <= 0 else (*texts[: most - 1], f"{hidden + 1:,} more lines. {how}")


def _after(texts: Sequence[str], most: int) -> tuple[str, ...]:
    """What `_lines` leaves out."""
    return tuple(texts[most - 1 :]) if len(texts) > most else ()
