"""The order of a week's papers for one channel, and why each stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log1p
from statistics import median

from bot.weekly.digest.space import Space
from bot.weekly.digest.taste import Taste
from bot.weekly.digest.types import Ranked, Reason
from bot.weekly.period import Period
from retrieval.types import Paper


def rank(
    papers: Sequence[Paper], week: Period, taste: Taste, space: Space, weights: Mapping[str, float]
) -> tuple[Ranked, ...]:
    """*papers* best first; equal scores go by title, so that the order never depends on chance.

    *weights* has a number for each of upvotes, comments, topics, recency and votes.
    """
    loved = _Counts([paper.upvotes for paper in papers], "upvotes")
    talked = _Counts([paper.comments for paper in papers], "comments")
    scored = []
    for paper in papers:
        liking, about = taste.of_topics(paper, space)
        voted, how = taste.of_votes(paper, space)
        reasons = (
            Reason("upvotes", *loved.share(paper.upvotes), weights["upvotes"]),
            Reason("comments", *talked.share(paper.comments), weights["comments"]),
            Reason("topics", about, liking, weights["topics"]),
            Reason("recency", *_recency(paper, week), weights["recency"]),
            Reason("votes", how, voted, weights["votes"]),
        )
        scored.append(Ranked(0, paper, reasons))
    scored.sort(key=lambda r: (-round(r.score, 6), r.paper.title.casefold(), r.paper.id))
    return tuple(Ranked(n, r.paper, r.reasons) for n, r in enumerate(scored, start=1))


def standing(papers: Sequence[Paper]) -> list[Paper]:
    """Those of *papers* that were not withdrawn: a post offers no other."""
    return [paper for paper in papers if not paper.withdrawn]


class _Counts:
    """Counts of a week, each as its share of the week's largest; logarithmic, since a few papers have most of them."""

    def __init__(self, counts: Sequence[int | None], name: str) -> None:
        known = [log1p(max(0, count)) for count in counts if count is not None]
        self._name = name
        self._most = max(known, default=0.0) or 1.0
        self._middle = median(known) / self._most if known else 0.0

    def share(self, count: int | None) -> tuple[str, float]:
        """In words, and from 0 to 1; what nobody counted is taken for the week's middle."""
        if count is None:
            return f"{self._name} unknown, taken for the week's middle", round(self._middle, 4)
        return f"{count} {self._name[:-1] if count == 1 else self._name}", round(log1p(max(0, count)) / self._most, 4)


def _recency(paper: Paper, week: Period) -> tuple[str, float]:
    """From 0 on Monday to 1 on Sunday."""
    day = paper.day("listed")
    if day is None:
        return "undated", 0.0
    return f"{day:%A}", round(max(0, min(6, (day - week.start).days)) / 6, 4)
