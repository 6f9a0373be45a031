"""Where a text names an organization or an author of the archive's papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from retrieval.archive.database import Database
from retrieval.archive.lookup import folded
from retrieval.text.words import is_wanted

_WORD = re.compile(r"\w+(?:[.&+-]+\w+)*")
_MOST_WORDS = 5  # of a name
_LONGEST = 40  # words of a text that asks for papers of somebody; each may begin names, which are looked up
_SHORTEST, _FAR = 5, 10  # letters of a name with a slip, and from how many on two slips are forgiven
_MARKS = frozenset({"by", "from", "at", "of"})
_FOLLOWS = re.compile(r"(?:'s|s')?\s+(?:[\w-]+ )?(?:papers?|work|publications?|research|preprints?)\b|'s\b|s'", re.I)


def who_in(database: Database, text: str) -> tuple[int, int] | None:
    """text[start:end] that names one, the longest; None if none does.

    An author goes by the whole name, in small letters only after "by", "from", "at" or "of"; an organization by its
    name or how it begins: "Stanford papers". After these words, any word of its name does.
    """
    words = list(islice(_WORD.finditer(text), _LONGEST + 1))
    if len(words) > _LONGEST:
        return None
    known = [folded(name) for name in organizations(database)]
    for run in _runs(words):
        start, end = run[0].start(), run[-1].end()
        start, end = start, end - 2 if text[start:end].endswith(("'s", "’s")) else end
        name = folded(text[start:end])
        before = text[:start].split()[-1:] or [""]
        marked = before[0].lower() in _MARKS
        if _is_organization(name, text[start:end], known, marked, bool(_FOLLOWS.match(text, end))):
            return start, end
        # Each look-up reads all papers: in a large archive, as long as the rest of the answer.
        followed = bool(_FOLLOWS.match(text, end))
        if len(name) > 1 and (marked or followed or _is_capital(run)) and _is_author(database, text[start:end]):
            return start, end
    return None


def _runs(words: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            if is_wanted(run[0][0]) and is_wanted(run[-1][0]):  # no name begins or ends with "on"
                yield run


def _is_capital(run: Sequence[re.Match[str]]) -> bool:
    """Whether it begins and ends as names do; scripts without capitals have none to miss."""
    return not (run[0][0][0].islower() or run[-1][0][0].islower())


def _is_organization(name: list[str], written: str, known: Sequence[list[str]], marked: bool, followed: bool) -> bool:
    if not name or (len(name) == 1 and not (marked or followed or written[:1].isupper())):
        return False
    if name in known or (len(name) > 1 and "".join(name) in map("".join, known)):
        return True
    if marked and written[:1].isupper():
        return any(set(name) <= set(each) for each in known)
    begun = written[:1].isupper() and (len(name) > 1 or followed)
    return begun and any(each[: len(name)] == name for each in known)


def _is_author(database: Database, written: str) -> bool:
    sql = "SELECT 1 FROM papers WHERE authors LIKE ? ESCAPE '\\' LIMIT 1"
    name = re.sub(r"([%_\\])", r"\\\1", written)
    with database.read() as db:
        return db.execute(sql, [f'%"{name}"%']).fetchone() is not None


def nearest_name(database: Database, who: str) -> str:
    """The one author or organization whose name is a slip or two from *who*, "Yoshua Bengoi"; "" if none is, or several
    are as near.
    """
    from rapidfuzz.distance import OSA

    typed = " ".join(folded(who))
    if len(typed) < _SHORTEST:
        return ""
    sql = "SELECT DISTINCT value FROM papers, json_each(papers.authors)"
    with database.read() as db:
        names = [*organizations(database), *(row[0] for row in db.execute(sql))]
    most = 1 if len(typed) < _FAR else 2
    far: dict[int, set[str]] = {}
    for name in names:
        apart = OSA.distance(typed, " ".join(folded(name)), score_cutoff=most)
        if 0 < apart <= most:
            far.setdefault(apart, set()).add(name)
    best = far[min(far)] if far else set()
    return best.pop() if len(best) == 1 else ""


def organizations(database: Database) -> list[str]:
    """The organizations of the archive's papers, as they are written there, each once."""
    with database.read() as db:
        return [row[0] for row in db.execute("SELECT DISTINCT organization FROM papers WHERE organization IS NOT NULL")]
