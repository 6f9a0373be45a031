"""The terms that two papers share and few others hold: what makes them alike, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.weekly.digest.phrases import terms_of
from retrieval.archive import Archive
from retrieval.types import Paper

MOST = 3
"""How many terms are told of a pair."""
_RARE = 0.04  # of all papers may hold a term that is told,
_FEW = 5  # and so many always may
_PLAIN = 0.25  # of that, for one everyday word, which has to stand in one of the titles too
_LONGER = 0.5  # a term of several words is worth so much more a word


def shared_terms(archive: Archive, paper: Paper, others: Sequence[Paper]) -> list[list[str]]:
    """For each of *others* the terms it shares with *paper*, the rarest in the archive first, no two with one word."""
    own = _terms(paper)
    shared = [own.keys() & _terms(other).keys() for other in others]
    holding = _counts(archive, {key: own[key] for key in sorted(set().union(*shared))})
    most = max(_FEW, _RARE * archive.count())
    found = []
    for keys, other in zip(shared, others, strict=True):
        titled = terms_of(paper.title).keys() | terms_of(other.title).keys()
        limits = {key: most if _is_name(own[key]) else most * _PLAIN * (key in titled) for key in keys}
        found.append(_best({key: holding[key] for key in keys if 1 < holding[key] <= limits[key]}, own))
    return found


def _is_name(text: str) -> bool:
    """Several words, a compound, or written with capitals: not one everyday word."""
    return " " in text or "-" in text or not text.islower()


def _best(rare: Mapping[str, int], written: Mapping[str, str]) -> list[str]:
    chosen: list[str] = []
    for key in sorted(rare, key=lambda key: (rare[key] / (1 + _LONGER * key.count(" ")) ** 2, key)):
        if len(chosen) < MOST and not any(set(key.split()) & set(other.split()) for other in chosen):
            chosen.append(key)
    return [written[key] for key in chosen]


def _terms(paper: Paper) -> dict[str, str]:
    return terms_of(paper.abstract) | terms_of(paper.title)


def _counts(archive: Archive, written: Mapping[str, str]) -> dict[str, int]:
    """By key, how many papers hold the term as it is written."""
    sql = "SELECT count(*) FROM papers_fts WHERE papers_fts MATCH ?"
    with archive.database.read() as db:
        return {
            key: int(db.execute(sql, ['"' + text.replace('"', " ") + '"']).fetchone()[0])
            for key, text in written.items()
        }
