"""What was shared, as a reply and as JSON: who posted it, where and when, and how much was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.library import Library
from bot.render.papers import source_of
from bot.render.typeset import typeset
from bot.shared import Found, Told, asked_for, listed
from bot.talk import Share
from bot.tldr import known_lines, own_line
from bot.types import Reply, Source
from retrieval.window import describe, written

MOST = 10
"""Papers in one reply."""
_SHARES = 3  # of one paper that are told one by one
OFF = "What is shared in Slack's channels is not kept here."
HOW = "Whoever runs the bot can have it kept: BROADSHEET_SHARED=yes."
NOBODY, NOWHERE = "a member", "a channel"


def shared(library: Library, text: str, user: str, place: str = "") -> Reply:
    """What was shared of *text*, told to *user* in the channel *place*; without a channel, of the open ones."""
    if not library.settings.shared:
        return Reply(paragraphs=(OFF,), notes=(HOW,))
    return found_reply(library, listed(library, text, place, user), place)


def told_of_shared(library: Library, question: str) -> Reply | None:
    """The answer to a *question* about what was shared, where there is no channel; None for any other."""
    found = asked_for(library, question, "")
    return found_reply(library, found, "") if found else None


def found_reply(library: Library, found: Found, place: str) -> Reply:
    """*found* as a list of papers, each with who shared it; said to the channel *place*."""
    if not found.told:
        return Reply(paragraphs=(_none(library, found),), notes=(_told_where(place),))
    shown, zone = found.told[:MOST], library.settings.timezone
    papers = [each.paper for each in shown if each.paper]
    lines = known_lines(library.database, papers)
    sources = tuple(_source(each, n, lines, zone) for n, each in enumerate(shown, start=1))
    more = len(found.told) - len(shown)
    notes = (f"{more:,} more. Name a topic, a person or a shorter time to see fewer.",) if more else ()
    return Reply(
        _title(library, found),
        _sentences(shown, zone) if found.asked == "who" else (),
        sources,
        (*notes, _told_where(place)),
    )


def _title(library: Library, found: Found) -> str:
    if found.asked == "who":
        return f"Who shared {found.words}" if found.words else "Who shared what"
    count = len(found.told)
    kind = "talked about most" if found.asked == "talked" else "shared"
    return f"{count:,} paper{'' if count == 1 else 's'} {kind}{_scope(library, found)}"


def _scope(library: Library, found: Found) -> str:
    by = f" by {typeset(found.by)}" if found.by else ""
    about = f" about {typeset(found.words)}" if found.words else ""
    # Without the word for how papers are dated.
    days = describe(found.window, library.settings.clock().date()).partition(" ")[2] if found.window else ""
    when = f", {days}" if days else ""
    return f"{by}{about}{when}"


def _none(library: Library, found: Found) -> str:
    what = f"{typeset(found.words)} was" if found.asked == "who" and found.words else "No paper was"
    verb = "not shared" if found.asked == "who" and found.words else "shared"
    scope = replace(found, words="") if found.asked == "who" else found
    return f"{what} {verb}{_scope(library, scope)}."


def _told_where(place: str) -> str:
    return "" if place else "This tells of open channels; what was shared in a private one is told only there."


def _sentences(shown: Sequence[Told], zone: ZoneInfo) -> tuple[str, ...]:
    """Of one paper a sentence for each time; of several they stand under the papers."""
    if len(shown) != 1:
        return ()
    first = shown[0].shares[-1]
    told = f"{first.who or NOBODY} posted it{_where(first)} on {written(first.at.astimezone(zone).date())}"
    again = len(shown[0].shares) - 1
    times = f", and it was posted {again} time{'' if again == 1 else 's'} more" if again else ""
    return (f"{told}{times}.",)


def _source(each: Told, n: int, lines: dict[str, str], zone: ZoneInfo) -> Source:
    extra = told_of(each, zone)
    if each.paper is None:
        return Source(f"arXiv {each.name}", f"https://arxiv.org/abs/{each.name}", f"{extra} · not here yet", n)
    line = lines.get(each.paper.id) or own_line(each.paper)[0]
    source = source_of(each.paper, n, line=line, extra=extra)
    url = each.shares[0].url
    return replace(source, links=(*source.links, ("message", url))) if url else source


def told_of(each: Told, zone: ZoneInfo) -> str:
    """ "shared by Ada in #papers on 3 Nov 2026 · 4 replies, 2 reactions"; the newest times if there were several."""
    some = each.shares[:_SHARES]
    times = [f"by {s.who or NOBODY}{_where(s)} on {written(s.at.astimezone(zone).date())}" for s in some]
    rest = len(each.shares) - len(some)
    told = "shared " + "; ".join((*times, *((f"{rest} times before",) if rest else ())))
    return " · ".join(part for part in (told, _talk(each)) if part)


def _where(share: Share) -> str:
    return f" in #{share.where}" if share.where else f" in {NOWHERE}"


def _talk(each: Told) -> str:
    replies, reactions = sum(s.replies for s in each.threads), sum(s.reactions for s in each.threads)
    told = f"{replies:,} repl{'y' if replies == 1 else 'ies'}" if replies else ""
    liked = f"{reactions:,} reaction{'' if reactions == 1 else 's'}" if reactions else ""
    return ", ".join(filter(None, (told, liked)))


def found_document(found: Found) -> list[dict[str, Any]]:
    """The same as JSON: a paper each, with its shares, newest first."""
    return [
        {
            "arxiv_id": each.name,
            "title": each.paper.title if each.paper else None,
            "shares": [
                {
                    "who": share.who or share.user,
                    "where": share.where or share.channel,
                    "at": share.at.isoformat(timespec="seconds"),
                    "replies": share.replies,
                    "reactions": share.reactions,
                    "url": share.url or None,
                }
                for share in each.shares
            ],
        }
        for each in found.told
    ]
