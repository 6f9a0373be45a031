"""Where a text names an organization or an author of the archive's papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.archive.database import Database
from retrieval.archive.lookup import folded
from retrieval.text.words import is_wanted

_WORD = re.compile(r"[\w.&+-]*\w")
_MOST_WORDS = 5  # of a name
_MARKS = frozenset({"by", "from", "at", "of"})
_FOLLOWS = re.compile(r"(?:'s|s')?\s+(?:[\w-]+ )?(?:papers?|work|publications?|research|preprints?)\b|'s\b|s'", re.I)


def who_in(database: Database, text: str) -> tuple[int, int] | None:
    """text[start:end] that names one, the longest; None if none does.

    An author goes by the whole name, an organization by its name or how it begins: "Stanford papers". After "by",
    "from" or "at", any word of its name does.
    """
    words = list(_WORD.finditer(text))
    organizations = [folded(name) for name in _organizations(database)]
    for run in _runs(words):
        start, end = run[0].start(), run[-1].end()
        start, end = start, end - 2 if text[start:end].endswith(("'s", "’s")) else end
        name = folded(text[start:end])
        before = text[:start].split()[-1:] or [""]
        marked = before[0].lower() in _MARKS
        if _is_organization(name, text[start:end], organizations, marked, bool(_FOLLOWS.match(text, end))):
            return start, end
        if len(name) > 1 and _is_author(database, text[start:end]):
            return start, end
    return None


def _runs(words: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            if is_wanted(run[0][0]) and is_wanted(run[-1][0]):  # no name begins or ends with "on"
                yield run


def _is_organization(
    name: list[str], written: str, organizations: Sequence[list[str]], marked: bool, followed: bool
) -> bool:
    if not name or (len(name) == 1 and not (marked or followed or written[:1].isupper())):
        return False
    if name in organizations:
        return True
    if marked and written[:1].isupper():
        return any(set(name) <= set(each) for each in organizations)
    begun = written[:1].isupper() and (len(name) > 1 or followed)
    return begun and any(each[: len(name)] == name for each in organizations)


def _is_author(database: Database, written: str) -> bool:
    sql = "SELECT 1 FROM papers WHERE authors LIKE ? ESCAPE '\\' LIMIT 1"
    name = re.sub(r"([%_\\])", r"\\\1", written)
    with database.read() as db:
        return db.execute(sql, [f'%"{name}"%']).fetchone() is not None


def _organizations(database: Database) -> list[str]:
    with database.read() as db:
        return [row[0] for row in db.execute("SELECT DISTINCT organization FROM papers WHERE organization IS NOT NULL")]
