"""The archive: what is new, what belongs together, and how a paper is found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from conftest import paper, three_papers

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.errors import AmbiguousError, UsageError
from retrieval.types import Paper, Window


def test_the_same_paper_again_is_unchanged(archive: Archive) -> None:
    """Storing papers a second time changes nothing and says so."""
    assert archive.put(three_papers()) == ["new"] * 3
    assert archive.put(three_papers()) == ["unchanged"] * 3
    assert archive.count() == 3


def test_sources_complete_each_other(archive: Archive) -> None:
    """One paper seen on a page, in the API and on arXiv is one record that knows what each of them knew."""
    page = paper("A Study: in Naps", "We nap. It helps.", author_count=2, published=date(2025, 6, 1),
                 year_inferred=True, listed_on=date(2025, 12, 9), comments=1, sources=("page",))  # fmt: skip
    api = paper("A study in naps", "We nap. It helps a lot.", arxiv_id="2506.00001", authors=("A. Doze", "B. Nod"),
                published=date(2025, 6, 2), listed_on=date(2025, 6, 3), upvotes=0,
                sources=("huggingface",))  # fmt: skip
    assert archive.put([page, api]) == ["new", "merged"]
    [known] = archive.list()
    assert (known.abstract, known.upvotes, known.comments) == ("We nap. It helps a lot.", 0, 1)
    assert (known.published, known.year_inferred) == (date(2025, 6, 2), False)
    assert (known.listed_on, known.authors, known.author_count) == (date(2025, 6, 3), ("A. Doze", "B. Nod"), 2)
    assert known.sources == ("huggingface", "page")


def test_order_does_not_matter(tmp_path: object) -> None:
    """Read in whatever order, the sources give the same record."""
    seen = [
        paper("On Tides", "Tides rise.", sources=("page",), comments=3, listed_on=date(2025, 1, 2)),
        paper("On tides", "Tides rise and fall.", sources=("arxiv",), arxiv_id="2501.00001",
              published=date(2024, 12, 30)),
        paper("On Tides", "Tides rise and fall.", sources=("huggingface",), arxiv_id="2501.00001", upvotes=7),
    ]  # fmt: skip
    results = set()
    for number, order in enumerate(permutations(seen)):
        database = Database(tmp_path / f"{number}" / "archive.db")  # type: ignore[operator]
        archive = Archive(database)
        archive.put(order)
        results |= set(archive.list())
        database.close()
    assert len(results) == 1


def test_an_arxiv_id_joins_two_titles(archive: Archive) -> None:
    """A retitled paper stays one record, found under both titles and both ids."""
    old, new = paper("Old Name", "Text one here.", arxiv_id="2501.00002"), paper("New Name", "Text one here.")
    archive.put([old, new])
    assert archive.count() == 2
    archive.put([replace(new, arxiv_id="2501.00002")])
    assert archive.count() == 1
    assert archive.find("Old Name") == archive.find("New Name") == archive.find(old.id) == archive.find(new.id)


def test_two_papers_may_share_a_title(archive: Archive) -> None:
    """The same title with another arXiv id is another paper."""
    first = paper("A Survey", "About boats.", arxiv_id="2501.00003")
    second = paper("A Survey", "About trains.", arxiv_id="2501.00004")
    archive.put([first, second])
    assert archive.count() == 2
    assert archive.find("2501.00004").abstract == "About trains."


def test_a_counter_is_kept_current(archive: Archive) -> None:
    """Upvotes read later replace earlier ones, and 0 is a number."""
    start = replace(three_papers()[0], upvotes=0)
    archive.put([start])
    assert archive.list()[0].upvotes == 0
    assert archive.put([replace(start, upvotes=12)]) == ["updated"]
    assert archive.list()[0].upvotes == 12


@pytest.mark.parametrize(
    "name",
    ["2611.00001", "arXiv:2611.00001v2", "https://arxiv.org/abs/2611.00001", "https://huggingface.co/papers/2611.00001",
     "compass networks", "COMPASS net", "compass-networks!"],
)  # fmt: skip
def test_a_paper_is_found_by_any_of_its_names(stocked: Archive, name: str) -> None:
    """An arXiv id, an address, a title or an unambiguous piece of one finds the paper."""
    assert stocked.find(name).title == "Compass Networks"


def test_what_could_be_several_is_listed(archive: Archive) -> None:
    """A piece of several titles names those papers a line each, most upvoted first, by arXiv id where there is one."""
    lakes = replace(paper("Deep Lakes", "Two text."), arxiv_id="2611.00077", upvotes=9)
    archive.put([paper("Deep Rivers", "One text."), lakes, *(paper(f"Deep Well {n}", "A text.") for n in range(5))])
    with pytest.raises(AmbiguousError) as told:
        archive.find("deep")
    first, lake, river, *_ = told.value.message.split("\n")
    assert first == "“deep” could be 7 papers; the 5 most upvoted:"
    assert lake == "• Deep Lakes · 2611.00077"
    assert river == f"• Deep Rivers · {archive.find('deep rivers').id}"
    assert len(told.value.choices) == 7
    with pytest.raises(UsageError, match="No paper"):
        archive.find("shallow")


def test_a_whole_word_is_meant_rather_than_a_part_of_one(archive: Archive) -> None:
    """“LoRA” is LoRA, though QLoRA's title holds these letters too."""
    archive.put([paper("LoRA: Low-Rank Adaptation", "One text."), paper("QLoRA: Efficient Finetuning", "Two text.")])
    assert archive.find("lora").title == "LoRA: Low-Rank Adaptation"
    assert archive.find("qlor").title == "QLoRA: Efficient Finetuning"


@pytest.mark.parametrize(
    ("about", "titles"),
    [("listed", ["Ropes and Harbours", "Compass Networks"]), ("published", ["Ropes and Harbours"])],
)
def test_a_window_is_about_one_kind_of_day(stocked: Archive, about: str, titles: list[str]) -> None:
    """November holds what was listed or what was published then, and the two are never mixed."""
    window = Window(date(2026, 11, 1), date(2026, 12, 1), about)  # type: ignore[arg-type]
    assert [p.title for p in stocked.list(window)] == titles
    assert stocked.count(window) == len(titles)
    assert all(window.holds(p) for p in stocked.list(window))


def test_a_paper_never_listed_counts_by_its_publication(stocked: Archive) -> None:
    """A window on listing days holds an unlisted paper by the day it was published."""
    window = Window(date(2024, 3, 5), date(2024, 3, 6), "listed")
    assert [p.title for p in stocked.list(window)] == ["The Drift of Deltas"]


def test_every_field_survives_storage(archive: Archive) -> None:
    """What goes in comes out, to the last field."""
    full = Paper(
        paper("Full", "All of it.").id, "Full", "All of it.", date(2025, 1, 1), True, date(2025, 1, 2), ("A", "Ö"), 2,
        "Org", 0, 0, "2501.00009", "https://arxiv.org/abs/2501.00009", "A summary.", ("k1", "k2"),
        "https://github.com/a/b", ("x:1",), ("jsonl",),
    )  # fmt: skip
    archive.put([full])
    assert archive.find("x:1") == full
