"""What was shared in the channels, asked for: by time, topic, paper or person; as far as it may be told there."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.library import Library
from bot.question.shared import Asked, Sharing, named, read_sharing
from bot.talk import Share, shares
from bot.talk.papers import Told, by_paper, most_talked
from bot.weekly.digest.followed import same_person
from bot.weekly.digest.interest import MATCH, interest_in
from bot.weekly.digest.space import space_of
from retrieval.archive.lookup import folded, forms_of, holding
from retrieval.archive.mentions import ids_in
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Window
from retrieval.window import read_window

Shown = Callable[[str], Sequence[Paper]]
_ME = ("i", "me", "myself")
_FEW = 3  # papers that hold a topic's words; with fewer, those whose vectors are near are told too


@dataclass(frozen=True, slots=True)
class Found:
    """What was *asked* for in *words*, in a time, and what there is to tell: a paper each."""

    asked: Asked
    words: str
    window: Window | None
    told: tuple[Told, ...]
    by: str = ""


def asked_for(library: Library, text: str, place: str, user: str = "", shown: Shown = lambda words: ()) -> Found | None:
    """What the question *text* of *user* asks of what was shared, as far as it may be told in the channel *place*.

    *shown* gives the papers that words like "the second one" mean. None if *text* asks nothing of this, or for somebody
    who never shared anything.
    """
    if not library.settings.shared:
        return None
    window, wish = _read(library, text)
    if wish is None:
        return None
    if user and wish.by.lower() in _ME:
        wish = replace(wish, by=user)
    if wish.what and (papers := shown(wish.what)):
        wish = replace(wish, what=", ".join(paper.arxiv_id or paper.title for paper in papers))
    if wish.by and not any(_is_by(share, wish.by) for share in shares(library.database, place)):
        return None
    return _found(library, wish, window, place)


def listed(library: Library, text: str, place: str, user: str = "") -> Found:
    """What was shared of a time, a topic or a paper: of *text*, whatever it says; everything for no words."""
    if found := asked_for(library, text, place, user):
        return found
    window, wish = _read(library, text)
    _, rest = read_window(clean_line(text), library.settings.clock(), recent_days=library.settings.recent_days)
    return _found(library, wish or Sharing("list", named(rest.strip(" ?.!,"))), window, place)


def _read(library: Library, text: str) -> tuple[Window | None, Sharing | None]:
    now = library.settings.clock()
    window, rest = read_window(clean_line(text), now, recent_days=library.settings.recent_days)
    return window, read_sharing(rest)


def _found(library: Library, wish: Sharing, window: Window | None, place: str) -> Found:
    some = _within(library, window, place)
    if wish.channel:
        some = [share for share in some if wish.channel in (share.channel, share.where) or _is_here(wish, share, place)]
    if wish.by:
        some = [share for share in some if _is_by(share, wish.by)]
    told = _meant(library, by_paper(library.archive, some), wish)
    if wish.asked == "talked":
        told = most_talked(told)
    who = next((share.who for share in some if share.who), wish.by) if wish.by else ""
    return Found(wish.asked, wish.what, window, tuple(told), who)


def _within(library: Library, window: Window | None, place: str) -> list[Share]:
    def begin(day: date | None) -> datetime | None:
        return datetime.combine(day, time(), library.settings.timezone) if day else None

    return shares(
        library.database, place, begin(window.start if window else None), begin(window.end if window else None)
    )


def _is_here(wish: Sharing, share: Share, place: str) -> bool:
    return wish.channel == "here" and (share.channel == place or not place)


def _is_by(share: Share, who: str) -> bool:
    """Whether *who* is the person, by an id as Slack writes it, or by any part of the name."""
    return share.user in who if share.user and share.user in who else bool(share.who) and same_person(who, share.who)


def _meant(library: Library, told: Sequence[Told], wish: Sharing) -> Sequence[Told]:
    """Those of *told* that the words mean: papers by id or name, else those about a topic."""
    if not wish.what:
        return told
    if ids := ids_in(wish.what):
        return [each for each in told if each.name in ids]
    here = [each for each in told if each.paper]
    if named := [each for each in here if each.paper and _head(each.paper) == folded(wish.what)]:
        return named
    if wish.asked == "who" and (titled := [each for each in here if each.paper and _holds(each.paper.title, wish)]):
        return titled
    return _about(library, here, wish.what)


def _head(paper: Paper) -> list[str]:
    """The words of a title, or of what it names before its colon."""
    head, colon, _ = paper.title.partition(":")
    return folded(head if colon else paper.title)


def _holds(title: str, wish: Sharing) -> bool:
    return all(form.search(title.lower()) for form in forms_of(wish.what))


def _about(library: Library, here: Sequence[Told], topic: str) -> list[Told]:
    """Those that hold the words of *topic*; where these are few, those that are near it too."""
    papers = [each.paper for each in here if each.paper]
    numbers = _numbers(library, papers)
    held = holding(library.archive, topic, set(numbers.values()))
    found = [each for each in here if each.paper and numbers[each.paper.id] in held]
    if len(found) >= _FEW or not papers:
        return found
    interest = interest_in([topic], library.serving_embedder)
    space = space_of(library.vectors, [paper.id for paper in papers])
    return [
        each for each in here if each in found or (each.paper and interest.closeness(each.paper, space)[0] >= MATCH)
    ]


def _numbers(library: Library, papers: Sequence[Paper]) -> dict[str, int]:
    sql = "SELECT id, n FROM papers WHERE id IN (SELECT value FROM json_each(?))"
    with library.database.read() as db:
        return {row["id"]: row["n"] for row in db.execute(sql, [json.dumps([paper.id for paper in papers])])}
