"""Papers as other programs pack, name and mark them up: one reading, and nothing lost unsaid."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from proportion import costs_in_proportion

from retrieval.errors import SourceError
from retrieval.sources import read
from retrieval.sources.dates import day_of
from retrieval.sources.markup import plain
from retrieval.sources.unwrap import literal
from retrieval.types import Paper, Refused

GULLS: dict[str, Any] = {"title": "Gulls over Warm Roofs", "abstract": "Warm roofs lift gulls. We count them."}
ANSWER = {"paper": {"id": "2605.00007", "title": "Gulls", "summary": "We count gulls.", "upvotes": 4}, "title": "Gulls"}


def one(text: str) -> Paper:
    """The one paper of *text*."""
    (only,) = read(text, "gulls")
    assert isinstance(only, Paper), only
    return only


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"status": "ok", "count": 1, "data": [GULLS]}),
        json.dumps({"papers": [GULLS]}, indent=1),
        json.dumps({"meta": {"count": 1}, "results": [GULLS], "group_by": []}),
        json.dumps({"2026-05-01": [GULLS]}),
        json.dumps({"hits": {"hits": [{"_source": GULLS}]}}),
        json.dumps([json.dumps(GULLS)]),
        json.dumps([repr(GULLS)]),
        repr(GULLS),
        repr([GULLS]),
        json.dumps([[GULLS]]),
        json.dumps({"title": "My feed", "items": [GULLS]}),
        json.dumps({"2605.00007": GULLS}),
        json.dumps({"notes": [{"id": "xYz", "content": {name: {"value": text} for name, text in GULLS.items()}}]}),
        json.dumps([{"key": "AB", "data": {"title": GULLS["title"], "abstractNote": GULLS["abstract"]}}]),
        json.dumps({"title": "Feed", "items": [{"title": GULLS["title"], "content_text": GULLS["abstract"]}]}),
        json.dumps(GULLS)[:-1] + ', "year": NaN}',
        repr(GULLS)[:-1] + ", 'seen': datetime.datetime(2026, 5, 1, 0, 0, tzinfo=datetime.timezone.utc), 'n': nan}",
        json.dumps(GULLS | {"abstract": ["Warm roofs lift gulls.", "We count them."]}),
    ],
)
def test_papers_are_found_in_what_is_wrapped_around_them(text: str) -> None:
    """Under "data", by the day, as strings or as Python prints them: the paper is the same."""
    assert one(text).title == GULLS["title"]


FLAT = ANSWER["paper"] | {"publishedAt": "2026-05-01T00:00:00.000Z"}
WHOLE = ANSWER | {"paper": FLAT}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([repr(ANSWER)]), json.dumps({"data": [ANSWER]}), json.dumps(ANSWER), repr([ANSWER]),
        json.dumps({"status": "ok", "date": "2026-05-02", "data": [WHOLE]}),
        json.dumps({"dailyPapers": [WHOLE], "next": None}, indent=1), json.dumps({"2026-05-02": [WHOLE]}),
        json.dumps({"results": [FLAT]}),
    ],
)  # fmt: skip
def test_answers_of_the_api_are_known_in_any_wrapping(text: str) -> None:
    """A dump of Daily Papers keeps upvotes and ids."""
    assert (one(text).arxiv_id, one(text).upvotes, one(text).sources) == ("2605.00007", 4, ("huggingface",))


def test_a_summary_beside_an_abstract_is_not_the_abstract() -> None:
    """Crawlers put a summary of their own beside the abstract, under the name the API has for it."""
    line = json.dumps(GULLS | {"summary": "Gulls, in short.", "publishedAt": "2026-05-01T00:00:00Z"})
    (found, _) = read(line + "\n" + line, "g")
    assert isinstance(found, Paper)
    assert (found.abstract, found.published) == (GULLS["abstract"], date(2026, 5, 1))


def test_a_string_among_the_papers_costs_itself() -> None:
    """What is no paper is refused with its place."""
    assert list(read(json.dumps({"data": [GULLS, "more"]}), "g"))[1] == Refused(
        "g, line 1, entry 2", "a string, not a JSON object"
    )


@pytest.mark.parametrize("text", ["{'a': __import__('os')}", "{'a': 1+1}", "{'a': " * 5_000, "{'\\", "{'a': b'x'}"])
def test_a_literal_is_never_run(text: str) -> None:
    """Only strings, numbers and brackets are read."""
    with pytest.raises(ValueError, match="literal"):
        literal(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "2605.00007"},
        {"id": "x1", "url": "http://arxiv.org/abs/2605.00007v2"},
        {"paperId": "0a1b", "externalIds": {"ArXiv": "2605.00007", "DOI": "10.1/x"}},
        {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.48550/arxiv.2605.00007"},
        {"ids": {"openalex": "W1"}, "locations": [{"landing_page_url": "https://arxiv.org/abs/2605.00007"}]},
        {"link": [{"href": "https://arxiv.org/pdf/2605.00007v1"}]},
        {"openAccessPdf": {"url": "https://arxiv.org/pdf/2605.00007.pdf"}},
        {"guid": "oai:arXiv.org:2605.00007v1"},
        {"short_id": "2605.00007v1"},
        {"paper_url": "https://arxiv.org/abs/2605.00007"},
        {"number": "arXiv:2605.00007"},
        {"arxiv_id": "arXiv:2605.00007v2 [cs.LG]"},
        {"link": "https://ar5iv.labs.arxiv.org/html/2605.00007"},
    ],
)
def test_the_arxiv_id_is_found_under_any_name(fields: dict[str, Any]) -> None:
    """So that one paper from two places is one paper, with an address to open."""
    found = one(json.dumps(GULLS | fields))
    assert found.arxiv_id == "2605.00007"
    assert found.url


@pytest.mark.parametrize(
    "fields", [{"references": ["arXiv:2501.00001"]}, {"related_url": "https://arxiv.org/abs/2501.00001"},
               {"note": "extends arXiv:2501.00001"}],
)  # fmt: skip
def test_ids_of_other_papers_are_not_its_own(fields: dict[str, Any]) -> None:
    """What a record cites or is related to gives it no id."""
    assert one(json.dumps(GULLS | fields)).arxiv_id is None


@pytest.mark.parametrize(
    "authors",
    ["Ann Ash, Bo Birk", "Ash, Ann; Birk, Bo", '["Ann Ash", "Bo Birk"]', "['Ann Ash', 'Bo Birk']",
     [{"first": "Ann", "last": "Ash"}, {"firstName": "Bo", "lastName": "Birk"}]],
)  # fmt: skip
def test_names_in_every_packing(authors: object) -> None:
    """A line, a list, a list that was written out: the same two people, as they are called."""
    assert one(json.dumps(GULLS | {"authors": authors})).authors == ("Ann Ash", "Bo Birk")


def test_objects_with_the_commas_of_their_list() -> None:
    """Lines taken out of a list are read although each ends in a comma."""
    assert len(list(read(json.dumps(GULLS) + ",\n" + json.dumps(GULLS | {"title": "More Gulls"}) + ",\n", "g"))) == 2


@pytest.mark.parametrize("value", ["1234.5678", "2613.00007", "7"])
def test_other_numbers_are_no_arxiv_ids(value: str) -> None:
    """There is no thirteenth month."""
    assert one(json.dumps(GULLS | {"id": value})).arxiv_id is None


def test_an_index_of_words_is_a_text() -> None:
    """OpenAlex gives each word its places; authors stand a level deeper."""
    work = {
        "display_name": "Gulls", "abstract_inverted_index": {"We": [0], "count": [1], "gulls.": [2]},
        "authorships": [{"author": {"display_name": "Ann Ash"}}], "publication_date": "2026-05-01",
    }  # fmt: skip
    found = one(json.dumps(work))
    assert (found.abstract, found.authors, found.published) == ("We count gulls.", ("Ann Ash",), date(2026, 5, 1))


def test_the_snapshot_of_arxiv() -> None:
    """The first version's day, names without the places behind them, accents as letters."""
    found = one(
        json.dumps(
            {
                "id": "2605.00007", "authors": "Ann Ash (Oslo, Norway) and Bo B\\\"irk", "title": "Gulls\n  again",
                "abstract": "  We count\ngulls.\n", "update_date": "2026-06-01",
                "versions": [{"version": "v1", "created": "Fri, 1 May 2026 17:05:02 GMT"}],
                "authors_parsed": [["Ash", "Ann", "", "Oslo"], ["B\\\"irk", "Bo", ""]],
            }
        )
    )  # fmt: skip
    assert (found.title, found.abstract, found.published) == ("Gulls again", "We count gulls.", date(2026, 5, 1))
    assert found.authors == ("Ann Ash", "Bo Bïrk")


