"""The archive's fields asked for, answered by code, exact and complete: rankings, counts by group, code, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.answer.exact import Exact
from bot.question.asked import Beyond
from bot.question.rankings import Group, Measure, Ranking
from retrieval.archive import Archive
from retrieval.archive.lookup import Query, matching
from retrieval.types import DateKind, Paper, Window

SHOWN = 10
"""Papers, or rows of a count, where nobody said how many."""
_FIELDS: dict[Measure, Callable[[Paper], int | None]] = {
    "upvotes": lambda paper: paper.upvotes,
    "comments": lambda paper: paper.comments,
    "authors": lambda paper: paper.author_count or len(paper.authors) or None,
}
_COUNTED = ("code", "no code", "of")  # of these, how many there are is said too
_PEOPLE: dict[Group, str] = {"organization": "organizations", "author": "authors", "keyword": "keywords"}


def ranked(archive: Archive, ranking: Ranking, window: Window | None, beyond: Beyond | None = None) -> Exact | None:
    """The answer, without papers shown *beyond*.

    None where it names somebody the archive does not know, or holds no word of the topic.
    """
    papers = matching(archive, Query(ranking.words, ranking.who, window))
    if not papers and (ranking.who or ranking.words) and not matching(archive, Query(ranking.words, ranking.who)):
        return None
    if window and not papers and ranking.measure == "of" and not beyond:
        return _at_any_time(archive, ranking, window)
    if ranking.group:
        about = window.about if window else "listed"
        return _tally(papers, ranking, ranking.group, archive.count(window), about)
    chosen = _chosen(papers, ranking)
    shown = tuple((beyond.left(chosen) if beyond else chosen)[: ranking.n or SHOWN])
    counted = len(chosen) if ranking.counted or ranking.measure in _COUNTED else None
    papers_shown = () if ranking.counted else shown
    sentence, notes = _sentence(ranking, chosen, shown), _unknown(papers, ranking)
    return Exact(sentence, archive.count(window), papers_shown, counted, notes)


def _at_any_time(archive: Archive, ranking: Ranking, window: Window) -> Exact:
    """The newest papers of somebody who has none in *window*, which is said."""
    papers = matching(archive, Query(ranking.words, ranking.who))
    shown = tuple(papers[: ranking.n or SHOWN])
    about = f" that mentions “{ranking.words}”" if ranking.words else ""
    newest = (
        "this one" if len(papers) == 1 else f"{len(papers):,}" + ("" if len(papers) == len(shown) else ", the newest")
    )
    told = f"No paper by {ranking.who}{about} was {window.about} in that time; at any time {newest}:"
    return Exact(told, archive.count(window), shown, len(papers))


def _chosen(papers: Sequence[Paper], ranking: Ranking) -> list[Paper]:
    if ranking.measure == "code":
        return [paper for paper in papers if paper.code]
    if ranking.measure == "no code":
        return [paper for paper in papers if not paper.code]
    if ranking.measure in _FIELDS:
        known = [(count, paper) for paper in papers if (count := _FIELDS[ranking.measure](paper)) is not None]
        return [paper for _, paper in sorted(known, key=lambda pair: pair[0] if ranking.least else -pair[0])]
    return list(papers)[::-1] if ranking.measure == "oldest" else list(papers)


def _sentence(ranking: Ranking, chosen: Sequence[Paper], shown: Sequence[Paper]) -> str:
    about = (f" by {ranking.who}" if ranking.who else "") + (
        f" that mention{'s' if len(chosen) == 1 else ''} “{ranking.words}”" if ranking.words else ""
    )
    if not chosen:
        kind = "" if ranking.group or ranking.measure == "of" else " of that kind"
        return f"There are no papers{about}{kind} in that time."
    first = chosen[0]
    if ranking.measure in _FIELDS:
        whose = f"the papers{about}" if about else f"{len(chosen):,} papers"
        extreme = "fewest" if ranking.least else "most"
        return f"“{first.title}” has the {extreme} {ranking.measure} of {whose}: {_FIELDS[ranking.measure](first):,}."
    if ranking.measure in ("newest", "oldest"):
        return f"The {ranking.measure} of {len(chosen):,} papers{about} is “{first.title}”."
    kind = {"code": " with code", "no code": " without known code"}.get(ranking.measure or "", "")
    count = f"{len(chosen):,} paper{'' if len(chosen) == 1 else 's'}{kind}{about}"
    return f"{count}." if ranking.counted or len(shown) == len(chosen) else f"{count}; the newest {len(shown)}:"


def _unknown(papers: Sequence[Paper], ranking: Ranking) -> tuple[str, ...]:
    """What must be told beside: a field that some sources do not give."""
    if ranking.measure not in _FIELDS:
        return ()
    known = sum(_FIELDS[ranking.measure](paper) is not None for paper in papers)
    return (f"The {ranking.measure} are known of {known:,} of {len(papers):,} papers.",) if known < len(papers) else ()


def _tally(papers: Sequence[Paper], ranking: Ranking, group: Group, searched: int, about: DateKind) -> Exact:
    """How many papers each of a *group* has; days are those that the window is *about*."""
    counts = Counter(name for paper in papers for name in _names(paper, group, about))
    if not counts:
        return Exact(_sentence(ranking, (), ()), searched)
    if group in _PEOPLE:
        rows = counts.most_common(SHOWN)
        sentence = f"Of {len(counts):,} {_PEOPLE[group]}, these have the most papers: "
        return Exact(f"{sentence}{_listed(rows)}.", searched, (), len(counts))
    rows = sorted(counts.items())
    if ranking.extreme:
        best = sorted(rows, key=lambda row: row[1] if ranking.least else -row[1])[:SHOWN]
        which = "fewest" if ranking.least else "most"
        return Exact(f"The {group}s with the {which} papers {about}: {_listed(best)}.", searched, ())
    mean = sum(counts.values()) / len(counts)
    span = f"{sum(counts.values()):,} papers in {len(counts):,} {group}s with papers, {mean:,.0f} a {group} on average."
    cut = (f"Only the last {SHOWN} of {len(rows):,} {group}s are shown.",) if len(rows) > SHOWN else ()
    return Exact(f"{span} {_listed(rows[-SHOWN:])}.", searched, (), None, cut)


def _names(paper: Paper, group: Group, about: DateKind) -> Iterable[str]:
    if group == "organization":
        return [paper.organization] if paper.organization else []
    if group in ("author", "keyword"):
        return dict.fromkeys(paper.authors if group == "author" else paper.keywords)
    day = paper.day(about)
    if day is None:
        return []
    year, week, _ = day.isocalendar()
    return [{"month": f"{day:%Y-%m}", "week": f"{year}-W{week:02}", "year": f"{day:%Y}"}.get(group, day.isoformat())]


def _listed(rows: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in rows)
