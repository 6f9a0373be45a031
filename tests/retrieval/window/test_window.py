from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import UsageError
from retrieval.types import Window
from retrieval.window import describe, given_window, read_window, week_window
from retrieval.window.lookalikes import fold

CLOCKS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
NOW = datetime(2026, 9, 8, 12, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
ROWS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("window_phrases.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = (
    "what is new between from since until before after and to in on the last past this of first second week month"
    " year days 3 31 2024 2024-05-01 2026-W53 June May may Monday Q1 winter early ago today recently , - – 's ? ( )"
)


@pytest.mark.parametrize(("now", "question", "start", "end", "about"), ROWS)
def test_phrases(now: str, question: str, start: str, end: str, about: str) -> None:
    """When I write a time phrase, exactly those days are searched; what is none is left in my question."""
    window, rest = read_window(question, datetime.fromisoformat(now))
    if about == "-":
        assert (window, rest) == (None, question)
    else:
        assert window is not None
        got = [side.isoformat() if side else "open" for side in (window.start, window.end)]
        assert [*got, window.about] == [start, end, about]


@pytest.mark.parametrize(
    ("question", "words", "rest"),
    [
        ("What is new on grokking since June?", "since June", "What is new on grokking?"),
        ("What's new on RAG, last week?", "last week", "What's new on RAG?"),
        ("What is new (last week) on RAG?", "last week", "What is new on RAG?"),
        ("Since June, what is new on grokking?", "Since June", "what is new on grokking?"),
        ("last week's papers on diffusion", "last week's", "papers on diffusion"),
        ("What do we learn from yesterday’s papers?", "yesterday’s", "What do we learn from papers?"),
        ("What do the 2024 papers on RL say?", "2024", "What do the papers on RL say?"),
        ("recent papers on RL", "recent", "papers on RL"),
        ("published in 2023 and listed last week", "in 2023", "published and listed last week"),
        ("last week?", "last week", ""),
    ],
)
def test_the_phrase_is_taken_out(question: str, words: str, rest: str) -> None:
    """The search looks for my topic, not for the words of my time phrase."""
    window, searched = read_window(question, NOW)
    assert window is not None
    assert (window.words, searched) == (words, rest)


def test_about_given_overrides_the_words() -> None:
    """When I say which date I mean, the words of the question do not."""
    window, _ = read_window("What was published last week?", NOW, about="listed")
    assert window is not None
    assert window.about == "listed"


def test_recent_days_are_mine_to_set() -> None:
    """What "recent" means is the number of days in my configuration, ending today."""
    window, _ = read_window("recent papers on RL", NOW, recent_days=3)
    assert window == Window(date(2026, 9, 6), date(2026, 9, 9), "listed", "recent")


def test_today_is_where_i_am() -> None:
    """At one and the same instant today is another day in Auckland than in Honolulu."""
    instant = datetime(2026, 9, 8, 12, 30, tzinfo=UTC)
    starts = []
    for zone in ("Pacific/Auckland", "Pacific/Honolulu"):
        window, _ = read_window("papers of today", instant.astimezone(ZoneInfo(zone)))
        assert window is not None
        starts.append(window.start)
    assert starts == [date(2026, 9, 9), date(2026, 9, 8)]


def test_every_iso_week_of_two_decades() -> None:
    """A week I name is the ISO week of my calendar, in years of 52 and of 53 weeks."""
    for year in range(2015, 2036):
        for number in range(1, date(year, 12, 28).isocalendar().week + 1):
            monday = date.fromisocalendar(year, number, 1)
            sides = (monday, monday + timedelta(days=7))
            named, _ = read_window(f"What was new in week {number} of {year}?", NOW)
            week = week_window(f"{year}-W{number:02}")
            assert (week.start, week.end) == sides
            assert named is not None
            assert (named.start, named.end) == sides


def _hold(question: str, now: datetime) -> None:
    window, rest = read_window(question, now)
    assert len(fold(question)) == len(question)
    if window is None:
        assert rest == question
    else:
        assert window.words
        assert window.words in question
        assert window.start is not None or window.end is not None
        assert window.start is None or window.end is None or window.start < window.end


@given(st.text(max_size=200), CLOCKS)
def test_any_text_is_a_question(question: str, now: datetime) -> None:
    """Whatever I paste, on whatever day, I am answered: the phrase found is mine and its days are not empty."""
    _hold(question, now)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12), CLOCKS)
