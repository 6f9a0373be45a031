"""Names before titles' colons that are words too: whether a text means the paper or the subject."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper

from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.mentions import mentions


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A thousand papers, one of them called Sea Lore; nine more speak of sea lore."""
    folder: Path = tmp_path_factory.mktemp("named")
    archive = Archive(Database(folder / "archive.db"))
    tales = [paper(f"Tale {n}", f"Of sea lore, number {n}.") for n in range(9)]
    others = [paper(f"Winch {n}", f"It has {n} cogs.") for n in range(990)]
    archive.put([paper("Sea Lore: An Account", "We tell of ships."), *tales, *others])
    return archive


@pytest.mark.parametrize(
    ("text", "named"),
    [("What results does Sea Lore report?", True), ("what is sea lore?", False), ("Sea Lore", False)],
)
def test_capitals_inside_a_question_name_the_paper(archive: Archive, text: str, named: bool) -> None:
    """Written as in the title it is the paper; in small letters, or alone, the subject that several speak of."""
    assert [mention.paper.title for mention in mentions(archive, text) if mention.paper] == (
        ["Sea Lore: An Account"] if named else []
    )
