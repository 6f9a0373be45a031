"""Which papers a reaction on a weekly message is about: those the message links."""

from __future__ import annotations

import json

from bot.library import Library
from bot.render.safe import link
from bot.weekly.posting.ledger import Ledger


def papers_at(library: Library, channel: str, ref: str) -> tuple[str, ...]:
    """Ids of the papers in our weekly message *ref* (Slack's ts) of *channel*; none if it is no such message.

    A thumb on a part of the thread is one for its theme: each of its papers gets the vote.
    """
    part = Ledger(library.database).sent_as("slack", channel, ref)
    if part is None:
        return ()
    papers = library.archive.list(part.week.window)
    return tuple(paper.id for paper in papers if (url := link(paper.url)) and _leads_to(part.body, url))


def _leads_to(body: str, url: str) -> bool:
    """Whether a message links *url*: as rich text, or in mark-up as posts of former versions did."""
    return f'"url": {json.dumps(url)}' in body or f"<{url.replace('&', '&amp;')}|" in body
