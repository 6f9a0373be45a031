"""Words no paper holds, compared with the archive's own vocabulary: a slip of the finger is not a new subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.archive.database import Database
from retrieval.text.words import is_wanted

_SHORTEST = 5  # letters of a word that may be a slip
_FAR = 8  # from this many letters on, two slips are forgiven
_HOLDERS = 2  # papers that must hold what it is corrected to


def corrected(database: Database, text: str) -> str | None:
    """*text* with each word that no paper holds put right, if the vocabulary has one close by; None if it has none."""
    changed = False
    for word in dict.fromkeys(re.findall(r"[^\W\d_]+", text)):
        if len(word) < _SHORTEST or not is_wanted(word) or _held(database, word):
            continue
        better = _nearest(database, word.lower())
        if better:
            changed = True
            text = re.sub(rf"\b{re.escape(word)}\b", better, text)
    return text if changed else None


def _held(database: Database, word: str) -> bool:
    with database.read() as db:
        found = db.execute("SELECT 1 FROM papers_fts WHERE papers_fts MATCH ? LIMIT 1", [f'"{word}"']).fetchone()
    return found is not None


def _nearest(database: Database, word: str) -> str | None:
    """The word of the papers nearest to *word*: few slips, and many papers that hold it."""
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _FAR else 2
    stems = {(OSA.distance(word[: len(stem) + most], stem), -papers): stem for stem, papers in _stems(database, word)}
    for (_, _), stem in sorted(stems.items())[:20]:
        near = {form for form in _forms(database, stem) if OSA.distance(word, form) <= most}
        forms = set(filter(is_wanted, near))
        if forms:
            return min(forms, key=lambda form: (OSA.distance(word, form), form))
    return None


def _stems(database: Database, word: str) -> Iterator[tuple[str, int]]:
    """Terms of the full-text table with the same first letter and about as long, and how many papers hold them."""
    with database.read() as db:
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, papers_fts, row)")
        rows = db.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND doc >= ? "
            "AND length(term) BETWEEN ? AND ?",
            [word[0], chr(ord(word[0]) + 1), _HOLDERS, max(3, len(word) - 6), len(word) + 2],
        ).fetchall()
    yield from ((row[0], row[1]) for row in rows)


def _forms(database: Database, stem: str) -> set[str]:
    """How the papers write the words of this stem."""
    sql = "SELECT title || ' ' || abstract FROM papers_fts WHERE papers_fts MATCH ? LIMIT 5"
    with database.read() as db:
        texts = [row[0] for row in db.execute(sql, [f'"{stem}"'])]
    return {w for text in texts for w in re.findall(r"[^\W\d_]+", text.lower()) if w.startswith(stem[:3])}
