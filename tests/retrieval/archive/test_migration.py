"""Archives from when every page was taken for a day's: mended when they are opened, and the user is told once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.schema import STEPS

BEFORE = 4
"""Steps of the format that had no other kind of page."""
Row = tuple[str, str | None, str | None, Sequence[str]]
SEARCH: list[Row] = [
    ("Wrens", "2018-03-01", "2025-12-09", ["page:2025-12-09"]),
    ("Finches", "2025-12-04", "2025-12-09", ["page:2025-12-09"]),
    ("Larks", None, "2025-12-09", ["arxiv", "page:2025-12-09"]),
]
DAY: list[Row] = [("Robins", "2025-11-24", "2025-12-08", ["page:2025-12-08"]), ("Kites", None, "2025-12-08", ["jsonl"])]


def old(path: Path, rows: Sequence[Row], sources: str | None = None) -> Archive:
    """An archive in the old format with *rows* of (title, published, listed on, sources), opened with today's code."""
    path.mkdir(parents=True)
    with sqlite3.connect(path / "archive.db") as db:
        for step in STEPS[:BEFORE]:
            db.executescript(step)
        for title, published, listed, seen in rows:
            db.execute(
                "INSERT INTO papers (id, title, abstract, published, listed_on, year_inferred, authors, keywords, "
                "external_ids, sources) VALUES (?, ?, 'We count birds.', ?, ?, 0, '[]', '[]', '[]', ?)",
                [title, title, published, listed, sources or json.dumps(seen)],
            )
        db.execute("INSERT INTO aliases SELECT 'title:' || lower(title), n FROM papers")
        db.execute(f"PRAGMA user_version = {BEFORE}")
    return Archive(Database(path / "archive.db"))


def days(archive: Archive) -> dict[str, date | None]:
    """The listing day of each paper."""
    return {paper.title: paper.listed_on for paper in archive.list()}


def test_a_search_page_gives_its_days_back(tmp_path: Path) -> None:
    """One paper that no day's page could hold shows what the page was; days that others gave stay."""
    archive = old(tmp_path / "a", SEARCH + DAY)
    assert days(archive) == {
        "Wrens": None, "Finches": None, "Larks": None, "Robins": date(2025, 12, 8), "Kites": date(2025, 12, 8)
    }  # fmt: skip
    assert archive.find("larks").sources == ("arxiv", "page:search:2025-12-09")
    assert archive.database.take_notices() == [
        "3 papers were taken for listed on the day a page of search results was looked at. That day is forgotten; "
        "weeks and windows go by their publication now."
    ]
    assert archive.database.take_notices() == []


@pytest.mark.parametrize(
    ("sources", "left"),
    [
        (["huggingface", "page:2025-12-09"], date(2025, 12, 9)),
        (["page:2025-12-08", "page:2025-12-09"], date(2025, 12, 8)),
        (["page:2025-12-09", "page:day:2025-12-10"], date(2025, 12, 10)),
        (["page:2025-12-09", "page:week:2025-12-10"], None),
    ],
)
def test_what_another_source_may_have_said_stays(tmp_path: Path, sources: list[str], left: date | None) -> None:
    """A day is only forgotten where nobody but the search page gave it."""
    archive = old(tmp_path / "a", [*SEARCH, *DAY, ("Owls", "2025-12-05", "2025-12-09", sources)])
    assert days(archive)["Owls"] == left


def test_an_archive_of_days_pages_is_left_alone(tmp_path: Path) -> None:
    """Where nothing is wrong nothing is changed, and nothing is said."""
    archive = old(tmp_path / "a", DAY)
    assert days(archive) == {"Robins": date(2025, 12, 8), "Kites": date(2025, 12, 8)}
    assert archive.database.take_notices() == []


def test_a_damaged_row_stops_no_migration(tmp_path: Path) -> None:
    """A row whose list of sources cannot be read keeps nobody from opening the archive."""
    assert len(days(old(tmp_path / "a", SEARCH, sources='["page:2025'))) == 3


def test_the_terminal_tells_it_once(run: Callable[..., Any], tmp_path: Path) -> None:
    """The first command says what became of the days, beside its output; the next says nothing."""
    old(tmp_path / "old", SEARCH).database.close()
    first, second = (run("papers", "--json", "--data", str(tmp_path / "old")) for _ in range(2))
    assert "3 papers were taken for listed" in first.err
    assert [paper["listed_on"] for paper in first.json] == [None] * 3
    assert "taken for listed" not in second.err
