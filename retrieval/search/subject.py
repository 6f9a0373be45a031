"""What a question is about, without the way it is asked: "Are there papers on grokking?" is about grokking."""

from __future__ import annotations

import re

from retrieval.text.words import is_wanted

_FEWEST = 3
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def topic(question: str) -> str:
    """*question* without the words that open its sentences and say nothing of a subject, and without its closing mark.

    An abstract is not written as a question: embedded like this it lies nearer. A sentence of nothing but such words
    goes. A question of which fewer than `_FEWEST` words would be left stays whole: a bare name lies near nothing.
    """
    kept = [found for sentence in _SENTENCE.split(question.strip()) if (found := _from_first_term(sentence))]
    about = " ".join(kept).rstrip("?.! ")
    return about if len(about.split()) >= _FEWEST else question


def _from_first_term(sentence: str) -> str:
    words = re.finditer(r"\w+", sentence)
    start = next((word.start() for word in words if is_wanted(word[0])), len(sentence))
    return sentence[start:]
