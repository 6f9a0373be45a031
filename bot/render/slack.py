"""Replies as Slack messages: everything is text but the buttons and the link of a source; split, and never too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from bot.render.bounds import bounded
from bot.render.safe import notes_first, safe, unsaid
from bot.render.slack_blocks import Button, Part, actions, choices, context, details, header, section
from bot.render.slack_rich import cited, titled, typed
from bot.render.split import cut, escaped
from bot.types import Reply, Source

BLOCKS, ROOM = 50, 12_000
"""The most blocks of a message (documented), and the most characters, each block counting as `PER_BLOCK` more.

Slack does not document the second: people have measured about 13,300 characters in one block and some 125 fewer for
each further block before it answers `msg_blocks_too_long` (slackapi/bolt-js#2509).
"""
PER_BLOCK = 150
MOST, LISTED = 3, 20
"""The most messages of a reply, and the most papers it lists: a thread is for people to read."""
_HOW = "A topic or a time makes the list shorter; in a terminal, --all shows everything."
_REST = "There is more, which does not fit here. Ask for one part of it; in a terminal, --all shows everything."
_FALLBACK = 3000
# Room for "(12/345)" under each message.
_COUNTER = PER_BLOCK + 20


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message. *text* is what notifications and screen readers get: escaped, at most 3,000 characters."""

    text: str
    blocks: tuple[dict[str, Any], ...]


def messages(
    reply: Reply,
    buttons: Sequence[Button] = (),
    quotes: bool = False,
    above: str = "",
    offered: Sequence[Button] = (),
) -> list[Message]:
    """*reply* in as many messages as Slack's limits ask for, at most `MOST`, numbered if they are several; under the
    last what is *offered* next, and below that *buttons*.

    Cut at paragraph ends where that is possible; the last says so if something is missing. *quotes* shows each
    source's quotes under it; *above* stands on top: what was asked, or who shares it.
    """
    row = [*([choices(offered)] if offered else []), *([actions(buttons)] if buttons else [])]
    told = chain([context(above)], groups(in_short(reply), quotes))
    packed = _packed(told, BLOCKS - 1 - len(row), ROOM - _COUNTER - room(row))
    made = []
    for number, parts in enumerate(packed, start=1):
        counter = context(f"({number}/{len(packed)})") if len(packed) > 1 else []
        made.append(_message([*parts, *counter, *(row if number == len(packed) else [])]))
    return made


def in_short(reply: Reply) -> Reply:
    """*reply* with no more papers and lines than people read in Slack."""
    return bounded(reply, LISTED, _HOW)


def line(text: str) -> Message:
    """A short plain note, for instance "Looking…"; what does not fit is cut."""
    return _message(section(cut(safe(text), _FALLBACK)))


def groups(reply: Reply, quotes: bool = False) -> Iterator[list[Part]]:
    """What belongs together in *reply*, in the order of reading: a paragraph, a source with its quotes, a note."""
    notes = [context(note) for note in reply.notes]
    everywhere = [*reply.sources, *(paper for part in reply.sections for paper in part.sources)]
    numbered = {paper.n: paper for paper in everywhere if paper.n}
    yield list(titled(Source(reply.title, reply.url, ""))) if reply.url else header(reply.title)
    yield from (cited(paragraph, numbered) for paragraph in reply.paragraphs)
    yield typed(reply.typed)
    if notes_first(reply):
        yield from notes
    yield from (_source(paper, reply, quotes) for paper in reply.sources)
    for part in reply.sections:
        inside = [cited(p, numbered) for p in part.paragraphs] + [_source(s, reply, quotes) for s in part.sources]
        # A heading stays with what it heads.
        yield header(part.heading) + (inside[0] if inside else [])
        yield from inside[1:]
    if not notes_first(reply):
        yield from notes
    yield context(reply.footer)


def _source(paper: Source, reply: Reply, quotes: bool) -> list[Part]:
    """A source: its title and line, who and when, and its quotes if wanted, but for those that *reply* says already."""
    said = unsaid(paper, reply) if quotes else ()
    return [*titled(paper), *details(paper), *(part for quote in said for part in context(f"“{safe(quote)}”"))]


def room(parts: Sequence[Part]) -> int:
    """What *parts* take of a message's room."""
    return sum(part.size + PER_BLOCK for part in parts)


def packs(groups: Iterator[list[Part]], blocks: int, most: int) -> Iterator[list[Part]]:
    """The parts of *groups* in packs of at most *blocks* blocks and *most* room; only a group that fits no pack whole
    is split.
    """
    pack: list[Part] = []
    for group in groups:
        whole = _fits(group, blocks, most)
        for unit in [group] if whole else [[part] for part in group]:
            if pack and not _fits(pack + unit, blocks, most):
                yield pack
                pack = []
            pack = pack + unit
    if pack:
        yield pack


def _packed(found: Iterator[list[Part]], blocks: int, most: int) -> list[list[Part]]:
    """What `MOST` messages can hold of *found*; the last ends in saying so if that is not all."""
    packed = list(islice(packs(found, blocks, most), MOST + 1)) or [section("There is nothing to show.")]
    if len(packed) > MOST:
        *whole, last = packed[:MOST]
        rest = context(_REST)
        while last and not _fits(last + rest, blocks, most):
            last = last[:-1]
        packed = [*whole, last + rest]
    return packed


def _fits(parts: Sequence[Part], blocks: int, most: int) -> bool:
    return len(parts) <= blocks and room(parts) <= most


def _message(parts: Sequence[Part]) -> Message:
    text = cut("\n".join(part.text for part in parts if part.text), _FALLBACK)
    return Message(escaped(text), tuple(part.block for part in parts))
