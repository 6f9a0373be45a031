"""Days and searches are fetched whole, one after the other, and nothing missing goes unsaid."""

from __future__ import annotations

import json
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from servers import Reply, nowhere, serving

from retrieval.errors import SourceError, UsageError
from retrieval.sources import huggingface
from retrieval.sources.arxiv_query import arxiv_query
from retrieval.sources.fetch import MOST_RESULTS, Listing, days_of, fetch_arxiv, fetch_huggingface
from retrieval.sources.http import FetchError, PoliteClient

TODAY = date(2026, 11, 14)  # a Saturday
DAYS = [TODAY - timedelta(days=n) for n in (3, 2, 1, 0)]


def polite() -> PoliteClient:
    """A client that does not really wait."""
    return PoliteClient(timeout=5.0, sleep=lambda seconds: None)


class Patchy(PoliteClient):
    """A client whose network is gone whenever one of some days is asked for."""

    def __init__(self, silent: set[str]) -> None:
        super().__init__()
        self.silent = silent

    def get(self, url: str) -> str:
        if any(f"date={day}" in url for day in self.silent):
            raise FetchError(f"{url} is not reachable.", "Check the network.", unanswered=True)
        return "[]"


def feed(entries: int, total: int) -> bytes:
    body = "<entry><id>http://arxiv.org/abs/2611.01234v1</id></entry>" * entries
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">'
        f"<o:totalResults>{total}</o:totalResults>{body}</feed>"
    ).encode()


# Days


@pytest.mark.parametrize(
    ("day", "week", "since", "first", "last", "count"),
    [
        (None, None, None, "2026-11-13", "2026-11-14", 2),
        ("2026-11-10", None, None, "2026-11-10", "2026-11-10", 1),
        ("2026-11-14", None, None, "2026-11-14", "2026-11-14", 1),
        (None, "2026-W45", None, "2026-11-02", "2026-11-08", 7),
        (None, "2026-W46", None, "2026-11-09", "2026-11-14", 6),
        (None, "2024-W01", None, "2024-01-01", "2024-01-07", 7),
        (None, None, "7d", "2026-11-07", "2026-11-14", 8),
        (None, None, "2w", "2026-10-31", "2026-11-14", 15),
        (None, None, "1m", "2026-10-14", "2026-11-14", 32),
        (None, None, "2026-11", "2026-11-01", "2026-11-14", 14),
        (None, None, "0d", "2026-11-14", "2026-11-14", 1),
        (None, None, "2026-11-12", "2026-11-12", "2026-11-14", 3),
    ],
)
def test_days_are_what_was_asked_for(
    day: str | None, week: str | None, since: str | None, first: str, last: str, count: int
) -> None:
    """A day, an ISO week, or everything since then; without a word, yesterday and today."""
    days = days_of(day, week, since, None, TODAY)
    assert (str(days[0]), str(days[-1]), len(days)) == (first, last, count)
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("day", "week", "since"),
    [
        ("2026-11-15", None, None),
        (None, "2026-W47", None),
        (None, None, "2026-11-15"),
        ("2026-11-10", "2026-W46", None),
        (None, "2026-W46", "7d"),
        ("yesterday", None, None),
        ("2026-02-30", None, None),
        ("20261110", None, None),
        ("", None, None),
        (None, "2026-46", None),
        (None, "2025-W53", None),
        (None, "9999-W52", None),
        (None, None, "7"),
        (None, None, "-7d"),
        (None, None, "9999w"),
        (None, None, "0206-01-01"),
    ],
)
def test_days_that_make_no_sense_are_told(day: str | None, week: str | None, since: str | None) -> None:
    """The future, two wishes at once, and what is no date: an error that shows the right form."""
    with pytest.raises(UsageError) as caught:
        days_of(day, week, since, None, TODAY)
    assert caught.value.hint


def test_days_end_with_the_day_named() -> None:
    """`--since … --until …` are the days between, both included; never beyond today; the wrong way round is told."""
    days = days_of(None, None, "2026-11-02", "2026-11-04", TODAY)
    assert [day.day for day in days] == [2, 3, 4]
    assert len(days_of(None, None, "7d", "2026-12-24", TODAY)) == 8
    for since, until in (("2026-11-04", "2026-11-02"), (None, "2026-11-02"), ("7d", "soon")):
        with pytest.raises(UsageError) as caught:
            days_of(None, None, since, until, TODAY)
        assert caught.value.hint


# Daily Papers


