"""The sentence of a text that shows best why the text was found."""

from __future__ import annotations

import re

from retrieval.text.statements import statements
from retrieval.text.words import stem, terms


def telling_sentence(text: str, words: str, title: str = "") -> tuple[str, float]:
    """The whole sentence of *text* that holds most of *words*, the first of equals, and the share that it holds.

    *title*: that of the paper the text is from. ("", 0.0) for a text without a sentence or a query without a word.
    """
    wanted = {stem(word) for word in terms(words)}
    told = statements(text, title)
    held = [len(wanted & {stem(word) for word in re.findall(r"\w+", sentence.lower())}) for sentence in told]
    best = max(range(len(told)), key=held.__getitem__, default=None)
    return ("", 0.0) if best is None or not wanted else (told[best], held[best] / len(wanted))
