"""Follow an author, an organization, a paper or a topic: what is new about it comes with one's subscription."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.fetching import bring_in
from bot.library import Library
from bot.types import Reply
from bot.weekly.digest.followed import Followed, is_part, read_followed, same_person
from bot.weekly.posting.subscriptions import EVERY, Subscription, subscribe, subscriber, subscriptions, unsubscribe
from bot.weekly.week import Week
from retrieval.archive.mentions import ids_in
from retrieval.errors import UsageError
from retrieval.text.clean import clean_line
from retrieval.text.patterns import Pattern

_KINDS = "“by:” before it makes it an author, “from:” an organization, “like:” a paper, “topic:” words."
_PARTS = re.compile(r",|(?<=\d) (?:and|&) (?=\d)")
# As `told` says it, so may it be typed.
_TOLD = Pattern(
    r"(?:(?:new |all )?(?:papers?|work) )?(?P<kind>by|from|like|on|about) (?P<name>\S.{0,250})",
    "papers by Ada Lovelace", "paper planes by night", how="fullmatch",
)  # fmt: skip
_END = "To end one: unfollow, and its number or its name."


def follow(library: Library, text: str, user: str) -> Reply:
    """Add what *text* names, with commas between, to what *user* follows; without words, tell what that is.

    What it is, is told from the archive: an id or an address is a paper, a name that stands among its authors or
    organizations is that, anything else a topic.
    """
    who = subscriber(user)
    mine, kept = _own(library, user), followed(library, user)
    wanted = [_read(library, item) for item in re.split(r"[,;\n]", clean_line(text)) if item.strip()]
    if not wanted:
        return _list(library, mine)
    new = [item for item in wanted if not any(_same(item, other) for other in kept)]
    words = ", ".join(map(str, [*kept, *new]))
    made = subscribe(library.database, who, words, library.settings.clock(), mine.kind if mine else Week)
    told = ", ".join(item.told(library.archive) for item in wanted)
    return Reply(
        paragraphs=(f"You follow papers {told}. What is new comes once a {EVERY[made.kind]}.",),
        notes=(_KINDS, _END),
    )


def unfollow(library: Library, text: str, user: str) -> Reply:
    """Take what *text* names, by number or by name, off what *user* follows."""
    mine, kept = _own(library, user), followed(library, user)
    parts = _PARTS.split(text)
    gone = [item for part in parts if part.strip(" #") for item in _meant(library, kept, part.strip(" #"))]
    if not gone:
        listed = _list(library, mine)
        return Reply(paragraphs=("Nothing you follow is called that.", *listed.paragraphs), notes=listed.notes)
    left = [item for item in kept if item not in gone]
    if mine and left:
        subscribe(library.database, mine.destination, ", ".join(map(str, left)), library.settings.clock(), mine.kind)
    else:
        unsubscribe(library.database, subscriber(user))
    told = ", ".join(item.told(library.archive) for item in gone)
    return Reply(paragraphs=(f"You follow papers {told} no more.",), notes=() if left else ("You follow nothing now.",))


def followed(library: Library, user: str) -> list[Followed]:
    """What *user* follows, in the order in which it was asked for."""
    mine = _own(library, user)
    return [read_followed(item) for item in mine.topics if item] if mine else []


def _own(library: Library, user: str) -> Subscription | None:
    who = subscriber(user)
    return next((one for one in subscriptions(library.database) if one.destination == who), None)


def _list(library: Library, mine: Subscription | None) -> Reply:
    if mine is None or not any(mine.topics):
        how = "Name an author, an organization, a paper or a topic: Ada Lovelace, 2405.21060, protein design."
        return Reply(paragraphs=("You follow nothing yet.",), notes=(how,))
    told = (read_followed(item).told(library.archive) for item in mine.topics)
    lines = (f"{n}. papers {each}" for n, each in enumerate(told, start=1))
    return Reply(paragraphs=(f"What is new comes once a {EVERY[mine.kind]}.", *lines), notes=(_END,))


def _read(library: Library, item: str) -> Followed:
    """What *item* is, as it says or as the archive knows it. Raises `UsageError` for a paper it does not hold."""
    said = read_followed(_with_colon(item.strip()))
    if said.kind == "like" or ids_in(said.name):
        return Followed("like", _short(library, said.name))
    if said.kind != "topic" or item.lstrip().lower().startswith("topic"):
        if not any(c.isalnum() for c in said.name):
            raise UsageError("Nothing is named there.", _KINDS)
        return said
    if any(is_part(said.name, each) and _capital(said.name) for each in _organizations(library)):
        return Followed("from", said.name)
    if " " in said.name and any(same_person(said.name, each) for each in _authors(library, said.name)):
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


def _organizations(library: Library) -> list[str]:
    with library.database.read() as db:
        sql = "SELECT DISTINCT organization FROM papers WHERE organization IS NOT NULL"
        return [str(row[0]) for row in db.execute(sql)]


def _authors(library: Library, name: str) -> Iterator[str]:
    """The authors who may be *name*: of the papers whose list of authors holds its longest word."""
    word = max(name.split(), key=len)
    like = f"%{word}%" if word.isascii() and word.isalnum() else "%"
    sql = "SELECT DISTINCT a.value FROM papers, json_each(papers.authors) AS a WHERE papers.authors LIKE ?"
    with library.database.read() as db:
        rows = db.execute(sql, [like]).fetchall()
    yield from (str(row[0]) for row in rows)


def _same(one: Followed, other: Followed) -> bool:
    return one.kind == other.kind and one.name.casefold() == other.name.casefold()


def _meant(library: Library, kept: list[Followed], part: str) -> list[Followed]:
    """Those of *kept* that *part* means: the one with this number, or those whose words hold its words."""
    if part.isdecimal():  # never a piece of an arXiv id
        return [item for n, item in enumerate(kept, start=1) if n == int(part)]
    wanted = ids_in(part) or [read_followed(part).name]
    return [item for item in kept if any(w.casefold() in _names(library, item).casefold() for w in wanted)]


def _names(library: Library, item: Followed) -> str:
    return f"{item} {item.told(library.archive)}"
