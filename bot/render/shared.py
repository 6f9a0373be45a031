"""A paper that was shared, as every surface lists it: beside what a listing says, who posted it, where and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from bot.render.papers import source_of
from bot.talk import Share
from bot.talk.papers import Told
from bot.types import Source
from retrieval.types import Paper
from retrieval.window import written

_SHARES = 3  # of one paper that are told one by one
_BEFORE = {1: "once before", 2: "twice before"}
_NOBODY = "a member"


def shared_source(each: Told, paper: Paper | None, zone: tzinfo, n: int | None = None, line: str = "") -> Source:
    """*each*, which is *paper*, with its number *n* and its *line*; one that is not in the archive by its id."""
    extra = told_of(each, zone)
    url = each.shares[0].url
    message = (("message", url),) if url else ()
    if paper is None:
        detail = f"{extra} · not here yet"
        return Source(f"arXiv {each.name}", f"https://arxiv.org/abs/{each.name}", detail, n, links=message)
    source = source_of(paper, n, line=line, extra=extra)
    return replace(source, links=(*source.links, *message))


def told_of(each: Told, zone: tzinfo) -> str:
    """ "shared by Ada in #papers on 3 Nov 2026 · 4 replies, 2 reactions"; the newest times if there were several."""
    some = each.shares[:_SHARES]
    rest = len(each.shares) - len(some)
    times = [f"by {once(share, zone)}" for share in some]
    told = "shared " + "; ".join((*times, *((_BEFORE.get(rest, f"{rest} times before"),) if rest else ())))
    return " · ".join(part for part in (told, _talk(each)) if part)


def once(share: Share, zone: tzinfo) -> str:
    """ "Ada in #papers on 3 Nov 2026"."""
    where = f"#{share.where}" if share.where else "a channel"
    return f"{share.who or _NOBODY} in {where} on {written(share.at.astimezone(zone).date())}"


def _talk(each: Told) -> str:
    replies, reactions = sum(s.replies for s in each.threads), sum(s.reactions for s in each.threads)
    told = f"{replies:,} repl{'y' if replies == 1 else 'ies'}" if replies else ""
    liked = f"{reactions:,} reaction{'' if reactions == 1 else 's'}" if reactions else ""
    return ", ".join(filter(None, (told, liked)))
