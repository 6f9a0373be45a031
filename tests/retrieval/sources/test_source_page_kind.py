"""Daily Papers pages of all kinds: a day's page alone says when its papers were listed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED
from pages import DAY_PAGE, HEAD, OWLS, PAGE, papers

from retrieval.archive import Archive
from retrieval.errors import SourceError
from retrieval.sources import page
from retrieval.types import Paper

TODAY = date(2026, 12, 24)
DAY = date(2026, 12, 9)
HEADS = {
    "week": "Week 50",
    "month": "December 2026",
    "trending": "Trending Papers",
    "organization": "Harbour Lab's Papers",
    "search": "Results for “owls at night”",
}


def listed(text: str, **known: Any) -> set[date | None]:
    """The listing days that the page *text* gives."""
    return {paper.listed_on for paper in papers(text, today=TODAY, **known)}


def test_a_days_page_says_when() -> None:
    """Papers of the fortnight before the page's day were listed on it, and the page is named as the source."""
    assert listed(DAY_PAGE) == {DAY}
    assert papers(DAY_PAGE, today=TODAY)[0].sources == ("page:day:2026-12-09",)


@pytest.mark.parametrize("other", ["Apr 29 1", "Nov 24", "Dec 10", "Dec 8, 2019 3"])
def test_a_search_headed_like_a_day(other: str) -> None:
    """One paper that no day's page could hold makes the page a search: it gives no listing day."""
    text = DAY_PAGE.replace("Dec 5 12", other)
    assert listed(text) == {None}
    assert papers(text, today=TODAY)[0].sources[0].startswith("page:search:")


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("below", [True, False])
def test_the_head_names_the_kind(kind: str, below: bool) -> None:
    """Whatever the dates: a week's, a month's, an organization's page, trending papers, results give no day."""
    for place in ("Dec 9\n", "Daily Papers\n") if kind != "organization" else ("Dec 9\n",):
        text = DAY_PAGE.replace(place, f"{place}\n{HEADS[kind]}\n" if below else f"{HEADS[kind]}\n\n{place}", 1)
        if kind == "organization" and below:
            continue  # under the day it could be the first title
        found = papers(text, today=TODAY)
        assert {paper.listed_on for paper in found} == {None}
        assert found[0].title.startswith("Counting Owls")
        assert found[0].sources == (f"page:{kind}:2026-12-09",)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + OWLS.replace("Apr 29", "Dec 8"),
        DAY_PAGE.replace(HEAD, "Dec 9\n\n"),
        DAY_PAGE.replace("Dec 9", "Dec 9 3"),
        DAY_PAGE.replace("Dec 9", "Owls of the Week in Pictures\n\nDec 9"),
        DAY_PAGE + DAY_PAGE.replace("Dec 9", "Dec 10"),
    ],
)
def test_in_doubt_no_day(text: str) -> None:
    """One entry, a lost or strange head, two pages in one: no listing day is better than a wrong one."""
    assert listed(text) == {None}


def test_a_search_keeps_its_order_and_its_words() -> None:
    """Each paper of a search page knows its place in the results and, where the page says so, what was asked for."""
    found = papers(DAY_PAGE.replace("Dec 9\n", "Dec 9\n\nResults for “owls at night”\n", 1), today=TODAY)
    assert [place.rank for paper in found for place in paper.places] == [1, 2, 3, 4]
    assert {place.query for paper in found for place in paper.places} == {"owls at night"}
    assert papers(PAGE)[1].places[0].query is None
    assert papers(DAY_PAGE, today=TODAY)[0].places == ()


def test_the_place_is_shown(run: Callable[..., Any], tmp_path: Path) -> None:
    """`show` names the place of a paper among the results of a search."""
    path = tmp_path / "owls.txt"
    path.write_text(DAY_PAGE.replace("Dec 9\n", "Dec 9\n\n12 results for tired bells\n", 1), encoding="utf-8")
    run("ingest", str(path))
    assert "number 4 of the search results for “tired bells”, looked at on" in run("show", "Cracked Bells").out
    assert run("show", "Cracked Bells", "--json").json["places"][0]["rank"] == 4


def test_a_person_knows_better() -> None:
    """The day and the kind that the user names count, whatever stands on the page."""
    assert listed(PAGE, listed=date(2026, 12, 8)) == {date(2026, 12, 8)}
    assert listed(PAGE, kind="day") == {date(2024, 12, 9)}
    assert listed(DAY_PAGE, kind="search") == {None}
    assert listed(DAY_PAGE, kind="week", listed=DAY) == {None}


def old(paper: Paper, **more: Any) -> Paper:
    """*paper* as it was stored when every page was taken for a day's."""
    return replace(paper, **{"listed_on": date(2024, 12, 9), "sources": ("page:2024-12-09",)} | more)


