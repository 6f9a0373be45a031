"""A paper's name with a slip in it, "Who wrote WelRL?", compared with the names that stand before titles' colons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from retrieval.archive.database import Database

_WORD = re.compile(r"\w+(?:[-.+']\w+)*")
_MOST_WORDS, _SHORTEST, _FAR = 5, 4, 10  # of a name: words, characters, and from how many on two slips are forgiven
_LOWER = 6  # characters of a name that is typed in lower case
_COINED = re.compile(r"[a-z][A-Z]|\d|-")
_SHORT = 6  # characters of a name whose first letter is no slip


def renamed(database: Database, text: str, is_known: Callable[[str], bool]) -> str:
    """*text* with a misspelt name put right, if one name of the papers alone is that near; else as it is.

    Only what is written like a name is looked at, and of that what holds a word that is not known; what is written in
    lower case is compared with names that are written like no word.
    """
    words = list(_WORD.finditer(text))
    if not any((_is_like_a_name(word[0]) or len(word[0]) >= _LOWER) and not is_known(word[0]) for word in words):
        return text
    heads = _heads(database)
    coined = [head for head in heads if len(head) >= _LOWER and _COINED.search(head)]
    for start, end in _runs(text, words, is_known):
        near = _nearest(text[start:end], heads if _is_like_a_name(text[start:end]) else coined)
        if near:
            return f"{text[:start]}{near}{text[end:]}"
    return text


def _is_like_a_name(written: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in written)


def _runs(text: str, words: Sequence[re.Match[str]], is_known: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where a name may stand, the longest first."""
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            start, end = run[0].start(), run[-1].end()
            shortest = _SHORTEST if _is_like_a_name(run[0][0]) else _LOWER
            fit = end - start >= shortest and (length == 1 or shortest == _SHORTEST)
            if fit and any(not is_known(word[0]) for word in run):
                yield start, end


def _nearest(written: str, heads: Sequence[str]) -> str:
    """The one head within a slip or two of *written*; "" if there is none, or several as near."""
    from rapidfuzz.distance import OSA

    most = 1 if len(written) < _FAR else 2
    far: dict[int, set[str]] = {}
    for head in heads:
        if abs(len(head) - len(written)) <= most and _may_be(written.casefold(), head.casefold()):
            apart = OSA.distance(written.casefold(), head.casefold(), score_cutoff=most)
            far.setdefault(apart, set()).add(head)
    swapped = {head for head in far.get(1, ()) if sorted(head.casefold()) == sorted(written.casefold())}
    best = swapped or next((far[apart] for apart in range(most + 1) if apart in far), set())
    return next(iter(best)) if len({head.casefold() for head in best}) == 1 else ""


def _may_be(written: str, head: str) -> bool:
    """Whether the one may be a slip of the other: it is no other version, and few slip at the first letter."""
    digits = (re.sub(r"\D", "", written), re.sub(r"\D", "", head))
    return digits[0] == digits[1] and (written[:1] == head[:1] or len(written) > _SHORT)


def _heads(database: Database) -> list[str]:
    sql = "SELECT DISTINCT trim(substr(title, 1, instr(title, ':') - 1)) FROM papers WHERE instr(title, ':') > 0"
    with database.read() as db:
        return [row[0] for row in db.execute(sql)]