def test_any_heap_of_time_words_is_a_question(words: list[str], now: datetime) -> None:
    """However I muddle my time phrases, I am answered, and no window is empty."""
    _hold(" ".join(words), now)


@pytest.mark.parametrize("week", ["2026-W31", "2026W31", "2026-w31", " 2026-W31 "])
def test_ways_to_write_a_week(week: str) -> None:
    """I can write a week with or without the dash, in either case."""
    window = week_window(week)
    assert (window.start, window.end, window.about) == (date(2026, 7, 27), date(2026, 8, 3), "listed")


@pytest.mark.parametrize("week", ["2025-W53", "2026-W54", "2026-W00", "0000-W01", "9999-W53", "W31", "week 31", ""])
def test_a_week_that_is_none(week: str) -> None:
    """A week that does not exist is refused with words that show how to write one."""
    with pytest.raises(UsageError) as refused:
        week_window(week)
    assert "2026-W31" in refused.value.hint


@pytest.mark.parametrize(
    ("since", "until", "week", "start", "end"),
    [
        ("2024-05-01", None, None, date(2024, 5, 1), date(2026, 9, 9)),
        ("2024-05-01", "2024-05-31", None, date(2024, 5, 1), date(2024, 6, 1)),
        (None, "2024-05-31", None, None, date(2024, 6, 1)),
        (None, "2024-05", None, None, date(2024, 6, 1)),
        (None, "2024", None, None, date(2025, 1, 1)),
        ("2025-06", "2025-06", None, date(2025, 6, 1), date(2025, 7, 1)),
        ("2026-W31", None, None, date(2026, 7, 27), date(2026, 9, 9)),
        (None, "2026-W31", None, None, date(2026, 8, 3)),
        ("7d", None, None, date(2026, 9, 1), date(2026, 9, 9)),
        ("2w", "7d", None, date(2026, 8, 25), date(2026, 9, 2)),
        ("3m", None, None, date(2026, 6, 8), date(2026, 9, 9)),
        ("1y", None, None, date(2025, 9, 8), date(2026, 9, 9)),
        ("yesterday", "today", None, date(2026, 9, 7), date(2026, 9, 9)),
        (None, None, "2026-W31", date(2026, 7, 27), date(2026, 8, 3)),
    ],
)
def test_options(since: str | None, until: str | None, week: str | None, start: date | None, end: date) -> None:
    """My options mean whole days, the last one included; without an end they reach until today."""
    window = given_window(since, until, week, NOW, about="published")
    assert window is not None
    assert (window.start, window.end, window.about) == (start, end, "published")


def test_no_options_no_window() -> None:
    """Without options nothing is narrowed."""
    assert given_window(None, None, None, NOW) is None


@pytest.mark.parametrize(
    ("since", "until", "week"),
    [
        ("2024-06-01", "2024-05-31", None),
        ("2026-09-09", None, None),
        ("2026-09-01", None, "2026-W31"),
        (None, "2026-09-01", "2026-W31"),
        ("2023-02-29", None, None),
        ("9999y", None, None),
        ("soon", None, None),
        ("", None, None),
        (None, "2026-W54", None),
    ],
)
def test_options_that_hold_no_day(since: str | None, until: str | None, week: str | None) -> None:
    """Dates that cannot be are refused, and I am told what to write instead."""
    with pytest.raises(UsageError) as refused:
        given_window(since, until, week, NOW)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 9, 1), date(2026, 9, 8), "listed 1–7 Sep 2026"),
        (date(2025, 12, 28), date(2026, 1, 4), "listed 28 Dec 2025 – 3 Jan 2026"),
        (date(2024, 4, 29), date(2024, 5, 6), "listed 29 Apr – 5 May 2024"),
        (date(2026, 6, 1), TODAY + timedelta(days=1), "listed since 1 Jun 2026"),
        (date(2026, 6, 1), None, "listed since 1 Jun 2026"),
        (None, date(2024, 1, 1), "listed before 1 Jan 2024"),
        (date(2024, 5, 3), date(2024, 5, 4), "listed 3 May 2024"),
        (TODAY, TODAY + timedelta(days=1), "listed 8 Sep 2026"),
        (None, None, "listed at any time"),
    ],
)
def test_the_echo(start: date | None, end: date | None, words: str) -> None:
    """I am told in plain words which days were searched."""
    assert describe(Window(start, end, "listed"), TODAY) == words
