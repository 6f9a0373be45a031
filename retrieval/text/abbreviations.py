"""What abbreviations stand for where a text spells them out: "mixture of experts (MoE)"."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern

_LONGEST = 6  # letters
_SMALL = frozenset("of the and for in to with".split())
# A word never holds what parts words, so that no text, however odd, takes long to search.
_WORDS = rf"(?P<words>(?:[A-Za-z]\w{{0,30}}[ -]{{1,2}}){{1,{2 * _LONGEST}}})"
_GIVEN = Pattern(
    rf"{_WORDS}\((?P<short>[A-Z][A-Za-z]{{1,{_LONGEST - 1}}}?)s?\)",
    "a mixture of experts (MoE)",
    "a mixture of experts (see below)",
    flags=re.NOFLAG,
)


def spelled_out_in(text: str, letters: str) -> list[str]:
    """The words that stand before "(*letters*)" wherever *text* spells it out, whatever its case; most often one."""
    form = re.compile(rf"{_WORDS}\({re.escape(letters)}s?\)", re.IGNORECASE)
    return [words for found in form.finditer(text) if (words := _beginning_with(letters, found["words"]))]


def given_in(text: str) -> dict[str, str]:
    """Each abbreviation that *text* spells out, as it is written but for a plural's s, with its words in lower case."""
    all_given = _GIVEN.regex.finditer(text)
    found = ((given["short"], _beginning_with(given["short"].lower(), given["words"])) for given in all_given)
    return {short: words for short, words in found if words}


def _beginning_with(letters: str, text: str) -> str:
    """The last words of *text* whose parts begin with *letters*, in lower case, but for small words between them."""
    words = text.lower().split()
    for count in range(1, len(words) + 1):
        said = words[-count:]
        parts = [part for word in said for part in word.split("-") if part]
        big = [part[0] for part in parts if part not in _SMALL]
        if "".join(big) == letters or "".join(part[0] for part in parts) == letters:
            return " ".join(said)
    return ""
