"""Hugging Face API answers become papers, whichever of their shapes they come in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from conftest import SHARED

from retrieval.errors import SourceError
from retrieval.sources import huggingface
from retrieval.types import Paper, Refused

SAMPLES = SHARED / "samples" / "hf_daily_papers"

FLAT: dict[str, Any] = {
    "id": "2611.01234",
    "title": "Tides in\n  Attention",
    "summary": "Attention ebbs.\nWe measure how far.",
    "authors": [{"name": "Ada Low", "hidden": False}, {"name": "Bo High", "hidden": True}],
    "publishedAt": "2026-11-12T23:30:00.000Z",
}


def nested(paper: dict[str, Any] | None = None, **outer: Any) -> dict[str, Any]:
    return {"paper": {**FLAT, **(paper or {})}, **outer}


def read(answer: object, listed: date | None = None) -> list[Paper | Refused]:
    return list(huggingface.parse(json.dumps(answer), "answer.json", listed))


def paper(answer: object, listed: date | None = None) -> Paper:
    (only,) = read(answer, listed)
    assert isinstance(only, Paper)
    return only


def test_the_flat_and_the_nested_form_give_the_same_paper() -> None:
    """A paper looked up by its id is the paper of the daily list."""
    assert paper(FLAT) == paper([nested()]) == paper([FLAT])


def test_a_paper_is_read_in_full() -> None:
    """Title on one line, all authors by name (those hidden too), the day it was published."""
    found = paper(FLAT)
    assert found.title == "Tides in Attention"
    assert found.abstract == "Attention ebbs. We measure how far."
    assert found.authors == ("Ada Low", "Bo High")
    assert (found.arxiv_id, found.url) == ("2611.01234", "https://huggingface.co/papers/2611.01234")
    assert (found.published, found.listed_on) == (date(2026, 11, 12), None)
    assert found.sources == ("huggingface",)


def test_what_the_answer_leaves_out_is_unknown() -> None:
    """No upvotes said is not zero upvotes, and null says nothing."""
    found = paper([nested({"upvotes": None, "ai_summary": None, "organization": None, "ai_keywords": None})])
    assert (found.upvotes, found.comments, found.ai_summary) == (None, None, None)
    assert (found.organization, found.code_url, found.keywords) == (None, None, ())


def test_zero_is_zero() -> None:
    """0 upvotes and 0 comments are numbers, wherever they stand."""
    found = paper([nested({"upvotes": 0}, numComments=0)])
    assert (found.upvotes, found.comments) == (0, 0)


@pytest.mark.parametrize("inside", [True, False])
def test_a_field_counts_wherever_it_stands(inside: bool) -> None:
    """Inside "paper" or beside it: what one answer nests, the next one does not."""
    extras: dict[str, Any] = {
        "upvotes": 31,
        "numComments": 2,
        "organization": {"name": "tide-lab", "fullname": "Tide Laboratory"},
        "ai_summary": "Attention has tides.",
        "ai_keywords": ["attention", "tides"],
        "githubRepo": "https://github.com/tide/ebb",
        "submittedOnDailyAt": "2026-11-13T00:10:00.000Z",
        "somethingNew": {"deep": [1, 2]},
    }
    found = paper([nested(extras) if inside else nested(**extras)])
    assert (found.upvotes, found.comments, found.organization) == (31, 2, "Tide Laboratory")
    assert (found.ai_summary, found.keywords) == ("Attention has tides.", ("attention", "tides"))
    assert found.code_url == "https://github.com/tide/ebb"
    assert found.listed_on == date(2026, 11, 13)


def test_null_inside_does_not_hide_what_stands_outside() -> None:
    """A null is not a value, so the other place is asked."""
    assert paper([nested({"upvotes": None}, upvotes=4)]).upvotes == 4


def test_an_organization_without_a_full_name_has_its_short_one() -> None:
    """Better the short name than none."""
    assert paper([nested({"organization": {"name": "tide-lab"}})]).organization == "tide-lab"


@pytest.mark.parametrize(
    ("paper_fields", "outer", "listed", "expected"),
    [
        ({"submittedOnDailyAt": "2026-11-13T00:10:00Z"}, {}, date(2026, 11, 16), date(2026, 11, 16)),
        ({"submittedOnDailyAt": "2026-11-13T00:10:00Z"}, {}, None, date(2026, 11, 13)),
        ({}, {"publishedAt": "2026-11-16T03:44:01.558Z"}, None, date(2026, 11, 16)),
        ({}, {"publishedAt": "2026-11-12T19:30:00.000Z"}, None, None),
    ],
    ids=["the day asked for", "the day of submission", "an older answer", "a shifted publication"],
)
def test_the_listing_day_is_never_the_publication_day(
    paper_fields: dict[str, Any], outer: dict[str, Any], listed: date | None, expected: date | None
) -> None:
    """The day a paper was listed is known or unknown, and never borrowed from its publication."""
    found = paper([nested(paper_fields, **outer)], listed)
    assert (found.listed_on, found.published) == (expected, date(2026, 11, 12))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-12T23:30:00Z", date(2026, 11, 12)),
        ("2026-11-12T23:30:00.123Z", date(2026, 11, 12)),
        ("2026-11-12T23:30:00-04:00", date(2026, 11, 13)),
        ("2026-11-13T01:00:00+02:00", date(2026, 11, 12)),
        ("2026-11-12T23:30:00", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("9999-12-31T23:59:59-01:00", None),
        ("last Tuesday", None),
        (1731456000, None),
    ],
)
def test_times_are_days_in_utc(written: object, day: date | None) -> None:
    """Whatever offset a time is written with, the day is that of UTC; what is no time is unknown."""
    assert paper({**FLAT, "publishedAt": written}).published == day


def test_one_bad_entry_does_not_cost_the_others() -> None:
    """An entry that is no paper is refused with its place and reason; its neighbours come."""
    first, *refused, last = read([nested(), 7, {"paper": {"title": "Only a title"}}, {}, nested(title="x")])
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert [(r.where, bool(r.reason)) for r in refused if isinstance(r, Refused)] == [
        (f"answer.json, entry {n}", True) for n in (2, 3, 4)
    ]


def test_values_of_the_wrong_kind_are_unknown() -> None:
    """A number where a list should be spoils that field and nothing else."""
    found = paper({**FLAT, "authors": 3, "ai_keywords": "tides", "upvotes": "many", "organization": [1]})
    assert (found.authors, found.keywords, found.upvotes, found.organization) == ((), (), None, None)


def test_an_empty_day_is_no_error() -> None:
    """On a Saturday the list is empty, and that is fine."""
    assert read([]) == []


@pytest.mark.parametrize(
    "text",
    ["", "<html>Sign in</html>", '[{"paper": {"title": "Cut o', "[" * 100_000, '{"a":' * 100_000, "7", '{"a": 1}'],
)
def test_a_broken_answer_is_never_an_empty_day(text: str) -> None:
    """What is no answer about papers is an error that names it."""
    with pytest.raises(SourceError, match=r"answer\.json"):
        list(huggingface.parse(text, "answer.json"))


def test_an_error_of_the_api_is_passed_on() -> None:
    """If Hugging Face says what is wrong, I read it."""
    with pytest.raises(SourceError, match="Invalid date"):
        read({"error": "Invalid date"})


def test_a_byte_order_mark_is_no_fault() -> None:
    """A file saved by an editor that marks its encoding reads like any other."""
    text = "\ufeff" + json.dumps([nested()])
    assert huggingface.recognises(text)
    assert len(list(huggingface.parse(text, "saved.json"))) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", True),
        (json.dumps([nested()], indent=4), True),
        (json.dumps(FLAT), True),
        (json.dumps(FLAT, indent=2), True),
        ('{"error": "Invalid date"}', True),
        (json.dumps(FLAT) + "\n" + json.dumps(FLAT), False),
        ('{"title": "A", "abstract": "B"}', False),
        ("[Re] Tides in Attention\n\nAttention ebbs.", False),
        ("Tides in Attention\n\nAttention ebbs.", False),
        ("<feed/>", False),
        ("", False),
    ],
)
def test_it_knows_its_own(text: str, expected: bool) -> None:
    """Answers of the API are recognised by content; pages, feeds and JSON Lines are left to others."""
    assert huggingface.recognises(text) is expected


def test_real_answers_are_read_without_a_loss() -> None:
    """Every entry of the recorded days becomes a paper listed on that day."""
    if not SAMPLES.is_dir():
        pytest.skip(f"../shared is not here: {SAMPLES}")
    for sample in sorted(SAMPLES.glob("*.json")):
        text = sample.read_text(encoding="utf-8")
        found = list(huggingface.parse(text, sample.name))
        assert huggingface.recognises(text)
        assert len(found) == len(json.loads(text))
        assert {p.listed_on for p in found if isinstance(p, Paper)} == {date.fromisoformat(sample.stem)}
        assert all(isinstance(p, Paper) and p.published and p.authors and p.url for p in found)


def test_links_and_people_of_an_answer_are_kept() -> None:
    """GitHub's stars, the project's page, who submitted the paper, media and the discussion, wherever they stand."""
    entry = {
        "paper": {
            "id": "2605.00007", "title": "Gulls", "summary": "We count gulls.", "githubStars": 1200,
            "githubRepo": "https://github.com/gull/count", "projectPage": "https://gulls.example.org/",
            "discussionId": "6650", "submittedOnDailyBy": {"name": "ann", "fullname": "Ann Ash"},
        },
        "title": "Gulls", "mediaUrls": ["https://cdn-uploads.huggingface.co/gulls.mp4", "https://evil.example/x"],
    }  # fmt: skip
    (paper,) = huggingface.parse(json.dumps([entry]), "day")
    assert isinstance(paper, Paper)
    assert (paper.stars, paper.project_url, paper.submitter) == (1200, "https://gulls.example.org/", "Ann Ash")
    assert (paper.media, paper.discussion) == (("https://cdn-uploads.huggingface.co/gulls.mp4",), "6650")
