"""Daily Papers pages that were damaged, cut or mixed up: every entry is read or refused, none made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import ABSTRACTS, HEAD, OWLS, PAGE, TITLES, WORDS, papers, words

from retrieval.errors import SourceError
from retrieval.sources import page
from retrieval.types import Paper, Refused

PAGES = SHARED / "pages"
REAL = {"generalization-properties.txt": 44, "plants-and-generalization.txt": 85}


def real_page(name: str) -> str:
    """A page as people saved it."""
    if not PAGES.is_dir():
        pytest.skip("../shared is not here: no real pages to read")
    return (PAGES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("\n\n", "\n\n \n\t\n"),
        lambda text: text.removeprefix(HEAD),
        lambda text: text.replace("Dec 9\n\n", ""),
        lambda text: text.replace("Daily Papers\n\nby", "Daily Papers\nby").replace("new\n", ""),
        lambda text: text.replace("\n·\n", "\n"),
        lambda text: text.replace("\n·\n", " · "),
        lambda text: text.replace("Late Trams", "Upvote 34\n\nSubmitted by\n\nmarge\n\nLate Trams"),
        lambda text: text.replace("Owls are", "View PDF\n\nOwls are").replace("A Note", "12\nSubmitted by ned\nA Note"),
        lambda text: "\ufeff" + text,
    ],
)
def test_damage_that_loses_no_words(damage: Callable[[str], str]) -> None:
    """Line ends, spaces, lost or extra empty lines, a lost head, buttons: the papers are the same."""
    assert words(damage(PAGE)) == WORDS


def test_abstracts_of_several_paragraphs() -> None:
    """A second paragraph belongs to its abstract, also where the next title follows at once."""
    text = PAGE.replace("We leave", "\n\nWe leave").replace("We show that", "\n\nWe show that")
    assert words(text) == WORDS
    assert papers(text)[0].abstract.count("\n\n") == 1


@pytest.mark.parametrize(
    "other", ["我们把录音机放在四十片树林里一整年，并数出猫头鹰的叫声。", "Сов чаще слышат, чем видят"]
)
def test_other_scripts(other: str) -> None:
    """A translation stays in the abstract; an abstract in another script is the abstract."""
    owls, *_ = papers(PAGE.replace("nights.\n", f"nights.\n\n{other}\n"))
    assert owls.abstract == f"{ABSTRACTS[0]}\n\n{other}"
    found = papers(PAGE.replace(ABSTRACTS[2], other))
    assert [paper.title for paper in found] == TITLES
    assert found[2].abstract == other


def test_lines_broken_to_fit_a_width() -> None:
    """A page that was wrapped by a mail program reads as before."""
    wrapped = []
    for line in PAGE.split("\n"):
        while len(line) > 60:
            at = line.rindex(" ", 0, 61)
            wrapped.append(line[:at])
            line = line[at + 1 :]
        wrapped.append(line)
    assert words("\n".join(wrapped)) == WORDS


@pytest.mark.parametrize("title", ["Olmo", "Why?", "Stop!", "On the Length of Titles " * 6, "Sub-title: An Odd End."])
def test_odd_titles(title: str) -> None:
    """Short, long, asking and shouting titles are titles."""
    assert papers(PAGE.replace(TITLES[1], title))[1].title == title.strip()


def test_duplicates_are_kept() -> None:
    """An entry that stands twice is given twice: the archive knows that they are one."""
    assert [paper.title for paper in papers(PAGE + "\n" + OWLS)] == [*TITLES, TITLES[0]]


def test_entries_that_lack_a_part_are_refused_one_by_one() -> None:
    """An entry without abstract or title is refused, with its place, and the others are read."""
    lost = PAGE.replace(ABSTRACTS[0] + "\n", "").replace(TITLES[1] + "\n", "")
    found = list(page.parse(lost.replace(ABSTRACTS[1], ABSTRACTS[1] * 2), "page.txt"))
    assert found[:2] == [Refused("page.txt, entry 1", "no abstract"), Refused("page.txt, entry 2", "no title")]
    assert [record.title for record in found[2:] if isinstance(record, Paper)] == TITLES[2:]


@pytest.mark.parametrize(
    "text", ["", "Dear all,\n\nthe tram was late.\n", HEAD, "Daily Papers", "<html>Daily Papers</html>"]
)
def test_what_is_no_page(text: str) -> None:
    """A text without a single entry is an error and not an empty page."""
    with pytest.raises(SourceError, match="no entry"):
        page.parse(text, "note.txt")


def test_a_page_cut_off() -> None:
    """The last entry of a cut page is kept if its abstract ends like one, and else refused as cut off."""
    end = PAGE.index("We show that")
    *whole, last = page.parse(PAGE[: end - 1], "page.txt")
    assert isinstance(last, Paper)
    assert ABSTRACTS[2].startswith(last.abstract)
    *whole, last = page.parse(PAGE[: end + 30], "page.txt")
    assert last == Refused("page.txt, entry 3", "cut off: the text ends inside this entry")
    assert [paper.title for paper in whole if isinstance(paper, Paper)] == TITLES[:2]


def cuts(text: str, step: int) -> None:
    """Check the page *text* cut at every *step*th character: nothing is read that it does not say."""
    known = {paper.title: paper.abstract for paper in page.parse(text, "page.txt") if isinstance(paper, Paper)}
    for end in range(0, len(text), step):
        try:
            found = list(page.parse(text[:end], "page.txt"))
        except SourceError:
            continue
        assert found
        for record in found:
            assert isinstance(record, Refused) or known[record.title].startswith(record.abstract)
        assert not any(isinstance(record, Refused) for record in found[:-1])


def test_cut_anywhere() -> None:
    """Wherever a page is cut, the entries before the cut stay as they were, and none is made up."""
    cuts(PAGE, 1)


@pytest.mark.parametrize("name", REAL)
def test_real_pages(name: str) -> None:
    """Every entry of a real page is a paper; they are search results, and none was listed on the day of the search."""
    found = papers(real_page(name))
    assert len(found) == REAL[name]
    assert {paper.listed_on for paper in found} == {None}
    assert {paper.sources for paper in found} <= {("page:search:2025-12-09",), ("page:search:2025-10-29",)}
    assert all(paper.published is None or paper.published <= date(2025, 12, 9) for paper in found)
    assert all(len(paper.title) < 150 and len(paper.abstract) > 1_000 for paper in found)


@pytest.mark.parametrize("name", REAL)
def test_real_pages_cut(name: str) -> None:
    """A real page cut anywhere gives its first entries and makes up none."""
    cuts(real_page(name)[:12_000], 50)


@pytest.mark.parametrize("name", REAL)
def test_real_pages_without_small_lines(name: str) -> None:
    """Even if all authors and dates are lost, titles and abstracts are told apart."""
    text = real_page(name)
    bare = "\n".join(line for line in text.split("\n") if not line or len(line) > 30)
    assert words(bare) == words(text)


@given(st.lists(st.sampled_from([*PAGE.split("\n"), "", "Oct 24,", "• ", "ſep 3", "word " * 80]), max_size=30))
@settings(max_examples=60)
def test_lines_in_any_order(lines: list[str]) -> None:
    """Whatever lines stand in whatever order, there are records or a `SourceError`, and no invented words."""
    text = "\n".join(lines)
    try:
        found = list(page.parse(text, "page.txt"))
    except SourceError:
        return
    spoken = " ".join(text.split())
    for record in found:
        said = [] if isinstance(record, Refused) else [record.title, *record.abstract.split("\n\n")]
        assert all(part in spoken for part in said)
    assert found