@pytest.mark.parametrize(
    "written",
    ["2026-5-1", "2026/05/01", "2026-05-01 17:59:59", "Fri, 01 May 2026 00:00:00 -0500", "1 May 2026", "May 1, 2026",
     "1-May-2026", {"$date": "2026-05-01T00:00:00Z"},
     "20260501", 20260501, "1.5.2026", "2026年5月1日", 1777593600, 1777593600000.0, {"date-parts": [[2026, 5, 1]]}],
)  # fmt: skip
def test_days_that_leave_no_doubt(written: object) -> None:
    """A day is read in every form in which it can only be that day."""
    assert day_of(written) == date(2026, 5, 1)


@pytest.mark.parametrize(
    "fields", [{"publish_time": "2026-05-01"}, {"year": 2026, "month": 5, "day": 1}, {"posted_on": "1 May 2026"}]
)
def test_the_day_is_found_under_any_name(fields: dict[str, Any]) -> None:
    """Data sets call the day of a paper what they like."""
    assert one(json.dumps(GULLS | fields)).published == date(2026, 5, 1)


@pytest.mark.parametrize("name", ["updated", "last_modified", "crawled_at", "added"])
def test_the_day_of_something_else_is_not_the_papers(name: str) -> None:
    """When a record was changed or collected says nothing of the paper."""
    assert one(json.dumps(GULLS | {name: "2026-05-01"})).published is None


