"""arXiv feeds become papers, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SHARED

from retrieval.errors import SourceError
from retrieval.sources import arxiv
from retrieval.types import Paper, Refused

SAMPLES = SHARED / "samples" / "arxiv"

ENTRY = """<entry><id>http://arxiv.org/abs/2611.01234v3</id><published>2026-11-12T18:00:00Z</published>
<updated>2026-11-13T18:00:00Z</updated><title>Tides in
  Attention</title><summary>  Attention ebbs &amp; flows.
We measure how far. </summary><author><name>Ada Low</name></author>
<author><name>Dirk WÃ¼rfel</name></author></entry>"""


def feed(*entries: str, total: object = 1) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{''.join(entries)}</feed>"
    )


def read(text: str, listed: date | None = None) -> list[Paper | Refused]:
    return list(arxiv.parse(text, "feed.xml", listed))


def test_an_entry_is_read_in_full() -> None:
    """Title and abstract on one line, the id without its version, the day of the first version, all authors.

    Names that reached arXiv with broken letters stay as arXiv has them: guessing could break sound ones.
    """
    (paper,) = read(feed(ENTRY))
    assert isinstance(paper, Paper)
    assert paper.title == "Tides in Attention"
    assert paper.abstract == "Attention ebbs & flows. We measure how far."
    assert (paper.arxiv_id, paper.url) == ("2611.01234", "https://arxiv.org/abs/2611.01234")
    assert (paper.published, paper.listed_on) == (date(2026, 11, 12), None)
    assert paper.authors == ("Ada Low", "Dirk WÃ¼rfel")
    assert paper.sources == ("arxiv",)


def test_arxivs_own_record_is_kept() -> None:
    """Version and day of the change, categories with the primary one first, comment, journal and DOI."""
    more = (
        '<category term="cs.CL"/><a:primary_category term="cs.LG"/><a:comment>9 pages</a:comment>'
        "<a:journal_ref>Tides 3</a:journal_ref><a:doi>10.1000/tides.3</a:doi></entry>"
    )
    entry = ENTRY.replace("<entry>", '<entry xmlns:a="http://arxiv.org/schemas/atom">').replace("</entry>", more)
    (paper,) = read(feed(entry))
    assert isinstance(paper, Paper)
    assert (paper.version, paper.updated, paper.categories) == (3, date(2026, 11, 13), ("cs.LG", "cs.CL"))
    assert (paper.comment, paper.journal_ref, paper.doi) == ("9 pages", "Tides 3", "10.1000/tides.3")
    (gone,) = read(feed(entry.replace("9 pages", "This paper has been withdrawn by the author")))
    assert isinstance(gone, Paper)
    assert gone.withdrawn


def test_old_identifiers_are_read_too() -> None:
    """Papers from before 2007 have ids with their field in front."""
    (paper,) = read(feed(ENTRY.replace("2611.01234v3", "hep-th/9901001v2")))
    assert isinstance(paper, Paper)
    assert paper.arxiv_id == "hep-th/9901001"


def test_a_search_without_results_is_no_error() -> None:
    """Nothing found is an answer."""
    assert read(feed(total=0)) == []


def test_one_bad_entry_does_not_cost_the_others() -> None:
    """An entry without id, title or abstract is refused with its place; its neighbours come."""
    without_id = ENTRY.replace("http://arxiv.org/abs/2611.01234v3", "https://blog.example/post")
    without_abstract = ENTRY.replace("<summary>", "<note>").replace("</summary>", "</note>")
    found = read(feed(without_id, ENTRY, without_abstract))
    assert found[0] == Refused("feed.xml, entry 1", "no arXiv id")
    assert isinstance(found[1], Paper)
    assert found[2] == Refused("feed.xml, entry 3", "no abstract")


def test_an_error_of_the_api_is_passed_on() -> None:
    """arXiv reports a wrong question as an entry: I read its words, and get no paper named "Error"."""
    error = (
        "<entry><id>http://arxiv.org/api/errors#bad_id</id><title>Error</title>"
        "<summary>incorrect id format for 12345</summary></entry>"
    )
    with pytest.raises(SourceError, match="incorrect id format for 12345"):
        read(feed(error))


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE feed>",
        '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE feed SYSTEM "http://127.0.0.1:9/feed.dtd">',
    ],
)
def test_a_feed_that_declares_things_is_refused(declaration: str) -> None:
    """No feed can blow up in memory, read a file of mine or call out."""
    text = feed(ENTRY).replace("?>", f"?>{declaration}", 1)
    assert arxiv.recognises(text)
    with pytest.raises(SourceError, match="feed refused"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rate exceeded.",
        feed(ENTRY)[:-40],
        "<html><body>Sign in</body></html>",
        '<?xml version="1.0"?><rss><channel/></rss>',
        feed(ENTRY).replace("Attention ebbs", "Attention\x00 ebbs"),
        feed(ENTRY).replace("Attention ebbs", "Attention\ud800 ebbs"),
        "<a>" * 100_000,
    ],
)
def test_a_broken_feed_is_never_an_empty_one(text: str) -> None:
    """What is cut off, or no feed at all, is an error that names it."""
    with pytest.raises(SourceError, match=r"feed\.xml"):
        read(text)


def test_elements_nested_without_end_do_no_harm() -> None:
    """A feed a hundred thousand elements deep is read like any other."""
    deep = ENTRY.replace("Tides in", "<b>" * 100_000 + "Tides in" + "</b>" * 100_000)
    (paper,) = read(feed(deep))
    assert isinstance(paper, Paper)
    assert paper.title == "Tides in Attention"


def test_the_size_of_a_page_is_told() -> None:
    """A page says how many results there are, so that a short one can be noticed."""
    assert arxiv.page_size(feed(ENTRY, ENTRY, total=214_881), "feed.xml") == arxiv.PageSize(2, 214_881)


@pytest.mark.parametrize("total", ["", "many", "-1", "1" * 5000, "²"])
def test_a_page_that_does_not_tell_its_size_is_broken(total: str) -> None:
    """Without a total nobody can know whether results are missing."""
    with pytest.raises(SourceError, match="how many"):
        arxiv.page_size(feed(ENTRY, total=total), "feed.xml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (feed(ENTRY), True),
        ("\ufeff" + feed(ENTRY), True),
        (feed(ENTRY).split("?>", 1)[1], True),
        ("<html><body>Sign in</body></html>", False),
        ("[]", False),
        ("Tides in Attention\n\nAttention ebbs.", False),
        ("", False),
    ],
)
def test_it_knows_its_own(text: str, expected: bool) -> None:
    """Feeds are recognised by content; pages and JSON are left to others."""
    assert arxiv.recognises(text) is expected


def test_real_feeds_are_read_without_a_loss() -> None:
    """Every entry of the recorded feeds becomes a paper."""
    if not SAMPLES.is_dir():
        pytest.skip(f"../shared is not here: {SAMPLES}")
    for sample in sorted(SAMPLES.glob("*.xml")):
        text = sample.read_text(encoding="utf-8")
        found = list(arxiv.parse(text, sample.name))
        assert arxiv.recognises(text)
        assert len(found) == arxiv.page_size(text, sample.name).entries == text.count("<entry>")
        assert all(isinstance(p, Paper) and p.published and p.authors and p.arxiv_id for p in found)
