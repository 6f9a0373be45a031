"""Papers from JSON Lines, from a list of objects, and from files where some lines are broken."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from conftest import SHARED

from retrieval.errors import SourceError
from retrieval.identity import arxiv_id_of
from retrieval.sources import jsonl
from retrieval.types import Paper, Refused

EVAL = SHARED / "eval"
KITES: dict[str, Any] = {"title": "Kites over Cold Water", "abstract": "Cold water slows the wind. We fly kites."}


def read(text: str, listed: date | None = None) -> list[Paper | Refused]:
    return list(jsonl.parse(text, "papers.jsonl", listed))


def paper(listed: date | None = None, **fields: object) -> Paper:
    """The paper of one line with *fields*."""
    (only,) = read(json.dumps(KITES | fields), listed)
    assert isinstance(only, Paper)
    return only


def test_one_object_a_line() -> None:
    """Every line is a paper, blank lines and the kind of line end do not matter."""
    text = "\ufeff" + json.dumps(KITES) + "\r\n\r\n  \r\n" + json.dumps(KITES | {"title": "Kites\u2028over Snow"})
    first, second = read(text)
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert (first.title, first.sources, second.title) == (KITES["title"], ("jsonl",), "Kites over Snow")


@pytest.mark.parametrize("name", ["abstract", "text", "summary"])
def test_names_of_the_abstract(name: str) -> None:
    """The abstract is found under each of its usual names, its paragraphs are kept, its line breaks are not."""
    (only,) = read(json.dumps({"title": "Kites", name: "Cold water\nslows.\n\nWe fly."}))
    assert isinstance(only, Paper)
    assert only.abstract == "Cold water slows.\n\nWe fly."


def test_names_of_the_other_fields() -> None:
    """Data sets name the fields in two styles; both are understood."""
    one = paper(
        published="2026-05-01", listed_on="2026-05-04", arxiv_id="2605.00001v2", comments=3, keywords=["wind"],
        code_url="https://github.com/kite/line", organization="Kite Lab", id="icra:7", version=2,
    )  # fmt: skip
    other = paper(
        publishedAt="2026-05-01T23:10:00.000Z", listedOn="2026-05-04", arxivId="2605.00001", numComments=3,
        ai_keywords=["wind"], githubRepo="https://github.com/kite/line", organization={"fullname": "Kite Lab"},
        _id="icra:7", versions=[{"version": "v1"}, {"version": "v2"}],
    )  # fmt: skip
    assert one == other
    assert (one.published, one.listed_on, one.arxiv_id) == (date(2026, 5, 1), date(2026, 5, 4), "2605.00001")
    assert one.url == "https://huggingface.co/papers/2605.00001"
    assert (one.comments, one.keywords, one.organization, one.external_ids) == (3, ("wind",), "Kite Lab", ("icra:7",))


@pytest.mark.parametrize(
    "authors",
    [["Ann Ash", "Bo Birk", "Cy"], [{"name": "Ann Ash"}, {"name": "Bo Birk"}, {"name": "Cy"}],
     "Ann Ash, Bo Birk, Cy", "Ann Ash; Bo Birk;Cy", "Ann Ash, Bo Birk and Cy"],
)  # fmt: skip
def test_authors(authors: object) -> None:
    """Authors come as names, as objects, or in one line, and are counted unless the record says how many."""
    assert paper(authors=authors).authors == ("Ann Ash", "Bo Birk", "Cy")
    assert paper(authors=authors).author_count == 3
    assert paper(authors=authors, author_count=30).author_count == 30


def test_the_day_the_user_says() -> None:
    """A day of listing given for the whole file counts where a record names none."""
    assert paper(listed=date(2026, 1, 2)).listed_on == date(2026, 1, 2)
    assert paper(listed=date(2026, 1, 2), listed_on="2026-01-05").listed_on == date(2026, 1, 5)


@pytest.mark.parametrize("day", ["last week", "05/01/2026", "2026-02-30", True, {}])
def test_other_dates_are_absent(day: object) -> None:
    """A date in any other form than ISO is no date: guessing would be wrong in silence."""
    assert paper(published=day).published is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "not JSON: Expecting value (character 1)"),
        ('{"title": "Kites", "abst', "not JSON: Unterminated string starting at (character 20)"),
        ('{"a": ' * 100_000, "not JSON: nested too deeply"),
        ('{"title": "Kites", "abstract": NaN}', "no abstract"),
        ("[1, 2]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"title": "Kites"}', "no abstract"),
        ('{"abstract": "We fly."}', "no title"),
        ('{"title": ["Kites", "Snow"], "abstract": "We fly."}', "the title is not text"),
        ('{"title": "?!", "abstract": "We fly."}', "the title has neither letters nor digits"),
    ],
)
def test_a_bad_line_costs_itself_only(line: str, reason: str) -> None:
    """A line that is no paper is refused with its number and the reason, the lines around it are read."""
    before, refused, after = read(f"{json.dumps(KITES)}\n\n{line}\n{json.dumps(KITES)}")
    assert refused == Refused("papers.jsonl, line 3", reason)
    assert before == after


@pytest.mark.parametrize("text", ["", "\n\n", "one\ntwo", "[" * 100_000, '{"title": "Kites"', "[1, 2\n3]", '"{}"'])
def test_no_object_at_all(text: str) -> None:
    """A file without a single object is an error and not an empty one."""
    with pytest.raises(SourceError, match="no JSON object"):
        read(text)


def test_a_list_is_read_back() -> None:
    """What `papers --json` prints can be read again: a list, its entries numbered in refusals."""
    known = paper(published="2026-05-01", year_inferred=True, upvotes=0, arxiv_id="2605.00001", authors=["Ann Ash"])
    shown = {
        "id": known.id, "title": known.title, "abstract": known.abstract, "published": "2026-05-01",
        "year_inferred": True, "listed_on": None, "authors": ["Ann Ash"], "author_count": 1, "organization": None,
        "upvotes": 0, "comments": None, "arxiv_id": "2605.00001", "url": known.url,
    }  # fmt: skip
    text = json.dumps([shown, {"title": "Empty"}], indent=2)
    assert jsonl.recognises(text)
    assert read(text) == [known, Refused("papers.jsonl, entry 2", "no abstract")]


def test_one_object_over_several_lines() -> None:
    """A single paper may be printed nicely."""
    text = json.dumps(KITES, indent=2)
    assert jsonl.recognises(text)
    assert read(text) == [paper()]


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize(("name", "count"), [("daily-papers.jsonl", 4_000), ("litsearch-dev-corpus.jsonl", 12_159)])
def test_real_files(name: str, count: int, step: int) -> None:
    """Every line of the real files is a paper, with what the line says of it: a tenth of them, or all."""
    if not EVAL.is_dir():
        pytest.skip("../shared is not here: no real files to read")
    lines = (EVAL / name).read_text(encoding="utf-8").splitlines()[::step]
    text = "\n".join(lines)
    assert jsonl.recognises(text)
    found = read(text)
    raw = [json.loads(line) for line in lines]
    assert len(found) == -(-count // step)
    for record, said in zip(found, raw, strict=True):
        assert isinstance(record, Paper)
        assert record.arxiv_id == (said.get("arxiv_id") or arxiv_id_of(said.get("id", "")))
        assert record.upvotes == said.get("upvotes")
        assert record.listed_on == (date.fromisoformat(said["listed_on"]) if said.get("listed_on") else None)
