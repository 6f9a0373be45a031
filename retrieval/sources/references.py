"""What the files of reference managers share: ids in odd places, journals that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.identity import arxiv_id_of

NO_ABSTRACT = "no abstract: reference managers can add it from the paper's page, then export again"

_ARXIV = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf)/|[:.]\s?|\s)([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,20}/[0-9]{7})(?:v([0-9]{1,3}))?", re.I
)
_PREPRINT = re.compile(r"arxiv\b|corr\b|.{0,40}preprint", re.I)


def arxiv_in(texts: Iterable[str]) -> tuple[str | None, int | None]:
    """The arXiv id that one of *texts* is or names ("arXiv:2611.01234v2 [cs]"), and its version."""
    for text in texts:
        if named := _ARXIV.search(text[:1_000]):
            return named[1], int(named[2]) if named[2] else None
        if known := arxiv_id_of(text):
            return known, None
    return None, None


def appeared_in(*journals: str) -> str | None:
    """Where the paper appeared; a preprint server is no such place."""
    return next((name for name in journals if name and not _PREPRINT.match(name)), None)
