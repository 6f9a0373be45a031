"""Daily Papers pages saved as text: what their lines say."""

from __future__ import annotations

from datetime import date

import pytest
from pages import HEAD, OWLS, PAGE, WORDS, papers, words


def test_every_entry_is_a_paper() -> None:
    """All four entries are read, also the one that has nothing under its abstract."""
    assert words(PAGE) == WORDS


def test_small_lines() -> None:
    """Authors are counted, the account's handle is dropped from the organization, comments are a number."""
    owls, bread, trams, bells = papers(PAGE)
    assert (owls.author_count, owls.authors, owls.organization, owls.comments) == (5, (), None, 1)
    assert (bread.author_count, bread.organization, bread.comments) == (None, "UC Berkeley", 12)
    assert (trams.author_count, trams.organization, trams.published, trams.comments) == (None,) * 4
    assert (bells.author_count, bells.comments) == (1, None)


def test_the_year_is_the_one_after_the_latest() -> None:
    """A page leaves out its own year: it is taken from the years it names, and marked as inferred."""
    owls, bread, _, bells = papers(PAGE, kind="day")
    assert (owls.published, owls.year_inferred) == (date(2024, 4, 29), True)
    assert (bread.published, bread.year_inferred) == (date(2023, 10, 24), False)
    assert bells.listed_on == date(2024, 12, 9)


def test_the_user_knows_the_day() -> None:
    """If the user says which day the page is of, that day and its year count."""
    owls, bread, _, _ = papers(PAGE, listed=date(2025, 12, 9))
    assert (owls.published, owls.year_inferred, owls.listed_on) == (date(2025, 4, 29), True, date(2025, 12, 9))
    assert bread.published == date(2023, 10, 24)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 12, 9), 2026), (date(2026, 12, 8), 2025), (date(2026, 3, 1), 2025)]
)
def test_a_page_without_any_year(today: date, year: int) -> None:
    """With no year on the page, it is the latest in which the page's day is not in the future."""
    (owls,) = papers(HEAD + OWLS, today=today, kind="day")
    assert (owls.published, owls.listed_on) == (date(year, 4, 29), date(year, 12, 9))


def test_no_year_is_better_than_a_wrong_one() -> None:
    """With nothing to tell the year, there is no date; nor is there a 29 February in most years."""
    (owls,) = papers(HEAD + OWLS)
    assert (owls.published, owls.listed_on, owls.year_inferred) == (None, None, False)
    assert papers(PAGE.replace("Apr 29 1", "Feb 29 1"), listed=date(2025, 12, 9))[0].published is None
    assert papers(PAGE.replace("Apr 29 1", "Feb 29 1"))[0].published == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("line", "published", "comments"),
    [
        ("Sep 13, 2023 2", date(2023, 9, 13), 2),
        ("September 13, 2023", date(2023, 9, 13), None),
        ("Sept. 13,2023 0", date(2023, 9, 13), 0),
        ("Sep\u00a013,\u00a02023\u00a07", date(2023, 9, 13), 7),
        ("Published on Sep 13, 2023", date(2023, 9, 13), None),
        ("Sep 31, 2023", None, None),
    ],
)
def test_forms_of_a_date(line: str, published: date | None, comments: int | None) -> None:
    """Dates are read in full or abbreviated, and an impossible one is no date."""
    bread = papers(PAGE.replace("Oct 24, 2023 12", line))[1]
    assert (bread.published, bread.comments) == (published, comments)


@pytest.mark.parametrize(
    "line", ["•5 authors", "  •   5  authors", "• 5 author", "5 Authors", "\u00a0•\u00a05 authors"]
)
def test_forms_of_the_authors_line(line: str) -> None:
    """The number of authors is read whatever the spacing around it."""
    assert papers(PAGE.replace("  • 5 authors", line))[0].author_count == 5


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("tencent Tencent", "Tencent"),
        ("Berkeley UC Berkeley", "UC Berkeley"),
        ("Google DeepMind", "Google DeepMind"),
        ("deep-lab Deep Lab Inc.", "Deep Lab Inc."),
        ("MIT Massachusetts Institute of Technology", "Massachusetts Institute of Technology"),
        ("Qwen", "Qwen"),
    ],
)
def test_organizations(line: str, name: str) -> None:
    """The handle before an organization goes, a first name that is no handle stays."""
    assert papers(PAGE.replace("berkeley UC Berkeley", line))[1].organization == name
