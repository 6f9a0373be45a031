"""A name that is asked for and that no paper of the archive has."""

from __future__ import annotations

import re

from bot.answer.metadata import asks_for_a_fact
from bot.library import Library
from bot.question.words import own_words
from retrieval.archive.lookup import holding
from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted

_WORD = re.compile(r"[A-Z][\w-]{1,30} \d{1,2}(?:\.\d)?(?![\w.-])|\w+(?:[-.+]\w+)*")
_NAME = Pattern(
    r"(?=.*[^\W\d_])(?:.*\d|.*[a-z][A-Z]|.*[A-Z]{2}.*[a-z]|.*[A-Z].*-[A-Z])",
    "KelpNet-OCR",
    "KELP",
    how="match",
    flags=re.RegexFlag(0),
)
_SHORTEST, _LONGEST = 4, 40  # characters of a name
_MOST = 600  # characters of a question; more is a text, and no name is all it is about
_SHARE = 0.01  # of the papers: what more of them speak of is a subject, whether a paper is named so or not
_RESULTS = Pattern(r"\b(?:results?|reports?|findings?)\b", "results of KelpNet", "resulting nets")


def missing(library: Library, query: str) -> str:
    """The name that *query* is about, where no paper is named so; "" where it is about more than a name.

    Names of the archive's papers are found before this is asked. What is written in capitals alone may be a subject:
    that is a name only if no paper speaks of it, or a fact of a paper is asked for, "who wrote GRPO?".
    """
    for found in _WORD.finditer(query if len(query) <= _MOST else ""):
        word, rest = found[0], f"{query[: found.start()]} {query[found.end() :]}"
        if not _SHORTEST <= len(word) <= _LONGEST or own_words(rest) or not is_wanted(word):
            continue
        fact = asks_for_a_fact(rest) or _RESULTS.find(rest) is not None
        held = len(holding(library.archive, word))
        if _NAME.find(word) and (fact or held <= _SHARE * library.archive.count()):
            return word
        if (word.isupper() and (fact or not held)) or (fact and word[:1].isupper()):
            return word
    return ""
