"""Replies as Slack messages: everything is text but the buttons and the link of a source; split, and never too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.render.bounds import shortened
from bot.render.safe import safe
from bot.render.slack_blocks import LABEL, Button, Part, actions, choices, context, section
from bot.render.slack_chart import chart
from bot.render.slack_parts import BLOCKS, HOW, MORE, PER_BLOCK, REST, ROOM, part_of, room
from bot.render.slack_table import table
from bot.render.split import cut, escaped
from bot.types import Reply

KEPT = 1_000
"""The most papers of a reply that are kept for whoever wants to see the rest of it."""
_FALLBACK = 3000
_TABLE = "Side by side; each cell is a quote."
_LONGEST = 30_000  # Slack cuts a text itself at 40,000
# Room for "(12/345)" under each message, and for seven buttons: always, whichever there are, so that a part begins
# where the one before it ended.
_COUNTER, _ROW = PER_BLOCK + 20, PER_BLOCK + 7 * LABEL


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message. *text* is what notifications and screen readers get: escaped, at most 3,000 characters.

    *whole* is all that its blocks say, as plain text and not escaped. *older* are its blocks for a workspace that draws
    neither tables nor charts, where these are not the same.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]
    whole: str = ""
    older: tuple[dict[str, Any], ...] = ()


def messages(
    reply: Reply,
    buttons: Sequence[Button] = (),
    quotes: bool = False,
    above: str = "",
    offered: Sequence[Button] = (),
    rest: Button | None = None,
    part: int = 0,
) -> list[Message]:
    """*reply* in as many messages as Slack's limits ask for, at most `MOST`, numbered if they are several; under the
    last what is *offered* next, and below that *buttons*.

    Cut at paragraph ends where that is possible; the last says so if something is missing, and has *rest* as its first
    button if there is one. *part* 1 goes on where 0 ended, and so on. *quotes* shows each source's quotes under it;
    *above* stands on top: what was asked, or who shares it.
    """
    offers = [choices(offered)] if offered else []
    picture = (table(reply) or chart(reply)) if part == 0 else None
    drawn = [picture] if picture else []
    older = messages(_undrawn(reply), buttons, quotes, above, offered, rest) if drawn else []
    if drawn:
        headings = () if reply.table else ("\n".join(section.heading for section in reply.sections),)
        reply = replace(reply, sections=(), paragraphs=(*reply.paragraphs, *headings) or (_TABLE,))
    most = (BLOCKS - 2 - len(offers) - len(drawn), ROOM - _COUNTER - _ROW - room([*offers, *drawn]))
    packed, more = part_of(reply, part, quotes, above, most, MORE if rest else REST)
    last = [*([rest] if rest and more else []), *buttons]
    row = [*offers, *([actions(last)] if last else [])]
    made = []
    for number, parts in enumerate(packed, start=1):
        counter = context(f"({number}/{len(packed)})") if len(packed) > 1 else []
        body = [*parts, *drawn] if number == 1 else parts
        made.append(_message([*body, *counter, *(row if number == len(packed) else [])]))
    return [replace(made[0], older=older[0].blocks)] if len(made) == len(older) == 1 else made


def _undrawn(reply: Reply) -> Reply:
    return replace(reply, table=(), chart=None)


def kept(reply: Reply) -> Reply:
    """*reply* with no more papers and lines than are kept of it."""
    return shortened(reply, KEPT, HOW)


def line(text: str) -> Message:
    """A short plain note, for instance "Looking…"; what does not fit is cut."""
    return _message(section(cut(safe(text), _FALLBACK)))


def _message(parts: Sequence[Part]) -> Message:
    whole = "\n".join(part.text for part in parts if part.text)
    return Message(escaped(cut(whole, _FALLBACK)), tuple(part.block for part in parts), whole)


def simpler(message: Message) -> Iterator[Message]:
    """*message* for a workspace that refuses some of its blocks: with nothing drawn, in plain paragraphs with its
    buttons, then as text.
    """
    if message.older:
        yield replace(message, blocks=message.older, older=())
    told = [part.block for part in section(message.whole or message.text)]
    message = replace(message, older=())
    yield replace(message, blocks=(*told, *(block for block in message.blocks if block["type"] == "actions")))
    yield replace(message, text=escaped(cut(message.whole, _LONGEST)) or message.text, blocks=())
