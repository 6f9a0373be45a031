"""A reply in parts for Slack: what belongs together stays together, and no part is longer than people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from bot.render.bounds import beyond, bounded
from bot.render.safe import notes_first, safe, unsaid
from bot.render.slack_blocks import Part, context, details, header, section
from bot.render.slack_rich import cited, preformatted, titled, typed
from bot.render.split import cut
from bot.types import Reply, Source

BLOCKS, ROOM = 50, 12_000
"""The most blocks of a message (documented), and the most characters, each block counting as `PER_BLOCK` more.

Slack does not document the second: people have measured about 13,300 characters in one block and some 125 fewer for
each further block before it answers `msg_blocks_too_long` (slackapi/bolt-js#2509).
"""
PER_BLOCK = 150
MOST, LISTED = 3, 20
"""The most messages of a reply, and the most papers it lists: a thread is for people to read."""
HOW = "A topic or a time makes the list shorter; in a terminal, --all shows everything."
REST = "There is more, which does not fit here. Ask for one part of it; in a terminal, --all shows everything."
MORE = "There is more, which does not fit here."

Packs = list[list[Part]]
"""What each of some messages holds."""
# What stands above a part that goes on.
_ABOVE = 200


def part_of(
    reply: Reply, number: int, quotes: bool, above: str, most: tuple[int, int], word: str
) -> tuple[Packs, bool]:
    """What the messages of part *number* of *reply* hold, and whether another part follows.

    Each is at most *most*, in blocks and in room; the last ends in *word* where a text is cut. *above* is small print
    on top.
    """
    found = list(islice(_parts(reply, quotes, above, most, word), number, number + 2))
    return found[0] if found else [section("There is nothing to show.")], len(found) > 1


def _parts(reply: Reply, quotes: bool, above: str, most: tuple[int, int], word: str) -> Iterator[Packs]:
    """The parts of *reply*, each at most `MOST` messages and `LISTED` papers or lines."""
    going_on = context(cut(f"{above or reply.title}, continued", _ABOVE) if above or reply.title else "Continued")
    top, more = context(above), context(word)
    size = most[1] - room(more) - PER_BLOCK - _ABOVE
    left: Reply | None = reply
    while left:
        told = packs(chain([top], groups(bounded(left, LISTED, HOW), quotes)), most[0] - 2, size)
        found = list(islice(told, MOST))
        while found:
            after = list(islice(told, MOST))
            yield [*found[:-1], found[-1] + more] if after else found
            found = [going_on + after[0], *after[1:]] if after else []
        top, left = going_on, beyond(left, LISTED)


def told(reply: Reply) -> list[Part]:
    """What *reply* says above its sources: how the question was read, and its paragraphs."""
    above = groups(replace(reply, notes=(), footer="", sections=()))
    return [part for group in islice(above, 2 + len(reply.paragraphs)) for part in group]


def groups(reply: Reply, quotes: bool = False) -> Iterator[list[Part]]:
    """What belongs together in *reply*, in the order of reading: a paragraph, a source with its quotes, a note."""
    notes = [context(note) for note in reply.notes]
    everywhere = [*reply.sources, *(paper for part in reply.sections for paper in part.sources)]
    numbered = {paper.n: paper for paper in everywhere if paper.n}
    yield context(reply.taken)
    yield list(titled(Source(reply.title, reply.url, ""))) if reply.url else header(reply.title)
    yield from (cited(paragraph, numbered) for paragraph in reply.paragraphs)
    yield from ([preformatted(text)] for text in reply.copied)
    yield typed(reply.typed)
    if notes_first(reply):
        yield from notes
    yield from (_source(paper, reply, quotes) for paper in reply.sources)
    for part in reply.sections:
        chart = [[preformatted(safe("\n".join(part.paragraphs)))]] if part.lined and part.paragraphs else []
        inside = chart or [cited(p, numbered) for p in part.paragraphs]
        inside = inside + [_source(s, reply, quotes) for s in part.sources]
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


def _fits(parts: Sequence[Part], blocks: int, most: int) -> bool:
    return len(parts) <= blocks and room(parts) <= most
