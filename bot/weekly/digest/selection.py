"""What one subscriber gets: the week's papers that match their words, the closest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.library import Library
from bot.render.papers import source_of
from bot.tldr import known_lines, own_line
from bot.types import Reply, Source
from bot.weekly.digest.interest import MATCH, interest_in
from bot.weekly.digest.ranking import standing
from bot.weekly.digest.space import read_space
from bot.weekly.period import Period
from retrieval.types import Paper

MOST = 25
"""Papers in one mail: more would not be read."""
_ENDING = "To end this: /unsubscribe, or answer a mail with “unsubscribe”"


@dataclass(frozen=True, slots=True)
class Match:
    """A paper, the topic it is about, and how closely."""

    paper: Paper
    topic: str
    closeness: float


def selection(library: Library, week: Period, topics: Sequence[str]) -> Reply | None:
    """The papers of *week* about one of *topics*, or None if there is none."""
    found = matches(library, week, topics)
    if not found:
        return None
    shown = found[:MOST]
    lines = known_lines(library.database, [each.paper for each in shown])
    count, match = ("One", "matches") if len(found) == 1 else (f"{len(found)}", "match")
    return Reply(
        f"Your papers of {week.named}",
        (f"{count} of the {week.unit}'s papers {match} your words: {', '.join(topics)}.",),
        tuple(_source(n, each, lines) for n, each in enumerate(shown, start=1)),
        (f"{len(found) - MOST} more match.",) if len(found) > MOST else (),
        f"{week} · {_ENDING}",
    )


def matches(library: Library, week: Period, topics: Sequence[str]) -> list[Match]:
    """All papers of *week* about one of *topics*: the closest first, then the most liked."""
    space = read_space(library.vectors, week.window)
    interest = interest_in(topics, library.serving_embedder)
    found = []
    for paper in standing(library.archive.list(week.window)):
        closeness, topic = interest.closeness(paper, space)
        if closeness >= MATCH:
            found.append(Match(paper, topic, closeness))
    return sorted(found, key=lambda m: (-m.closeness, -(m.paper.upvotes or 0), m.paper.title.casefold()))


def _source(n: int, match: Match, lines: Mapping[str, str]) -> Source:
    paper = match.paper
    line = lines.get(paper.id) or own_line(paper)[0]
    return source_of(paper, n, line=line, extra=f"“{match.topic}”")