@pytest.mark.parametrize(
    ("sources", "left"),
    [
        (("page:2024-12-09",), None),
        (("arxiv", "page:2024-12-09"), None),
        (("page:2024-12-09", "page:2024-12-12"), date(2024, 12, 12)),
        (("page:2024-12-09", "page:day:2024-12-09"), date(2024, 12, 9)),
        (("huggingface", "page:2024-12-09"), date(2024, 12, 9)),
    ],
)
def test_an_archive_is_mended(archive: Archive, sources: tuple[str, ...], left: date | None) -> None:
    """Reading a search page again takes back the day it gave, unless another source may have said so."""
    archive.put([old(paper, sources=sources) for paper in papers(PAGE)])
    archive.put(papers(PAGE))
    archive.put(papers(PAGE))
    for paper in archive.list():
        assert paper.listed_on == left
        assert "page:2024-12-09" not in paper.sources


WORDS = [
    "Daily Papers", "Trending", "New", "byAK and the research community", "Week 3", "Sign up", "Papers", "", "Today",
    "Most upvoted", "Dec 9", "9. Dezember", "12月9日", "Papers you may like", "Sort: relevance", "117 results",
]  # fmt: skip
QUICK = [pytest.param(range(100)), pytest.param(range(1_000), marks=pytest.mark.full)]


def mutated(pages: list[str], seed: int) -> str:
    """One of *pages*, cut, reordered, its head's words changed, or mixed with another."""
    chance = random.Random(seed)
    lines = chance.choice(pages).split("\n")
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randint(0, len(lines)) for _ in range(2))
        match chance.randrange(6):
            case 0:
                lines = lines[at:to] or lines
            case 1:
                lines = lines[:at] + lines[to:]
            case 2:
                lines = lines[to:] + lines[at:to] + lines[:at]
            case 3:
                other = chance.choice(pages).split("\n")
                lines = lines[:at] + other[chance.randint(0, len(other)) :]
            case 4:
                lines.insert(chance.randint(0, min(14, len(lines))), chance.choice(WORDS))
            case _:
                blocks = "\n".join(lines).split("\n\n")
                chance.shuffle(blocks)
                lines = "\n\n".join(blocks).split("\n")
    return "\n".join(lines)


def wrong_days(pages: list[str], right: dict[str, set[date | None]], seeds: range) -> list[tuple[int, str]]:
    """(seed, title) of each paper that a mutation of *pages* gives a listing day that is not *right* for its title."""
    wrong = []
    for seed in seeds:
        try:
            found = list(page.parse(mutated(pages, seed), "page.txt", today=TODAY))
        except SourceError:
            continue
        papers = [record for record in found if isinstance(record, Paper) and record.listed_on]
        wrong += [(seed, paper.title) for paper in papers if paper.listed_on not in right.get(paper.title, set())]
    return wrong


@pytest.mark.parametrize("seeds", QUICK)
def test_no_wrong_day_in_a_thousand_mutations(seeds: range) -> None:
    """However pages of all kinds are cut, reordered and mixed, no paper gets a day that its page did not give."""
    other = PAGE.replace("Owls", "Larks").replace("Dough", "Paste").replace("Trams", "Boats").replace("Bells", "Jars")
    other = other.replace("Dec 9", "Nov 30")
    week = other.replace("Larks", "Finches").replace("Nov 30", "Nov 30\n\nWeek 49")
    right = {paper.title: {DAY} for paper in papers(DAY_PAGE)}
    found = other.replace("Larks", "Crows").replace("Nov 30", "Nov 30\n\nResults for crows")
    german = other.replace("Larks", "Doves").replace("Nov 30", "30. November").replace("Apr 29", "29. Apr.")
    assert wrong_days([DAY_PAGE, other, week, found, german], right, seeds) == []


@pytest.mark.parametrize("seeds", QUICK)
def test_no_wrong_day_in_mutations_of_the_real_pages(seeds: range) -> None:
    """However the two real pages, both of search results, are cut and mixed, none of their papers gets a day."""
    places = sorted((SHARED / "pages").glob("*.txt"))
    if not places:
        pytest.skip("../shared is not here: no real pages to read")
    pages = ["\n".join(place.read_text(encoding="utf-8").split("\n")[:150]) for place in places]
    assert wrong_days(pages, {}, seeds) == []


def test_the_command_line_is_told(run: Callable[..., Any], tmp_path: Path) -> None:
    """`ingest --kind` says what the page is, and names the kinds if it is none of them."""
    path = tmp_path / "owls.txt"
    path.write_text(DAY_PAGE, encoding="utf-8")
    assert run("ingest", str(path), "--kind", "search").code == 0
    assert {paper["listed_on"] for paper in run("papers", "--json").json} == {None}
    refused = run("ingest", str(path), "--kind", "decade")
    assert refused.code == 2
    assert "organization" in refused.err
