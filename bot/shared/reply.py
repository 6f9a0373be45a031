"""What was shared, as a reply and as JSON: who posted it, where and when, and how much was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.library import Library
from bot.render.shared import once, shared_source
from bot.render.typeset import typeset
from bot.shared import Found, asked_for, listed
from bot.talk import shares
from bot.talk.papers import Told, by_paper, papers_of
from bot.tldr import known_lines
from bot.types import Reply, Source
from retrieval.window import describe

MOST = 10
"""Papers in one reply."""
RECENT, _LATELY = 30, 3  # days, and papers of them that are told without being asked for
OFF = "What is shared in Slack's channels is not kept here."
HOW = "Whoever runs the bot can have it kept: BROADSHEET_SHARED=yes."


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
        return Reply(paragraphs=(_none(library, found),), notes=_told_where(place))
    shown, zone = found.told[:MOST], library.settings.timezone
    more = len(found.told) - len(shown)
    notes = (f"{more:,} more. Name a topic, a person or a shorter time to see fewer.",) if more else ()
    return Reply(
        _title(library, found),
        _sentences(shown, zone) if found.asked == "who" else (),
        _sources(library, shown),
        (*notes, *_told_where(place)),
    )


def lately(library: Library) -> tuple[Source, ...]:
    """The last few papers that were shared in open channels, of `RECENT` days; what private ones hold is not told."""
    if not library.settings.shared:
        return ()
    since = library.settings.clock() - timedelta(days=RECENT)
    told = by_paper(library.database, shares(library.database, "", since))[:_LATELY]
    return _sources(library, told, numbered=False)


def _sources(library: Library, shown: Sequence[Told], numbered: bool = True) -> tuple[Source, ...]:
    """Each of *shown* with its line and who shared it."""
    papers, zone = papers_of(library.archive, shown), library.settings.timezone
    known = known_lines(library.database, list(papers.values()))
    lines = {n: known.get(paper.id, "") for n, paper in papers.items()}
    return tuple(
        shared_source(
            each, papers.get(each.number or 0), zone, n if numbered else None, lines.get(each.number or 0, "")
        )
        for n, each in enumerate(shown, start=1)
    )


def _title(library: Library, found: Found) -> str:
    if found.asked == "who":
        return f"Who shared {found.words}" if found.words else "Who shared what"
    count = len(found.told)
    order = ", most talked about first" if found.asked == "talked" and count > 1 else ""
    return f"{count:,} paper{'' if count == 1 else 's'} shared{_scope(library, found)}{order}"


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


def _told_where(place: str) -> tuple[str, ...]:
    told = "This tells of open channels; what was shared in a private one is told only there."
    return () if place else (told,)


def _sentences(shown: Sequence[Told], zone: ZoneInfo) -> tuple[str, ...]:
    """Of one paper who brought it first; of several it stands under each."""
    if len(shown) != 1:
        return ()
    again = len(shown[0].shares) - 1
    times = f", and {again} time{'' if again == 1 else 's'} since" if again else ""
    return (f"{'First posted' if again else 'Posted'} by {once(shown[0].shares[-1], zone)}{times}.",)


def found_document(library: Library, found: Found) -> list[dict[str, Any]]:
    """The same as JSON: a paper each, with its shares, newest first."""
    papers = papers_of(library.archive, found.told)
    titles = {number: paper.title for number, paper in papers.items()}
    return [
        {
            "arxiv_id": each.name,
            "title": titles.get(each.number or 0),
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
