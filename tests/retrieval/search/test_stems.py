"""The stems of texts, numbered and kept."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search import stems as module
from retrieval.search.match import Matcher
from retrieval.search.stems import Stems, words_of
from retrieval.text.words import stem


@given(st.text() | st.text(alphabet=[chr(code) for code in range(128)]))
def test_words_are_what_they_are_in_any_alphabet(text: str) -> None:
    """The quick way of cutting plain English into words finds the very words that the pattern finds."""
    assert words_of(text) == re.findall(r"\w+", text.lower())


@given(st.lists(st.sampled_from("boat boats mast masts masted sail é".split()), max_size=30))
def test_words_of_one_stem_have_one_number(words: list[str]) -> None:
    """Two words are taken for one another if, and only if, their stems are equal."""
    known = Stems()
    numbers = known.of(" ".join(words)).tolist()
    assert [numbers.index(n) for n in numbers] == [list(map(stem, words)).index(stem(word)) for word in words]
    assert all(numbers)


def test_threads_give_no_number_twice() -> None:
    """Many questions at once mix up no words."""
    known = Stems()
    words = [f"word{n}" for n in range(3_000)]
    threads = [
        threading.Thread(target=lambda at=at: known.of(" ".join(words[at:] + words[:at]))) for at in (0, 7, 1_500)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(known.of(" ".join(words)).tolist())) == len(words)


def test_what_is_kept_has_a_bound_and_changes_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many words as are kept all begins anew, and papers fit as they did."""
    monkeypatch.setattr(module, "_FULL", 5)
    first = Matcher("long ropes for boats", {}, 10)
    before = module.stems()
    matches = [first.match("Ropes", "Boats need long ropes."), first.match("Masts", "One two three four five six.")]
    second = Matcher("long ropes for boats", {}, 10)
    assert module.stems() is not before
    again = [second.match("Ropes", "Boats need long ropes."), second.match("Masts", "One two three four five six.")]
    assert again == matches
    assert [each.coverage for each in again] == [1.0, 0.0]
