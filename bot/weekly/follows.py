"""Follow an author, an organization, a paper or a topic: what is new about it comes with one's subscription."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.library import Library
from bot.settings.weekly import Destination
from bot.types import Reply
from bot.weekly.digest.followed import Followed, is_part, read_followed
from bot.weekly.named import KINDS, meant, parts
from bot.weekly.period import Period
from bot.weekly.posting.subscriptions import (
    EVERY,
    Subscription,
    amend,
    is_channel,
    subscriber,
    subscription_of,
)
from retrieval.text.arxiv_ids import ids_in
from retrieval.text.clean import clean_line
from retrieval.text.patterns import Pattern

_NUMBERS = Pattern(r"#?\d{1,2}(?: (?:and|&) #?\d{1,2}){1,20}", "1 and 3", "1 and only", how="fullmatch")
_END = "To end one: unfollow, and its number or its name."


def follow(library: Library, text: str, user: str, kind: type[Period] | None = None) -> Reply:
    """Add what *text* names, with commas between, to what *user* follows; without words, tell what that is.

    *user* may be a channel. *kind* changes how often it comes. What it is, is told from the archive: an id is a
    paper, a name that stands among its authors or organizations is that, anything else a topic.
    """
    who = subscriber(user)
    mine, wanted = subscription_of(library.database, who), meant(library, text)
    if not wanted and not (kind and mine):
        return _list(library, who, mine)
    made = amend(library.database, who, lambda topics: _with(topics, wanted), library.settings.clock(), kind)
    if made is None:  # ended by somebody else meanwhile
        return _list(library, who, None)
    told = ", ".join(item.told(library.archive) for item in wanted or _items(made))
    return Reply(
        paragraphs=(f"{_follows(who)} papers {told}. What is new comes once a {EVERY[made.kind]}{_place(who)}.",),
        notes=(KINDS, _END),
    )


def unfollow(library: Library, text: str, user: str) -> Reply:
    """Take what *text* names, by number or by name, off what *user* follows."""
    who, kept = subscriber(user), followed(library, user)
    gone = list(dict.fromkeys(item for part in _numbers_apart(parts(text)) for item in _meant(library, kept, part)))
    if not gone:
        listed = _list(library, who, subscription_of(library.database, who))
        return Reply(
            paragraphs=(f"Nothing {_follows(who).lower()} is called that.", *listed.paragraphs), notes=listed.notes
        )
    left = end(library, gone, user)
    told = ", ".join(item.told(library.archive) for item in gone)
    nothing = () if left else (f"{_follows(who)} nothing now.",)
    return Reply(paragraphs=(f"{_follows(who)} papers {told} no more.",), notes=nothing)


def end(library: Library, gone: Collection[Followed], user: str) -> bool:
    """Take *gone* off what *user* follows, as far as it is there; False if nothing is left."""

    def without(topics: tuple[str, ...]) -> list[str]:
        return [topic for topic in topics if read_followed(topic) not in gone]

    return amend(library.database, subscriber(user), without, library.settings.clock()) is not None


def followed(library: Library, user: str) -> list[Followed]:
    """What *user* follows, in the order in which it was asked for."""
    mine = subscription_of(library.database, subscriber(user))
    return _items(mine) if mine else []


def _items(mine: Subscription) -> list[Followed]:
    return [read_followed(item) for item in mine.topics if item]


def _with(topics: tuple[str, ...], wanted: Sequence[Followed]) -> list[str]:
    kept = [read_followed(topic) for topic in topics if topic]
    for item in wanted:
        if not any(_same(item, other) for other in kept):
            kept.append(item)
    return [clean_line(str(item)) for item in kept]


def _follows(who: Destination) -> str:
    return "This channel follows" if is_channel(who) else "You follow"


def _place(who: Destination) -> str:
    return ", here in the channel" if is_channel(who) else ""


def _list(library: Library, who: Destination, mine: Subscription | None) -> Reply:
    if mine is None or not any(mine.topics):
        how = "Name an author, an organization, a paper or a topic: Ada Lovelace, 2405.21060, protein design."
        return Reply(paragraphs=(f"{_follows(who)} nothing yet.",), notes=(how,))
    told = (read_followed(item).told(library.archive) for item in mine.topics)
    lines = (f"{n}. papers {each}" for n, each in enumerate(told, start=1))
    return Reply(paragraphs=(f"What is new comes once a {EVERY[mine.kind]}{_place(who)}.", *lines), notes=(_END,))


def _numbers_apart(named: list[str]) -> list[str]:
    """*named*, with "1 and 3" as two."""
    return [each for part in named for each in (re.split(" (?:and|&) ", part) if _NUMBERS.find(part) else [part])]


def _same(one: Followed, other: Followed) -> bool:
    return one.kind == other.kind and one.name.casefold() == other.name.casefold()


def _meant(library: Library, kept: list[Followed], part: str) -> list[Followed]:
    """Those of *kept* that *part* means: the one with this number or name, else those whose words hold its words."""
    part = part.removeprefix("#")
    if part.isdecimal():  # never a piece of an arXiv id
        return [item for n, item in enumerate(kept, start=1) if n == int(part)]
    wanted = ids_in(part) or [read_followed(part).name]
    named = [item for item in kept if item.name.casefold() in map(str.casefold, wanted)]
    return named or [item for item in kept if any(is_part(w, _names(library, item)) for w in wanted)]


def _names(library: Library, item: Followed) -> str:
    return f"{item} {item.told(library.archive)}"
