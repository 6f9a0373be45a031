"""What reference managers want in pieces: people's names, dates, identifiers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from retrieval.types import Paper


def last_first(name: str) -> str:
    """The name with its last word, and the small words before that, in front: "van der Lovelace, Ada".

    A name without Latin letters is left as it is: in most such scripts the family's name stands first.
    """
    words = name.split()
    if "," in name or len(words) < 2 or not re.search("[A-Za-z]", name):
        return name
    cut = len(words) - 1
    while cut > 1 and words[cut - 1][0].islower():
        cut -= 1
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}"


def day_of(paper: Paper) -> date | None:
    """The day the paper appeared, or else was listed."""
    return paper.published or paper.listed_on


def doi_of(paper: Paper) -> str | None:
    """The DOI of where it appeared, or else the one under which arXiv registers every paper."""
    if paper.doi:
        return paper.doi
    return f"10.48550/arXiv.{re.sub(r'v[0-9]+$', '', paper.arxiv_id)}" if paper.arxiv_id else None


def notes_of(paper: Paper) -> list[str]:
    """What a reader of a bibliography should know: that it was withdrawn, where it appeared, the authors' comment."""
    known = ("Withdrawn" if paper.withdrawn else "", paper.journal_ref or "", paper.comment or "")
    return [note for note in known if note]


def plain_word(text: str) -> str:
    """The first word of *text* in ASCII small letters and digits, longer than three if there is one; "" without."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", flat)
    return next((word for word in words if len(word) > 3), words[0] if words else "")
