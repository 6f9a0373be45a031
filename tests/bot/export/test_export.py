"""Papers for other programs, read back by parsers nobody here wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
import rispy
from conftest import Run, paper, three_papers
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string as pybtex

from bot.export import FORMATS, export
from bot.export.names import last_first
from retrieval.errors import UsageError
from retrieval.sources import read
from retrieval.types import Paper, Place

HARD = paper(
    "100% of {Braces} & $ums_with #hashes ~ ^carets \\ backslashes: naïve “quotes”",
    "An abstract with 50% {unbalanced } braces \\cite{x} and @article{key, title={no}}.\nTwo lines.",
    authors=("Ada van der Lovelace", "Grace Hopper", "Simon And Garfunkel", "李 明"),
    author_count=4,
    published=date(2026, 11, 8),
    arxiv_id="2611.00002v2",
    url="https://example.org/a_b?c={d}",
    keywords=("ropes", "knots"),
    organization="Knots & Co",
)


def test_bibtex_is_read_by_a_parser_nobody_here_wrote() -> None:
    """Every paper is one entry with its own key; what was escaped reads as it was written."""
    papers = [*three_papers(), HARD, HARD]
    library = bibtexparser.parse_string(export(papers, "bibtex", {}))
    assert not library.failed_blocks
    assert len({entry.key for entry in library.entries}) == len(papers)
    fields = {field.key: field.value for field in library.entries[3].fields}
    assert fields["author"] == "van der Lovelace, Ada and Hopper, Grace and {Garfunkel, Simon And} and 李 明"
    assert fields["eprint"] == "2611.00002v2"
    assert fields["doi"] == "10.48550/arXiv.2611.00002"
    assert fields["year"] == "2026"
    assert "\\%" in fields["title"]
    assert set(pybtex(export(papers, "bibtex", {}), "bibtex").entries) == {entry.key for entry in library.entries}
    assert "article" in fields["abstract"]


def test_ris_is_read_by_a_parser_nobody_here_wrote() -> None:
    """Titles, people, dates and addresses come back as they were."""
    ropes, hard = rispy.loads(export([three_papers()[1], HARD], "ris", {}))
    assert ropes["title"] == "Ropes and Harbours"
    assert hard["authors"] == ["van der Lovelace, Ada", "Hopper, Grace", "Garfunkel, Simon And", "李 明"]
    assert hard["year"] == "2026"
    assert hard["doi"] == "10.48550/arXiv.2611.00002"
    assert hard["keywords"] == ["ropes", "knots"]
    assert hard["abstract"].endswith("Two lines.")


def test_jsonl_goes_back_in(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """What is exported can be ingested into another archive, and nothing is lost."""
    run("ingest", str(jsonl))
    out = run("export", "Compass Networks", "--format", "jsonl").out
    assert json.loads(out)["arxiv_id"] == "2611.00001"
    (tmp_path / "back.jsonl").write_text(out)
    assert run("ingest", str(tmp_path / "back.jsonl"), "--data", str(tmp_path / "other"), "--json").json["new"] == 1


def test_jsonl_loses_no_field() -> None:
    """Every field of a paper comes back from the line that was written for it."""
    whole = replace(
        HARD, stars=3, project_url="https://ropes.example.org/", pdf_url="https://arxiv.org/pdf/2611.00002", version=2,
        submitter="Ann", media=("https://cdn-uploads.huggingface.co/r.png",), discussion="66", comment="9 pages",
        updated=date(2026, 11, 20), categories=("cs.LG",), journal_ref="Ropes 3", doi="10.1000/r.3", withdrawn=True,
        places=(Place("page:search:2026-11-21", 7, "ropes"),),
    )  # fmt: skip
    (back,) = read(export([whole], "jsonl", {}), "back")
    assert isinstance(back, Paper)
    new = ("stars", "project_url", "pdf_url", "version", "submitter", "media", "discussion", "comment", "updated",
           "categories", "journal_ref", "doi", "withdrawn", "places")  # fmt: skip
    assert {name: getattr(back, name) for name in new} == {name: getattr(whole, name) for name in new}


def test_a_week_or_papers_can_be_exported(run: Callable[..., Run], jsonl: Path) -> None:
    """A week by its number, papers by any name; both or neither is a question for the user."""
    run("ingest", str(jsonl))
    assert run("export", "--week", "2026-W46").out.count("@misc{") == 1
    assert run("export", "2611.00001", "Ropes", "--format", "ris").out.count("TY  - ") == 2
    assert "- Ropes and Harbours" in run("export", "Ropes", "--format", "markdown").out
    assert run("export").code == run("export", "Ropes", "--week", "2026-W46").code == 2
    assert run("export", "Ropes", "--format", "endnote").code == 2


@pytest.mark.parametrize("form", FORMATS)
def test_no_papers_are_no_error(form: str) -> None:
    """An empty week gives an empty file, a heading at most."""
    assert "None" not in export([], form, {})


def test_an_unknown_format_is_told() -> None:
    """With those that are known."""
    with pytest.raises(UsageError, match="endnote"):
        export([], "endnote", {})


@pytest.mark.parametrize("title", ["Interval [0,1} and more", "Open { brace", "x}}} @misc{evil, note={{"])
def test_an_unpaired_brace_leaves_the_file_whole(title: str) -> None:
    """BibTeX counts escaped braces too: whatever a title holds, they come out even and the next paper is read."""
    text = export([paper(title, title), paper("Second", "Fine."), paper("Third", "Fine.")], "bibtex", {})
    assert len(pybtex(text, "bibtex").entries) == len(bibtexparser.parse_string(text).entries) == 3
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Ropes of $\\beta$-knots in $O(n \\log n)$", "Ropes of $\\beta$-knots in $O(n \\log n)$"),
        ("From $5 to $10 a rope", r"From \$5 to \$10 a rope"),
        ('M\\"obius ropes of R\\&D, 5\\%', r"Möbius ropes of R\&D, 5\%"),
        ("$x_{1}$ and $y_{2$", r"$x_{1}$ and \$y\_\textbraceleft{}2\$"),
        ("$100%$ of it", r"$100\%$ of it"),
    ],
)
def test_mathematics_stays_mathematics(title: str, written: str) -> None:
    """TeX in a title is TeX in the bibliography, never spelt out twice, and braces come out even."""
    text = export([paper(title, "Fine."), paper("Second", "Fine.")], "bibtex", {})
    assert f"title = {{{{{written}}}}}," in text
    assert len(pybtex(text, "bibtex").entries) == 2


@given(st.text(min_size=1), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_no_text_breaks_the_form(title: str, abstract: str, authors: list[str]) -> None:
    """Whatever a paper holds, one paper is one entry and one record."""
    odd = Paper("0" * 12, title, abstract, authors=tuple(authors), published=date(2026, 1, 2))
    library = bibtexparser.parse_string(export([odd], "bibtex", {}))
    assert (len(library.entries), len(library.failed_blocks)) == (1, 0)
    assert len(pybtex(export([odd], "bibtex", {}), "bibtex").entries) == 1
    assert len(rispy.loads(export([odd], "ris", {}))) == 1


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Vincent van Gogh", "van Gogh, Vincent"),
        ("Plato", "Plato"),
        ("Gogh, V.", "Gogh, V."),
    ],
)
def test_names_are_turned(name: str, turned: str) -> None:
    """Small words belong to the name that follows them."""
    assert last_first(name) == turned
