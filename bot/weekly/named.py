"""What words typed to follow something mean: an author, an organization or a paper of the archive, or a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.fetching import bring_in
from bot.library import Library
from bot.weekly.digest.followed import Followed, is_part, read_followed, same_person
from retrieval.archive.lookup import folded
from retrieval.archive.people import organizations
from retrieval.errors import UsageError
from retrieval.text.arxiv_ids import ids_in
from retrieval.text.clean import clean_text
from retrieval.text.patterns import Pattern

KINDS = "“by:” before it makes it an author, “from:” an organization, “like:” a paper, “topic:” words."
# As `Followed.told` says it, so may it be typed.
_TOLD = Pattern(
    r"(?:(?:new |all )?(?:papers?|work) )?(?P<kind>by|from|like|on|about) (?P<name>\S.{0,250})",
    "papers by Ada Lovelace", "paper planes by night", how="fullmatch",
)  # fmt: skip
_BARE = frozenset("bfhjmpqvwx")  # letters that hardly ever bear an accent


def meant(library: Library, text: str) -> list[Followed]:
    """What *text* names, one by one. Raises `UsageError` for a paper the archive does not hold, and for no name."""
    return [_read(library, item) for item in _items(library, text)]


def parts(text: str) -> list[str]:
    """What commas, semicolons and line ends part."""
    return [part.strip() for part in re.split(r"[,;\n]", clean_text(text)) if part.strip()]


def _items(library: Library, text: str) -> list[str]:
    """The parts of *text*; “Lovelace, Ada” and “University of Wales, Bangor” are one where the archive knows them."""
    items: list[str] = []
    for part in parts(text):
        if items and _is_one_name(library, read_followed(items[-1]), part):
            items[-1] += f" {part}"
        else:
            items.append(part)
    return items


def _is_one_name(library: Library, first: Followed, second: str) -> bool:
    """Whether *first* and *second* are one author, or stand side by side in the name of one organization."""
    if not (_capital(first.name) and _capital(second)):
        return False
    whole = f"{first.name} {second}"
    if first.kind in ("topic", "by") and _is_author(library, whole):
        return True
    run = f" {' '.join(folded(whole))} "
    known = organizations(library.database) if first.kind in ("topic", "from") else []
    return any(run in f" {' '.join(folded(each))} " for each in known)


def _read(library: Library, item: str) -> Followed:
    """What *item* is, as it says or as the archive knows it.

    Raises `UsageError` for a paper that the archive does not hold, and for initials that may be anybody's.
    """
    said = read_followed(_with_colon(item))
    if said.kind == "like" or ids_in(said.name):
        return Followed("like", _short(library, said.name))
    if said.kind != "topic" or item.lstrip().lower().startswith("topic"):
        if not any(c.isalnum() for c in said.name):
            raise UsageError("Nothing is named there.", KINDS)
        if said.kind == "by" and all(len(word) == 1 for word in folded(said.name)):
            raise UsageError(f"“{said.name}” may be anybody.", "Write a name in full: A. Lovelace.")
        return said
    if _capital(said.name) and any(is_part(said.name, each) for each in organizations(library.database)):
        return Followed("from", said.name)
    if " " in said.name and _is_author(library, said.name):
        return Followed("by", said.name)
    return said


def _with_colon(item: str) -> str:
    """ "by Ada Lovelace" as "by: Ada Lovelace"; without a capital or an id, "from text to video" may be a topic."""
    found = _TOLD.find(item)
    if found is None:
        return item
    kind, name = found["kind"].lower(), found["name"]
    if kind in ("on", "about"):
        return str(name)
    return f"{kind}: {name}" if _capital(name) or ids_in(name) else item


def _short(library: Library, name: str) -> str:
    bring_in(library, name, None)
    paper = library.archive.find((ids_in(name) or [name])[0])
    return paper.arxiv_id or paper.id


def _capital(name: str) -> bool:
    """Whether *name* is written as a name: “Meta”, and not “agents”, which an organization may be called too."""
    return name[:1].isupper()


def _is_author(library: Library, name: str) -> bool:
    authors = _authors(library, name)
    if not _capital(name):  # “long context” is not C. Long
        authors = (" ".join(w for w in author.split() if len(w.strip(".")) > 1) for author in authors)
    return any(same_person(name, author) for author in authors)


def _authors(library: Library, name: str) -> Iterator[str]:
    """The authors who may be *name*: of the papers whose list of authors holds its longest word.

    A word written as a name may have accents there that it has not here.
    """
    word = max(folded(name), key=len, default="")
    like = "".join(c if c in _BARE else "_" for c in word) if _capital(name) else word
    sql = "SELECT DISTINCT a.value FROM papers, json_each(papers.authors) AS a WHERE papers.authors LIKE ?"
    with library.database.read() as db:
        rows = db.execute(sql, [f"%{like}%"]).fetchall()
    yield from (str(row[0]) for row in rows)