@pytest.mark.parametrize("text", ["N/A", "No abstract available.", "[Abstract not available]", "null"])
def test_what_stands_for_no_abstract(text: str) -> None:
    """Words that say there is no abstract are none."""
    assert list(read(json.dumps(GULLS | {"abstract": text}), "g")) == [Refused("g, line 1", "no abstract")]


@pytest.mark.parametrize("written", ["05/01/2026", "May 2026", "2026", 2026, "31 June 2026", "", None, {}, [2026]])
def test_no_day_is_guessed(written: object) -> None:
    """Where the day or the month is in doubt, there is none."""
    assert day_of(written) is None


@pytest.mark.parametrize(
    ("marked", "read_as"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>R&amp;D falls by 5&#37;.</jats:p>", "R&D falls by 5%."),
        ("10<sup>5</sup> tons of CO<sub>2</sub>", "10^5 tons of CO2"),
        ("&lt;p&gt;Two <i>gulls</i>&lt;/p&gt;", "Two gulls"),
        ("Where a < b and c > d, <think> and <image> stay, as AT&T does", None),
        ('Schr\\"odinger, Erd\\H{o}s, na{\\"\\i}ve and {\\o}', "Schrödinger, Erdős, naïve and ø"),
        ('It\\\'s \\"also\\" O\\\'Neil and $\\alpha$ \\\\"o', None),
    ],
)
def test_markup_becomes_text(marked: str, read_as: str | None) -> None:
    """JATS, HTML and TeX's accents are read; what a paper is about stays."""
    assert " ".join(plain(marked).split()) == (read_as or marked)


@pytest.mark.parametrize("glue", [" ", "\n", ", ", "<br>"])
def test_an_abstract_in_letters_is_refused(glue: str) -> None:
    """A text taken for a list of letters is no text."""
    (refused,) = read(json.dumps(GULLS | {"abstract": glue.join(GULLS["abstract"])}), "g")
    assert refused == Refused("g, line 1", "the abstract is broken into single letters")


@pytest.mark.parametrize(
    "text",
    ["<!doctype html><html></html>", "\n<HTML>", "<!-- saved --><html>", '<?xml version="1.0"?>\n<html xmlns="x"/>',
     '<meta charset="utf-8">', '<div class="page">',
     "From: <Saved by Blink>\nContent-Type: multipart/related\n", '<!DOCTYPE html>\n{"title": "a", "abstract": "b"}'],
)  # fmt: skip
def test_a_page_saved_as_html_is_told_what_to_do(text: str) -> None:
    """It is named, and the way to a file that can be read."""
    with pytest.raises(SourceError, match="HTML") as caught:
        read(text, "page.html")
    assert "text file" in caught.value.hint


ITEM = """<item rdf:about="http://arxiv.org/abs/2605.00007"><title>Gulls. (arXiv:2605.00007v1 [cs.LG])</title>
<link>https://arxiv.org/abs/2605.00007</link><pubDate>Fri, 01 May 2026 00:00:00 -0500</pubDate>
<description>arXiv:2605.00007v1 Announce Type: KIND&#10;Abstract: We count gulls.</description>
<dc:creator>Ann Ash (Oslo), Bo Birk</dc:creator></item>"""
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


@pytest.mark.parametrize(
    "form",
    [
        f"<rss version='2.0' {SPACES}><channel><title>cs.LG</title>ITEM</channel></rss>",
        f"<rdf:RDF xmlns='http://purl.org/rss/1.0/' {SPACES}><channel><title>cs.LG</title></channel>ITEM</rdf:RDF>",
    ],
)
@pytest.mark.parametrize(("kind", "published"), [("new", date(2026, 5, 1)), ("replace-cross", None)])
def test_feeds_of_new_papers(form: str, kind: str, published: date | None) -> None:
    """RSS old and new: no announcement in the abstract, and the day of a new version is not the paper's."""
    found = one(form.replace("ITEM", ITEM).replace("KIND", kind))
    assert (found.title, found.abstract, found.arxiv_id) == ("Gulls", "We count gulls.", "2605.00007")
    assert (found.authors, found.published) == (("Ann Ash", "Bo Birk"), published)


def test_the_day_of_a_cross_list_is_not_that_of_an_old_paper() -> None:
    """A feed announces an older paper in another category: its id says that it is not of this month."""
    feed = f"<rss version='2.0' {SPACES}><channel><title>cs.LG</title>{ITEM}</channel></rss>".replace("KIND", "cross")
    assert one(feed).published == date(2026, 5, 1)
    assert one(feed.replace("2605.00007", "2404.00007")).published is None


@pytest.mark.parametrize("part", ["<p ", "&amp;", "\\'", "{\\", "<!--"])
def test_long_nonsense_takes_no_time(part: str) -> None:
    """A hundred thousand characters of the worst kind are no more work each than a few."""

    def is_no_literal(text: str) -> None:
        with pytest.raises(ValueError, match="literal"):
            literal("{'" + text)

    assert costs_in_proportion(plain, part)
    assert costs_in_proportion(is_no_literal, part)