def test_each_day_comes_as_soon_as_it_is_here() -> None:
    """A day can be stored before the next is asked for, so that an interrupted run has lost nothing."""
    with serving(b"[]") as server:
        coming = fetch_huggingface(polite(), f"{server.url}/", DAYS)
        where = f"{server.url}/api/daily_papers?date=2026-11-11&limit=100"
        assert next(coming) == Listing(DAYS[0], ((where, "[]"),))
        assert len(server.paths) == 1
        assert len(list(coming)) == 3


def test_a_day_that_fails_does_not_cost_the_others() -> None:
    """One day refused with its address and reason, the others here."""
    with serving(b"[]", Reply(status=404), b"[1]") as server:
        first, second, *others = fetch_huggingface(polite(), server.url, DAYS)
    assert second.fault
    assert "date=2026-11-12" in second.fault.where
    assert second.fault.reason.startswith("answered with status 404. ")
    assert [(each.day, *(text for _, text in each.pages)) for each in (first, *others)] == [
        (DAYS[0], "[]"), (DAYS[2], "[1]"), (DAYS[3], "[1]")
    ]  # fmt: skip


def test_a_server_that_answers_every_day_with_a_fault_is_reported_day_by_day() -> None:
    """It is there and says no: I see what it said to each day."""
    with serving(Reply(status=404)) as server:
        found = list(fetch_huggingface(polite(), server.url, DAYS))
    assert [day.fault is not None for day in found] == [True] * 4


def test_a_dead_network_is_one_error() -> None:
    """If nothing answers at all, I am told once, soon, and where to look."""
    for days in (DAYS[:1], DAYS[:2], DAYS * 100):
        with pytest.raises(SourceError, match="not reachable") as caught:
            list(fetch_huggingface(polite(), nowhere(), days))
        assert "network" in caught.value.hint


def test_a_day_without_an_answer_is_forgiven_once_another_came() -> None:
    """A server that drops out in the middle costs only those days."""
    silent = {"2026-11-11", "2026-11-12", "2026-11-13"}
    days = [TODAY - timedelta(days=n) for n in (4, 3, 2, 1, 0)]
    found = list(fetch_huggingface(Patchy(silent), "http://127.0.0.1", days))
    assert [day.fault is not None for day in found] == [False, True, True, True, False]


def test_a_network_that_comes_back_is_not_given_up_too_soon() -> None:
    """Two days without an answer at the start, then it works: two days refused, the others here."""
    found = list(fetch_huggingface(Patchy({"2026-11-11", "2026-11-12"}), "http://127.0.0.1", DAYS))
    assert [day.fault is not None for day in found] == [True, True, False, False]


def test_a_sign_in_page_is_no_day() -> None:
    """What a hotel's network answers instead of Hugging Face is an error, not a day without papers."""
    with serving(b"<html>Please sign in</html>") as server:
        (answer,) = fetch_huggingface(polite(), server.url, DAYS[:1])
    ((where, text),) = answer.pages
    with pytest.raises(SourceError, match="not valid JSON"):
        list(huggingface.parse(text, where, answer.day))


def test_a_day_with_more_than_one_answer_holds_is_read_whole() -> None:
    """A full answer is followed by the next page, until one is not full."""
    full, rest = json.dumps([{"n": 1}] * 100).encode(), json.dumps([{"n": 2}] * 30).encode()
    with serving(full, rest) as server:
        (found,) = fetch_huggingface(polite(), server.url, DAYS[:1])
        assert [path.rpartition("&")[2] for path in server.paths] == ["limit=100", "p=1"]
    assert [len(json.loads(text)) for _, text in found.pages] == [100, 30]


def test_a_day_that_may_be_cut_is_told() -> None:
    """A server that gives the same page for ever is asked twice, and I hear of it."""
    with serving(json.dumps([{"n": 1}] * 100).encode()) as server:
        (told,) = fetch_huggingface(polite(), server.url, DAYS[:1])
        assert len(server.paths) == 2
    assert told.fault
    assert "may hold more" in told.fault.reason


def test_no_days_are_no_calls() -> None:
    """Nothing asked, nothing fetched."""
    assert list(fetch_huggingface(polite(), nowhere(), [])) == []


# arXiv


