"""Pages copied from browsers of other languages: dates and counts are read, or left out, and never become titles."""

from __future__ import annotations

import time
from datetime import date

import pytest
from pages import DAY_PAGE, TITLES, papers, words

from retrieval.sources import page_dates, page_lines
from retrieval.sources.page_dates import day_of

PAGES = {
    "British": ("9 December", "5 authors", "8 Dec 1", "5 Dec 12", "26 Nov"),
    "German": ("9. Dezember", "5 Autoren", "8. Dez. 1", "5. Dez. 12", "26. Nov."),
    "French": ("9 décembre", "5 auteurs", "8 déc. 1", "5 déc. 12", "26 nov."),
    "Spanish": ("9 de diciembre", "5 autores", "8 dic 1", "5 dic 12", "26 nov"),
    "Chinese": ("12月9日", "5 位作者", "12月8日 1", "12月5日 12", "11月26日"),
    "Japanese": ("12月9日", "5 名の著者", "12月8日 1", "12月5日 12", "11月26日"),
    "Portuguese": ("9 de dezembro", "5 autores", "8 de dez. 1", "5 de dez. 12", "26 de nov."),
    "Portuguese in full": (
        "9 de dezembro de 2026",
        "5 autores",
        "8 de dezembro de 2026 1",
        "5 de dez. 12",
        "26 de nov.",
    ),
    "Italian": ("9 dicembre", "5 autori", "8 dic 1", "5 dic 12", "26 nov"),
    "Dutch": ("9 december", "5 auteurs", "8 dec 1", "5 dec 12", "26 nov"),
    "Russian": ("9 декабря 2026 г.", "5 авторов", "8 дек. 1", "5 дек. 12", "26 нояб."),
    "Ukrainian": ("9 грудня", "5 авторів", "8 груд. 1", "5 груд. 12", "26 лист."),
    "Polish": ("9 grudnia", "5 autorów", "8 gru 1", "5 gru 12", "26 lis"),
    "Czech": ("9. 12. 2026", "5 autorů", "8. prosince 1", "5. prosince 12", "26. listopadu"),
    "Turkish": ("9 Aralık", "5 yazar", "8 Ara 1", "5 Ara 12", "26 Kas"),
    "Swedish": ("9 december", "5 författare", "8 dec. 1", "5 dec. 12", "26 nov."),
    "Finnish": ("9. joulukuuta", "5 kirjoittajaa", "8. jouluk. 1", "5. jouluk. 12", "26. marrask."),
    "Hungarian": ("december 9.", "5 szerző", "dec. 8. 1", "dec. 5. 12", "nov. 26."),
    "Greek": ("9 Δεκεμβρίου", "5 συγγραφείς", "8 Δεκ 1", "5 Δεκ 12", "26 Νοε"),
    "Vietnamese": ("9 tháng 12", "5 tác giả", "8 thg 12 1", "5 thg 12 12", "26 thg 11"),
    "Korean": ("2026. 12. 9.", "저자 5명", "12월 8일 1", "12월 5일 12", "11월 26일"),
    "Chinese with weekdays": ("12月9日 周三", "5 位作者", "12月8日 1", "12月5日 12", "11月26日"),
    "British with weekdays": ("Wed 9 Dec", "5 authors", "Tue 8 Dec 1", "Sat 5 Dec 12", "Thu 26 Nov"),
    "moments": ("2026-12-09T00:00:00.000Z", "5 authors", "2026-12-08T00:00:00Z 1", "2026-12-05 12", "2026-11-26"),
    "ISO": ("2026-12-09", "5 authors", "2026-12-08 1", "2026-12-05 12", "2026-11-26"),
}


def page_in(day: str, authors: str, first: str, second: str, third: str) -> str:
    """The day's page with its dates and counts written in another way."""
    text = DAY_PAGE.replace("5 authors", authors).replace("Dec 8 1", first).replace("Dec 5 12", second)
    return text.replace("Nov 26", third).replace("Dec 9", day)


