"""What was shared in the channels, asked for: by time, topic, paper or person; as far as it may be told there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.library import Library
from bot.question.shared import Asked, Sharing, named, read_sharing
from bot.talk import Share, sharers, shares
from bot.talk.papers import Told, by_paper, most_talked
from bot.weekly.digest.followed import same_person
from bot.weekly.digest.interest import MATCH, interest_in
from bot.weekly.digest.space import space_of
from retrieval.archive.lookup import folded, forms_of, holding
from retrieval.text.arxiv_ids import ids_in
from retrieval.text.clean import clean_line
from retrieval.text.patterns import Pattern
from retrieval.types import Paper, Window
from retrieval.window import read_window

Shown = Callable[[str], Sequence[Paper]]
_POST = Pattern(
    r"(?P<did>\b(?:did|does|do)(?: [^\s?]{1,30}){1,4}) post\b(?!-)", "what did Ada post", "papers posted last week"
)
_LONGEST = 400  # characters: more is a text, and no question of this kind
_IT = ("it", "this", "that", "these", "those", "them")
_ME = ("i", "me", "myself")
_NEAR = 100  # papers of the archive nearest to a topic, among which the shared ones are looked for
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
    papers = shown(wish.what) if wish.what else ()
    if wish.what.lower() in _IT and not papers:
        return None
    if papers:
        wish = replace(wish, what=", ".join(paper.arxiv_id or paper.title for paper in papers))
    if wish.by and not _people(library, place, wish.by):
        return None
    return _found(library, wish, window, place)


def listed(library: Library, text: str, place: str, user: str = "") -> Found:
    """What was shared of a time, a topic or a paper: of *text*, whatever it says; everything for no words."""
    as_sentence = f"papers shared {text}"  # "last month about ropes", which is said of nothing else here
    if found := asked_for(library, text, place, user) or asked_for(library, as_sentence, place, user):
        return found
    window, wish = _read(library, text)
    _, rest = read_window(clean_line(text), library.settings.clock(), recent_days=library.settings.recent_days)
    return _found(library, wish or Sharing("list", named(rest.strip(" ?.!,"))), window, place)


def _read(library: Library, text: str) -> tuple[Window | None, Sharing | None]:
    if len(text) > _LONGEST:
        return None, None
    now = library.settings.clock()
    # "post last week" would be all that came after it.
    text = _POST.regex.sub(r"\g<did> share", text)
    window, rest = read_window(clean_line(text), now, recent_days=library.settings.recent_days)
    return window, read_sharing(rest)


def _found(library: Library, wish: Sharing, window: Window | None, place: str) -> Found:
    some = _within(library, window, place)
    if wish.channel:
        some = [share for share in some if wish.channel in (share.channel, share.where) or _is_here(wish, share, place)]
    if wish.by:
        people = _people(library, place, wish.by)
        some = [share for share in some if share.user in people]
    told = _meant(library, by_paper(library.database, some), wish)
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


def _people(library: Library, place: str, who: str) -> set[str]:
    """The ids of those that *who* may be, of people who shared something: an id, or any part of a name."""
    known = sharers(library.database, place)
    if who.strip("<@>") in known:
        return {who.strip("<@>")}
    return {user for user, name in known.items() if name and same_person(who, name)}


def _meant(library: Library, told: Sequence[Told], wish: Sharing) -> Sequence[Told]:
    """Those of *told* that the words mean: papers by id or name, else those about a topic."""
    if not wish.what:
        return told
    if ids := ids_in(wish.what):
        return [each for each in told if each.name in ids]
    here = {each.number: each for each in told if each.number is not None}
    titles = _titles(library, here)
    wanted, longest = folded(wish.what), 2 * len(wish.what) + 10  # to fold ten thousand titles takes a while
    meant = [n for n, title in titles.items() if title.find(":") < longest and _head(title, longest) == wanted]
    if wish.asked == "who" and not meant:
        forms = forms_of(wish.what)
        meant = [n for n, title in titles.items() if all(form.search(title.lower()) for form in forms)]
    numbers = set(meant) or _about(library, set(here), wish.what)
    return [each for each in told if each.number in numbers]


def _titles(library: Library, numbers: Iterable[int]) -> dict[int, str]:
    sql = "SELECT n, title FROM papers WHERE n IN (SELECT value FROM json_each(?))"
    with library.database.read() as db:
        return {row[0]: row[1] for row in db.execute(sql, [json.dumps(list(numbers))])}


def _head(title: str, longest: int) -> list[str]:
    """The words of a title, or of what it names before its colon; none if they are longer than that."""
    head, colon, _ = title.partition(":")
    name = head if colon else title
    return folded(name) if len(name) <= longest else []


def _about(library: Library, numbers: set[int], topic: str) -> set[int]:
    """Those of *numbers* whose papers hold the words of *topic*; where these are few, the near ones too."""
    held = holding(library.archive, topic, numbers)
    if len(held) >= _FEW or not numbers:
        return held
    hits = [hit.paper for hit in library.searcher.search(topic, _NEAR).hits]
    near = {n: paper for n, paper in _numbered(library, hits).items() if n in numbers}
    interest = interest_in([topic], library.serving_embedder)
    space = space_of(library.vectors, [paper.id for paper in near.values()])
    return held | {n for n, paper in near.items() if interest.closeness(paper, space)[0] >= MATCH}


def _numbered(library: Library, papers: Sequence[Paper]) -> dict[int, Paper]:
    by_id = {paper.id: paper for paper in papers}
    sql = "SELECT n, id FROM papers WHERE id IN (SELECT value FROM json_each(?))"
    with library.database.read() as db:
        return {row["n"]: by_id[row["id"]] for row in db.execute(sql, [json.dumps(list(by_id))])}