def test_a_search_is_read_page_by_page_to_its_limit() -> None:
    """250 of many: a hundred, a hundred, fifty, the newest first."""
    with serving(feed(100, 9000), feed(100, 9000), feed(50, 9000)) as server:
        pages = list(fetch_arxiv(polite(), server.url, "cat:cs.LG", 250))
        asked = [parse_qs(urlsplit(path).query) for path in server.paths]
    assert [where for where, _ in pages] == [server.url + path for path in server.paths]
    assert [(q["start"], q["max_results"]) for q in asked] == [
        (["0"], ["100"]), (["100"], ["100"]), (["200"], ["50"])
    ]  # fmt: skip
    assert all(q["search_query"] == ["cat:cs.LG"] for q in asked)
    assert all((q["sortBy"], q["sortOrder"]) == (["submittedDate"], ["descending"]) for q in asked)


@pytest.mark.parametrize(("total", "calls"), [(0, 1), (1, 1), (100, 1), (130, 2)])
def test_a_search_ends_where_its_results_end(total: int, calls: int) -> None:
    """Fewer results than I asked for is no error, and no page is asked for in vain."""
    with serving(feed(min(total, 100), total), feed(30, total)) as server:
        assert len(list(fetch_arxiv(polite(), server.url, "tides", 500))) == calls
        assert len(server.paths) == calls


@pytest.mark.parametrize("glitch", [feed(0, 150), feed(20, 150), feed(0, 0)])
def test_a_page_too_short_is_asked_for_again(glitch: bytes) -> None:
    """arXiv sometimes sends half a page, or an empty one: the second try has it."""
    with serving(feed(100, 150), glitch, feed(50, 150)) as server:
        pages = list(fetch_arxiv(polite(), server.url, "tides", 200))
        assert len(server.paths) == 3
    assert [text.count("<entry>") for _, text in pages] == [100, 50]


@pytest.mark.parametrize("glitch", [feed(0, 150), feed(20, 150), feed(0, 0)])
def test_a_search_never_just_ends_early(glitch: bytes) -> None:
    """If the page stays short I am told, and what came before is mine."""
    with serving(feed(100, 150), glitch) as server:
        coming = fetch_arxiv(polite(), server.url, "tides", 200)
        next(coming)
        with pytest.raises(SourceError, match="start=100"):
            next(coming)
        assert len(server.paths) == 3


def test_an_arxiv_that_does_not_answer_is_an_error() -> None:
    """A search that cannot be made is not a search without results."""
    with pytest.raises(FetchError, match="not reachable"):
        list(fetch_arxiv(polite(), nowhere(), "tides", 10))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("diffusion planning", 'all:"diffusion" AND all:"planning"'),
        ('"diffusion planning" robots', 'all:"diffusion planning" AND all:"robots"'),
        ("ti:diffusion AND cat:cs.LG", "ti:diffusion AND cat:cs.LG"),
        ("(au:low OR au:high)", "(au:low OR au:high)"),
        ("tides OR waves", 'all:"tides" OR all:"waves"'),
        ("tides ANDNOT survey", 'all:"tides" ANDNOT all:"survey"'),
        ("tides AND NOT survey", 'all:"tides" ANDNOT all:"survey"'),
        ('(tides OR "high water") AND cat:cs.LG', '(all:"tides" OR all:"high water") AND cat:cs.LG'),
        ("ti:(tides OR waves) au:low", '(ti:"tides" OR ti:"waves") AND au:low'),
        ('au:low+ANDNOT+ti:"high water"', 'au:low ANDNOT ti:"high water"'),
        ("cat:cs.LG submittedDate:[2026 TO 2027]", "cat:cs.LG AND submittedDate:[2026 TO 2027]"),
        ("search and rescue", 'all:"search" AND all:"and" AND all:"rescue"'),
        ("O(n) attention", 'all:"O(n)" AND all:"attention"'),
        ("LLM: a survey", 'all:"LLM:" AND all:"a" AND all:"survey"'),
    ],
)
def test_plain_words_become_a_search(query: str, expected: str) -> None:
    """I type words and get papers with all of them; who knows arXiv's fields can use them."""
    assert arxiv_query(query) == expected


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("tides", 0),
        ("tides", -1),
        ("tides", MOST_RESULTS + 1),
        ("", 10),
        (' " ', 10),
        ("OR tides", 10),
        ("tides OR", 10),
        ("(tides OR waves", 10),
        ("tides)", 10),
        ("()", 10),
        ("tides AND OR waves", 10),
    ],
)
def test_a_search_that_makes_no_sense_is_told_before_any_call(query: str, limit: int) -> None:
    """No results asked for, too many, or no words: an error at once."""
    with pytest.raises(UsageError):
        fetch_arxiv(polite(), nowhere(), query, limit)