@pytest.mark.parametrize("language", PAGES)
def test_dates_and_counts_of_other_languages(language: str) -> None:
    """The same page says the same in every language: words, authors, dates, comments and the day it is of."""
    assert papers(page_in(*PAGES[language]), kind="day", today=date(2026, 12, 24))[0].author_count == 5
    found, known = (papers(text, today=date(2026, 12, 24)) for text in (page_in(*PAGES[language]), DAY_PAGE))
    assert [(p.title, p.abstract, p.comments, p.published, p.listed_on) for p in found] == [
        (p.title, p.abstract, p.comments, p.published, p.listed_on) for p in known
    ]


@pytest.mark.parametrize(
    "other",
    [
        ("9 दिसंबर", "5 लेखक", "8 दिसंबर 1", "5 दिसंबर 12", "26 नवंबर"),
        ("9 ธ.ค.", "ผู้เขียน 5 คน", "8 ธ.ค. 1", "5 ธ.ค. 12", "26 พ.ย."),
        ("9 בדצמבר", "5 מחברים", "8 בדצמ׳ 1", "5 בדצמ׳ 12", "26 בנוב׳"),
        ("12 hours ago", "5 authors", "yesterday 1", "4 days ago 12", "2 weeks ago"),
        ("12/9/2026", "5 authors", "12/8/2026 1", "12/5/2026 12", "11/26/2026"),
    ],
)
def test_languages_that_are_not_read(other: tuple[str, str, str, str, str]) -> None:
    """A language, or an order of day and month, that nobody here reads costs the dates and not the titles."""
    assert words(page_in(*other)) == words(DAY_PAGE)
    assert {paper.published for paper in papers(page_in(*other))} == {None}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("13. September 2023 2", date(2023, 9, 13)),
        ("1er août 2023", date(2023, 8, 1)),
        ("3 de marzo de 2023 4", date(2023, 3, 3)),
        ("2023年9月13日 2", date(2023, 9, 13)),
        ("2023년 9월 13일", date(2023, 9, 13)),
        ("13.09.2023", date(2023, 9, 13)),
        ("2023/9/13", date(2023, 9, 13)),
        ("13th September 2023", date(2023, 9, 13)),
    ],
)
def test_forms_of_dates(text: str, when: date) -> None:
    """Dates with a year, in the ways that browsers write them."""
    found = day_of(text)
    assert found
    assert found.on(None) == when


@pytest.mark.parametrize("text", ["18 Monkeys", "7 jui", "32 mai", "2023-13-01", "12 Marbles", "9 de", "3 Bit Models"])
def test_what_is_no_date(text: str) -> None:
    """Numbers before other words, half a month's name and impossible numbers are no dates."""
    assert day_of(text) is None


def test_a_title_that_begins_with_a_number_stays() -> None:
    """What only looks a little like a date is a title where titles stand, and a list in an abstract stays there."""
    text = DAY_PAGE.replace(TITLES[1], "12 Monkeys").replace("Bakers say", "• 5 loaves a day")
    assert [paper.title for paper in papers(text)][1] == "12 Monkeys"


def test_a_count_is_read_in_any_language() -> None:
    """Behind its bullet a number says how many authors there are, whatever the word for them."""
    assert papers(DAY_PAGE.replace("5 authors", "5 waandishi"))[0].author_count == 5


def test_a_first_title_with_a_number_is_no_day() -> None:
    """Under the page's name a short title with a number stays a title."""
    text = DAY_PAGE.replace("Dec 9\n\n", "").replace(TITLES[0], "Owl2: Ears")
    assert papers(text)[0].title == "Owl2: Ears"


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "• 5" + "a" * 100_000, "9 de " * 20_000, "1." * 50_000, "月" * 100_000]
)
def test_long_lines_are_quick(text: str) -> None:
    """A line of 100,000 characters takes no time."""
    start = time.monotonic()
    assert page_lines.lines(text)
    assert not page_dates.like_a_date(text)
    assert time.monotonic() - start < 2
