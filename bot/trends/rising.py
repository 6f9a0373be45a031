"""What is commoner now than before: terms of titles whose share of the papers grew by more than chance explains."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import sqrt

from bot.weekly.digest.phrases import terms_of
from retrieval.archive import Archive

MOST = 4
"""How many terms are told."""
_LEAST = 3  # titles now that must hold a term,
_LEAST_SURE = 2.0  # and how many standard errors its share has to have grown by
_TRIED = 60  # terms that are counted in the abstracts too: the commonest in titles
_TITLES = 500  # titles that are read for them, evenly of all: terms that rose stand in some of these too


@dataclass(frozen=True, slots=True)
class Risen:
    """A term, the papers that hold it *now* and *before*, of so many in all, and the growth in standard errors."""

    text: str
    now: int
    of_now: int
    before: int
    of_before: int
    sure: float


def risen(archive: Archive, now: Set[int], before: Set[int]) -> tuple[Risen, ...]:
    """The terms that rose most in the papers *now* against those *before* (row numbers); no two share a word."""
    if not now or len(before) < len(now):
        return ()
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    ordered = sorted(now)
    for title in _titles(archive, ordered[:: len(ordered) // _TITLES + 1]):
        terms = terms_of(title)
        counts.update(terms.keys())
        written |= terms
    often = [key for key, count in counts.most_common(_TRIED) if count >= _LEAST]
    several = {key: count for key, count in counts.items() if count > 1}
    tried = dict.fromkeys(_fuller(key, several) for key in often)
    bounds = min(*now, *before), max(*now, *before)
    found = [(key, _grown(archive, written[key], now, before, bounds)) for key in tried]
    chosen: dict[str, Risen] = {}
    for key, term in sorted(found, key=lambda pair: (-pair[1].sure, pair[0])):
        taken = any(set(key.split()) & set(other.split()) for other in chosen)
        if term.sure >= _LEAST_SURE and not taken and len(chosen) < MOST:
            chosen[key] = term
    return tuple(chosen.values())


def _titles(archive: Archive, numbers: Sequence[int]) -> list[str]:
    sql = "SELECT title FROM papers WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n"
    with archive.database.read() as db:
        return [row[0] for row in db.execute(sql, [json.dumps(list(numbers))])]


def _fuller(key: str, counts: Mapping[str, int]) -> str:
    """The longest term that says *key* in more words and stands in half of its titles: diffusion language models."""
    longer = [other for other in counts if f" {key} " in f" {other} " and 2 * counts[other] >= counts[key]]
    return max(longer, key=lambda other: (len(other.split()), counts[other], other))


def _grown(archive: Archive, text: str, now: Set[int], before: Set[int], bounds: tuple[int, int]) -> Risen:
    with archive.database.read() as db:
        # Papers come in about as they appear: the bounds spare most rows of a term that every paper holds.
        sql = "SELECT json_group_array(rowid) FROM papers_fts WHERE papers_fts MATCH ? AND rowid BETWEEN ? AND ?"
        held = set(json.loads(db.execute(sql, ['"' + text.replace('"', " ") + '"', *bounds]).fetchone()[0]))
    inside, earlier = len(held & now), len(held & before)
    together = (inside + earlier) / (len(now) + len(before))
    error = sqrt(together * (1 - together) * (1 / len(now) + 1 / len(before))) or 1.0
    sure = (inside / len(now) - earlier / len(before)) / error
    return Risen(text, inside, len(now), earlier, len(before), sure)
