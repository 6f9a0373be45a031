"""Words that put a paper on one's reading list."""

from __future__ import annotations

import pytest

from bot.question.reading_list import Saving, read_saving


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("save it", Saving("it")),
        ("Save the second one, please.", Saving("the second one")),
        ("ok, bookmark both for later", Saving("both")),
        ("save all", Saving("all of them")),
        ("please save 2405.21060 to my reading list", Saving("2405.21060")),
        ("add the first two to my reading list", Saving("the first two", plain=True)),
        ("take it off my list", Saving("it", off=True, plain=True)),
        ("unsave [2]", Saving("[2]", off=True, plain=True)),
    ],
)
def test_what_is_to_be_saved(said: str, meant: Saving) -> None:
    """However it is said, the words for the papers are what is left."""
    found = read_saving(said)
    assert found
    assert (found.names, found.off) == (meant.names, meant.off)


@pytest.mark.parametrize("said", ["how does it save memory?", "saved", "which papers save energy?", "save", "x" * 400])
def test_what_asks_for_something_else(said: str) -> None:
    """A question with such a word in it saves nothing."""
    assert read_saving(said) is None
