"""What a subscription follows: a topic, or “by:” an author, “from:” an organization, “like:” a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from bot.library import Library
from bot.weekly.digest.space import Space, space_of
from retrieval.archive import Archive
from retrieval.archive.lookup import folded
from retrieval.errors import UsageError
from retrieval.types import Paper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

Kind = Literal["topic", "by", "from", "like"]
LIKE = 0.65
"""The cosine from which a paper is like another: of 300 Daily Papers half had 13 such papers or fewer in 83 weeks."""
_KIND = re.compile(rf"({'|'.join(get_args(Kind))})\s{{0,9}}:(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that is followed. *name* is the topic, the author, the organization, or the paper's id."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        """As it is kept, and as it may be typed."""
        return self.name if self.kind == "topic" else f"{self.kind}: {self.name}"

    def told(self, archive: Archive) -> str:
        """As it stands in a sentence: “by Ada Lovelace”."""
        if self.kind == "like":
            return f"like “{_title(archive, self.name)}”"
        return f"on {self.name}" if self.kind == "topic" else f"{self.kind} {self.name}"


def read_followed(item: str) -> Followed:
    """One item of a subscription as it is kept; without a word before a colon it is a topic."""
    said = _KIND.fullmatch(item.strip())
    if said is None:
        return Followed("topic", item.strip())
    kind = next(kind for kind in get_args(Kind) if kind == said[1].lower())
    return Followed(kind, said[2].strip())


@dataclass(frozen=True, slots=True)
class Likings:
    """The papers whose like is followed: the item, the paper's id, its vector."""

    items: tuple[tuple[Followed, str, Vector], ...]

    def nearest(self, paper: Paper, space: Space) -> tuple[float, Followed | None]:
        """The highest cosine of *paper* and one of these, and which; 0 below `LIKE`."""
        best: tuple[float, Followed | None] = (0.0, None)
        for item, own, vector in self.items:
            if paper.id in space.rows and paper.id != own:
                best = max(best, (float(vector @ space.matrix[space.rows[paper.id]]), item), key=lambda each: each[0])
        return best if best[0] >= LIKE else (0.0, None)


def likings(library: Library, followed: Sequence[Followed]) -> Likings:
    """Of *followed* those that name papers with vectors; what is not in the archive any more is passed over."""
    found = []
    for item in followed:
        paper = _paper(library.archive, item.name) if item.kind == "like" else None
        space = space_of(library.vectors, [paper.id]) if paper else None
        if paper and space and paper.id in space.rows:
            found.append((item, paper.id, space.matrix[0]))
    return Likings(tuple(found))


def is_of(paper: Paper, followed: Followed) -> bool:
    """Whether *paper* is by the author or from the organization that is followed."""
    if followed.kind == "by":
        return any(same_person(followed.name, author) for author in paper.authors)
    return followed.kind == "from" and is_part(followed.name, paper.organization or "")


def is_part(name: str, organization: str) -> bool:
    """Whether every word of *name* stands in *organization*, whatever the case and accents."""
    wanted = set(folded(name))
    return bool(wanted) and wanted <= set(folded(organization))


def same_person(name: str, author: str) -> bool:
    """Whether *name* can be *author*: in any order, with or without accents, an initial standing for a name.

    Every word of *name* must be found, and one of them in full.
    """
    wanted, left = folded(name), folded(author)
    full = False
    for word in sorted(wanted, key=len, reverse=True):
        other = next((w for w in left if w == word), None) or next((w for w in left if _initial(w, word)), None)
        if other is None:
            return False
        full = full or (other == word and len(word) > 1)
        left.remove(other)
    return full


def _initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]


def _paper(archive: Archive, name: str) -> Paper | None:
    try:
        return archive.find(name)
    except UsageError:
        return None


def _title(archive: Archive, name: str) -> str:
    paper = _paper(archive, name)
    return paper.title if paper else name
