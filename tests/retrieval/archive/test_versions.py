"""Papers that change: later versions, withdrawals, and archives from before either was kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import paper
from proportion import costs_in_proportion

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.merge import merge
from retrieval.archive.schema import STEPS
from retrieval.sources.record import build
from retrieval.types import Paper
from retrieval.withdrawal import is_notice, is_withdrawn

OLD, NEW = "We count terns on one roof.", "We count terns on ninety roofs, and correct an error."
GONE = "This paper has been withdrawn by the authors due to an error in the count."


def terns(abstract: str, source: str = "arxiv", **more: Any) -> Paper:
    """The paper about terns as *source* tells it."""
    built = build("here", source, "Terns", abstract, arxiv_id="2605.00009", **more)
    assert isinstance(built, Paper)
    return built


def test_a_new_version_keeps_the_old_abstract(archive: Archive) -> None:
    """What version 1 said is still there when version 2 says something else, and is told only once."""
    archive.put([terns(OLD, version=1, updated=date(2026, 5, 1))])
    for _ in range(2):
        archive.put([terns(NEW, version=2, updated=date(2026, 5, 9))])
    found = archive.find("2605.00009")
    assert (found.abstract, found.version, found.updated) == (NEW, 2, date(2026, 5, 9))
    assert [(v.number, v.updated, v.abstract) for v in archive.versions(found)] == [(1, date(2026, 5, 1), OLD)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_later_version_counts_whoever_is_read_last(archive: Archive, turned: bool) -> None:
    """The Daily Papers keep the abstract of the day; arXiv's later version is the paper's, in whatever order."""
    both = [terns(OLD, "huggingface"), terns(NEW, version=3)]
    archive.put(reversed(both) if turned else both)
    assert archive.find("2605.00009").abstract == NEW


def test_typography_makes_no_version(archive: Archive) -> None:
    """Two sources that write the same words differently are no two versions."""
    archive.put([terns(OLD, "page:day:2026-05-02"), terns(OLD.replace(" on", " —on"), version=1), terns(OLD)])
    assert archive.versions(archive.find("Terns")) == []


def test_two_records_that_turn_out_one_keep_their_versions(archive: Archive) -> None:
    """Nothing is lost when an id ties together what looked like two papers."""
    archive.put([paper("Terns", NEW, arxiv_id=None), terns(OLD, version=1), terns(NEW, version=2)])
    assert [v.abstract for v in archive.versions(archive.find("2605.00009"))] == [OLD]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("notice", [{"abstract": GONE}, {"abstract": OLD, "comment": "Withdrawn due to an error"}])
def test_a_withdrawn_paper_keeps_its_abstract(archive: Archive, notice: dict[str, Any], turned: bool) -> None:
    """It is marked, and what it had said can still be read; no version is made of the notice."""
    both = [terns(OLD, version=1), terns(version=2, **notice)]
    archive.put(reversed(both) if turned else both)
    found = archive.find("Terns")
    assert (found.withdrawn, found.abstract, archive.versions(found)) == (True, OLD, [])


def test_a_version_after_a_withdrawal_stands(archive: Archive) -> None:
    """Authors who come back with a corrected version have withdrawn nothing any more."""
    archive.put([terns(OLD, version=1), terns(GONE, version=2), terns(NEW, version=3)])
    found = archive.find("Terns")
    assert (found.withdrawn, found.abstract) == (False, NEW)
    assert not merge(found, terns(GONE, version=2)).withdrawn


@pytest.mark.parametrize(
    "comment",
    ["withdrawn", "Withdrawn due to a sign error", "Paper withdrawn", "12 pages; this paper has been withdrawn",
     "This submission has been withdrawn by arXiv administrators", "This article was temporarily withdrawn",
     "10 pages (withdrawn)", "arXiv admin note: This version has been removed by arXiv administrators"],
)  # fmt: skip
def test_words_that_withdraw(comment: str) -> None:
    """Authors and arXiv say it in many ways."""
    assert is_withdrawn("Terns", OLD, comment)


@pytest.mark.parametrize(
    "comment",
    [None, "", "Withdrawn from ICLR 2026", "Submitted to and withdrawn from a workshop", "Of retracted articles",
     "Supersedes arXiv:2501.01234 (withdrawn)", "Withdrawn drugs and their labels, 20 pages", "Not withdrawn"],
)  # fmt: skip
def test_words_that_do_not(comment: str | None) -> None:
    """A paper that left a conference stands, and so does one about withdrawals."""
    assert not is_withdrawn("Withdrawn drugs: a survey", "Retracted papers are cited for years.", comment)


@pytest.mark.parametrize("part", ["withdrawn ", "(", "this ", "paper "])
def test_long_comments_are_quick(part: str) -> None:
    """A hundred thousand characters are no more work each than a few."""
    assert costs_in_proportion(lambda text: (is_withdrawn(text, text, text), is_notice(text)), part)


def test_every_field_comes_back(archive: Archive) -> None:
    """What a source says is what the archive gives."""
    given: dict[str, Any] = {
        "stars": 12, "project_url": "https://terns.example.org/", "pdf_url": "https://openreview.net/pdf?id=t",
        "submitter": "ann", "media": ["https://cdn-uploads.huggingface.co/t.png"], "discussion": "6650", "version": 2,
        "updated": date(2026, 5, 9), "comment": "9 pages", "categories": ["cs.CV", "cs.LG"], "journal_ref": "Terns 3",
        "doi": "https://doi.org/10.1000/terns.3",
    }  # fmt: skip
    told = terns(OLD, **given)
    archive.put([told])
    assert archive.find("Terns") == told
    assert (told.doi, told.stars, told.media) == ("10.1000/terns.3", 12, tuple(given["media"]))


@pytest.mark.parametrize(
    "url", ["http://localhost/x", "https://10.0.0.1/", "https://a@b.org/", "javascript:x", "ftp://a.org"]
)
def test_a_project_has_a_page_of_its_own(url: str) -> None:
    """Only a named host on the open web is linked."""
    assert terns(OLD, project_url=url).project_url is None


def test_an_old_archive_is_lifted(tmp_path: Path) -> None:
    """An archive of the first format opens, keeps its papers, and takes new ones."""
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.executescript(STEPS[0])
        db.execute(
            "INSERT INTO papers (id, title, abstract, year_inferred, authors, keywords, external_ids, sources) "
            "VALUES ('a', 'Terns', ?, 0, '[]', '[]', '[]', '[\"arxiv\"]')",
            [OLD],
        )
        db.execute("INSERT INTO aliases VALUES ('title:terns', 1)")
        db.execute("INSERT INTO papers_fts (rowid, title, abstract) VALUES (1, 'Terns', ?)", [OLD])
        db.execute("PRAGMA user_version = 1")
    archive = Archive(Database(tmp_path / "archive.db"))
    assert (archive.find("Terns").withdrawn, archive.find("Terns").places) == (False, ())
    assert archive.put([terns(NEW, version=2)]) == ["updated"]
    assert archive.versions(archive.find("Terns"))[0].abstract == OLD
    archive.database.close()


def test_show_names_what_changed(run: Callable[..., Any], tmp_path: Path) -> None:
    """`show` gives links and arXiv's own record, says that a paper is withdrawn, and what it said before."""
    import json

    lines = [terns(OLD, version=1), terns(NEW, version=2, comment="Withdrawn because of a count", stars=7)]
    from bot.render.documents import paper_document

    for number, told in enumerate(lines):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(json.dumps(paper_document(replace(told, code_url="https://github.com/tern/count"))))
        assert run("ingest", str(path)).code == 0
    shown = run("show", "Terns").out
    for words in ("has been withdrawn", "version 2", "code ★7", "arxiv.org/pdf/2605.00009", OLD, NEW):
        assert words in shown
    assert [v["abstract"] for v in run("show", "Terns", "--json").json["versions"]] == [OLD]
    assert "WITHDRAWN" in run("papers").out
    assert "https://github.com/tern/count" in run("papers").out
    assert "Withdrawn" in run("export", "Terns").out
    assert "N1  - Withdrawn" in run("export", "Terns", "--format", "ris").out
