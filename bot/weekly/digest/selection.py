"""What one subscriber gets: the week's papers of what they follow, the closest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.library import Library
from bot.render.papers import source_of
from bot.tldr import known_lines, own_line
from bot.types import Reply, Source
from bot.weekly.digest.followed import Followed, Likings, is_of, likings, read_followed
from bot.weekly.digest.interest import MATCH, Interest, interest_in
from bot.weekly.digest.ranking import standing
from bot.weekly.digest.space import Space, read_space
from bot.weekly.period import Period
from retrieval.types import Paper

MOST = 25
"""Papers in one mail: more would not be read."""
_ENDING_HERE = "To change this, tell me: “following here”, “unfollow … here”"
_ENDING = "To end this: /unsubscribe, or answer a mail with “unsubscribe”"


@dataclass(frozen=True, slots=True)
class Match:
    """A paper, why it is sent (the topic it is about, or whom it is by), and how closely it fits."""

    paper: Paper
    why: str
    closeness: float


def selection(library: Library, week: Period, topics: Sequence[str], channel: bool = False) -> Reply | None:
    """The papers of *week* that are about one of *topics*, as a subscription keeps them, or None if there is none.

    *channel*: it is a channel's.
    """
    found = matches(library, week, topics)
    if not found:
        return None
    shown = found[:MOST]
    lines = known_lines(library.database, [each.paper for each in shown])
    count, match = ("One", "matches") if len(found) == 1 else (f"{len(found)}", "match")
    whose = "this channel follows" if channel else "you follow"
    followed = ", ".join(_told(library, read_followed(topic)) for topic in topics)
    return Reply(
        f"{'Papers for this channel' if channel else 'Your papers'} of {week.named}",
        (f"{count} of the {week.unit}'s papers {match} what {whose}: {followed}.",),
        tuple(_source(n, each, lines) for n, each in enumerate(shown, start=1)),
        (f"{len(found) - MOST} more match.",) if len(found) > MOST else (),
        f"{week} · {_ENDING_HERE if channel else _ENDING}",
    )


def reasons(library: Library, week: Period, topics: Sequence[str]) -> dict[str, str]:
    """Why papers of *week* are sent to whoever follows *topics*: by paper id, the closest first."""
    return {match.paper.id: match.why for match in matches(library, week, topics)} if topics else {}


def matches(library: Library, week: Period, topics: Sequence[str]) -> list[Match]:
    """All papers of *week* about one of *topics*: the closest first, then the most liked."""
    followed = [read_followed(topic) for topic in topics]
    space = read_space(library.vectors, week.window)
    interest = interest_in([item.name for item in followed if item.kind == "topic"], library.serving_embedder)
    liked = likings(library, followed)
    found = []
    for paper in standing(library.archive.list(week.window)):
        match = _named(paper, followed) or _like(library, paper, liked, space) or _about(paper, interest, space)
        if match:
            found.append(match)
    return sorted(found, key=lambda m: (-m.closeness, -(m.paper.upvotes or 0), m.paper.title.casefold()))


def _named(paper: Paper, followed: Sequence[Followed]) -> Match | None:
    """By an author or from an organization that is followed."""
    item = next((item for item in followed if is_of(paper, item)), None)
    if item is None:
        return None
    return Match(paper, f"by {item.name}, whom you follow" if item.kind == "by" else f"from {item.name}", 1.0)


def _like(library: Library, paper: Paper, liked: Likings, space: Space) -> Match | None:
    closeness, item = liked.nearest(paper, space)
    return Match(paper, item.told(library.archive), closeness) if item else None


def _about(paper: Paper, interest: Interest, space: Space) -> Match | None:
    closeness, topic = interest.closeness(paper, space)
    return Match(paper, f"“{topic}”", closeness) if closeness >= MATCH else None


def _told(library: Library, item: Followed) -> str:
    return item.name if item.kind == "topic" else item.told(library.archive)


def _source(n: int, match: Match, lines: Mapping[str, str]) -> Source:
    paper = match.paper
    line = lines.get(paper.id) or own_line(paper)[0]
    return source_of(paper, n, line=line, extra=match.why)
