"""Papers wanted by several conditions at once: "newest Tencent surveys on video with code".

Each condition is taken out of the question wherever it stands; what is left between them is the topic. Where anything
else is left, the question is no such list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.question.fragments import has_verb
from retrieval.text.number_words import CARDINALS, cardinals
from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted

Kind = Literal["survey", "benchmark", "dataset"]
Order = Literal["newest", "oldest", "upvotes", "comments", "least upvoted"]
WhoIn = Callable[[str], tuple[int, int] | None]
"""Where a text names an organization or an author."""

_PAPERS = r"(?:papers?|articles?|preprints?|publications?)"
_CODE: tuple[tuple[bool, Pattern], ...] = (
    (False, Pattern(
        r"\b(?:(?:with no|without|have no|has no|lack(?:s|ing)?|(?:do|does) ?(?:not|n't) (?:release|have|share))"
        r" (?:any |the |their |public |source |open |available )*code)\b", "video papers without code", "no codec")),
    (True, Pattern(
        r"\b(?:(?:with|having|have|has|releas\w+|shar\w+|provid\w+|publish\w*|includ\w+)"
        r" (?:an? |any |the |their |public(?:ly)? |source |open |available )*(?:code|github|git|repo(?:sitory)?)"
        r"(?: (?:available|links?|repo(?:sitory)?|page))?(?: on (?:github|gitlab|hugging ?face|hf)\b)?"
        r"|code (?:is )?available"
        r"|open[- ]?sourced?(?: code)?)\b", "video papers with code", "papers on code")),
)  # fmt: skip
_ORDERS: tuple[tuple[Order, Pattern], ...] = (
    ("newest", Pattern(
        r"\b(?:(?:newest|latest|most recent|recent)(?: first)?|(?:sort(?:ed)?|order(?:ed)?) by (?:date|time|day))\b"
        r"|^new\b|(?<=any )new\b", "the newest surveys", "renewed surveys")),
    ("oldest", Pattern(r"\b(?:oldest|earliest)(?: first)?\b", "the oldest surveys", "old surveys")),
    ("least upvoted", Pattern(r"\b(?:least|lowest|fewest)[ -](?:up)?(?:voted|votes|popular|liked)\b",
        "least upvoted surveys", "at least two upvotes")),
    ("upvotes", Pattern(
        r"\b(?:(?:(?:most|highest|top)[ -](?:up)?(?:voted|votes|popular|liked)|has the most upvotes)(?: first)?"
        r"|(?:(?:sort(?:ed)?|order(?:ed)?) )?by (?:upvotes|popularity|votes))\b", "most upvoted surveys",
        "popular surveys")),
    ("comments", Pattern(
        r"\b(?:most (?:discussed|commented)|(?:(?:sort(?:ed)?|order(?:ed)?) )?by comments)\b",
        "most discussed surveys", "discussed surveys")),
)  # fmt: skip
# Of whoever is named: without a name it is a topic's news.
_NEWS = Pattern(
    r"\bwhat(?: is|'?s| are| has| have)?(?: been)? (?:new|happening|going on|up)\b|\bnews\b",
    "what is new from them",
    "a new one",
)
# What a paper is stands before its topic or at the end: "surveys on pruning", "pruning surveys".
_ENDS = (
    r"(?= (?:on|of|for|about|in|by|from|at|with|that|to|exist|came|released|published|introduced|proposed|available)\b"
    rf"| {_PAPERS}\b|\W*$)"
)
_KINDS: tuple[tuple[Kind, Pattern], ...] = (
    ("survey", Pattern(
        r"\b(?:surveys?|(?:literature|systematic) reviews?"
        r"|(?:an?|any|some|good|recent|all) reviews?(?= (?:on|of|about) )"
        rf"|overviews?|tutorials?){_ENDS}|^reviews?(?= (?:on|of|about) )",
        "any surveys on pruning", "we survey pruning")),
    ("benchmark", Pattern(rf"\b(?:bench ?marks?|leaderboards?|test ?sets?){_ENDS}", "benchmarks for agents",
        "benchmark agents")),
    ("dataset", Pattern(rf"\b(?:data ?sets?|corpus|corpora){_ENDS}", "datasets for music", "dataset pruning")),
)  # fmt: skip
_N = Pattern(
    rf"\b(?:top )?(?P<n>\d{{1,2}}|{cardinals(2, 12)})(?= (?:{_PAPERS}|most|newest|latest|surveys?|benchmarks?"
    r"|datasets?)\b)",
    "three surveys",
    "two towers",
)
_UPVOTES = Pattern(
    r"(?:(?:\b(?:with|having|have|has|got) )?(?:(?P<over>\bmore than |\bover |\babove |> ?)|\bat least |>= ?|≥ ?"
    r"|\b(?:a )?min(?:imum)?(?: of)? |\bno (?:fewer|less) than )"
    r"(?P<n>\d{1,4})|\b(?:(?:with|having|have|has|got) )?(?P<plus>\d{1,4})(?:\+| or more)) (?:up)?votes\b",
    "papers with more than 30 upvotes",
    "papers with more than 30 voters",
)
_AUTHORS = Pattern(
    rf"\b(?:(?:single|sole|solo|one)[- ]author(?:ed|s)?\b"
    r"|(?:by|with|having|have|has) (?:only |just |exactly )?(?:a |an )?"
    rf"(?P<n>single|\d{{1,3}}|{cardinals(1, 12)}) authors?\b)",
    "papers with only two authors",
    "papers with their authors",
)
_THINGS = Pattern(
    rf"\b(?:research )?{_PAPERS}\b|\b(?:research|works?|stuff)(?= (?:on|about|by|from)\b)", "papers", "pap"
)
_EDGES = frozenset(
    """
    what which who whose any anything something everything all some the a an show me us list give find get name i we
    you want need looking look for please can could would do does did have has had is are was were there been got be
    on about in of by from at with that and or using use regarding here published released written wrote publish
    release released put out to it them those these ones one just only good best top great recommend suggest your our
    their they its came come comes made only mention mentions mentioning discuss discussing cover covering 's s also
    introduced proposed people folks researchers group team first let know tell related dealing exist exists available
    sort sorted order ordered them by but then now so ok
    """.split()
)
_MOST_WORDS = 6
_WITH_AUTHOR = Pattern(
    r"\b(?:with|where|(?:of|on|for|in) which|that have|having) "
    r"(?P<who>\w[\w.-]+(?: [\w.-]+){0,3}?) (?:as|is|was) (?:an? |the )?"
    r"(?:first |last |senior )?(?:co-?)?authors?\b",
    "papers with Ada Lovelace as author",
    "papers with authors",
)
# "Does it reach the benchmark?" is answered yes or no; "do you have any?" is a list.
_YES_OR_NO = Pattern(
    r"(?:do|does|did|is|are|was|were|can|could|will|would|has|have|should)\b(?! (?:there|you|we|i|anyone|anybody)\b)",
    "does it reach the benchmark",
    "is there a benchmark",
    how="match",
)
_NO_TOPIC = Pattern(r"\b(?:how|why|when|where|than|not)\b", "how agents", "whole agents")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Papers that mention *words*, by *who*, of a *kind*, with or without *code* (None: as it comes), in an *order*.

    *upvotes*: so many or more; *authors*: just so many. *n* of them, if said; None of *order* is the closest first.
    """

    words: str = ""
    who: str = ""
    kind: Kind | None = None
    code: bool | None = None
    order: Order | None = None
    n: int | None = None
    upvotes: int = 0
    authors: int | None = None

    @property
    def conditions(self) -> int:
        """How many conditions there are beside the topic and the order."""
        given = (self.who, self.kind is not None, self.code is not None, self.upvotes, self.authors is not None)
        return sum(map(bool, given))


def nobody(text: str) -> tuple[int, int] | None:
    """No name is known."""
    return None


def read_wanted(text: str, who_in: WhoIn = nobody) -> Wanted | None:
    """What *text* (its time phrase already taken out) wants; None if it is no list of papers by such conditions."""
    text = " ".join(text.replace("’", "'").split()).strip(" ?.!,")
    text = _WITH_AUTHOR.regex.sub(r"by \g<who>", text)
    if _YES_OR_NO.find(text):
        return None
    place = who_in(text)
    marked = place is not None and text[: place[0]].lower().endswith(("by ", "from ", "at "))
    wanted, text = _with_who(text, place)
    if marked and (news := _NEWS.find(text)):
        wanted, text = replace(wanted, order="newest"), _cut(text, news.start(), news.end())
    wanted, text = _with_fields(wanted, text)
    said = marked or _THINGS.find(text) is not None
    parts = [part for each in _THINGS.regex.sub("|", text).replace(",", "|").split("|") if (part := _inner(each))]
    if not (said or wanted.conditions or wanted.order) or any(map(_is_no_topic, parts)):
        return None
    words = " and ".join(parts)
    long = sum(map(is_wanted, words.replace("+", "and").split())) > _MOST_WORDS
    return None if long else replace(wanted, words=words)


def only(text: str) -> Wanted | None:
    """The conditions *text* adds to a list that was shown: "only those with code", "which of them is the newest?"."""
    wanted = read_wanted(text) if _ONLY.find(text) else None
    return wanted if wanted and not wanted.words and (wanted.conditions or wanted.order) else None


_ONLY = Pattern(
    r"\W*(?:and |ok |now |please |show (?:me )?)*(?:only|just|which|those|the ones|sort|order|the newest|the latest"
    r"|newest|latest|most)\b",
    "only those with code",
    "is there code",
    how="match",
)


def said_of(wanted: Wanted) -> str:
    """The conditions of *wanted* in words, to stand behind a question: "with code, newest first"."""
    code = {True: "with code", False: "without code", None: ""}[wanted.code]
    kind = f"{wanted.kind}s" if wanted.kind else ""
    order = {
        "newest": "newest first",
        "oldest": "oldest first",
        "upvotes": "by upvotes",
        "comments": "by comments",
        "least upvoted": "least upvoted first",
    }
    upvotes = f"with at least {wanted.upvotes} upvotes" if wanted.upvotes else ""
    authors = f"with {wanted.authors} author{'s' * (wanted.authors != 1)}" if wanted.authors else ""
    return " ".join(filter(None, (kind, code, upvotes, authors, f", {order[wanted.order]}" if wanted.order else "")))


def _with_who(text: str, place: tuple[int, int] | None) -> tuple[Wanted, str]:
    if place is None:
        return Wanted(), text
    start, end = place
    return Wanted(who=text[start:end]), f"{text[:start]}|{text[end:]}"


def _with_fields(wanted: Wanted, text: str) -> tuple[Wanted, str]:
    """Upvotes, code, how many, order and kind out of *text*, each replaced by a bar."""
    if found := _UPVOTES.find(text):
        least = int(found["n"] or found["plus"]) + (found["over"] is not None)
        wanted, text = replace(wanted, upvotes=least), _cut(text, found.start(), found.end())
    if found := _AUTHORS.find(text):
        said = (found["n"] or "single").lower()
        count = int(said) if said.isdigit() else int(CARDINALS.get(said, 1))
        wanted, text = replace(wanted, authors=count), _cut(text, found.start(), found.end())
    for code, form in _CODE:
        if found := form.find(text):
            wanted, text = replace(wanted, code=code), _cut(text, found.start(), found.end())
            break
    if number := _N.find(text):
        n = int(number["n"]) if number["n"].isdigit() else int(CARDINALS[number["n"].lower()])
        wanted, text = replace(wanted, n=n), _cut(text, number.start(), number.end())
    for order, form in _ORDERS:
        if found := form.find(text):
            wanted, text = replace(wanted, order=order), _cut(text, found.start(), found.end())
            break
    for kind, form in _KINDS:
        if found := form.find(text):
            wanted, text = replace(wanted, kind=kind), _cut(text, found.start(), found.end())
            break
    return wanted, text


def _cut(text: str, start: int, end: int) -> str:
    return f"{text[:start]}|{text[end:]}"


def _inner(part: str) -> str:
    """*part* without the words at its edges that only ask."""
    words = part.split()
    while words and words[0].lower().strip("?.,!:;'\"") in _EDGES:
        words = words[1:]
    while words and words[-1].lower().strip("?.,!:;'\"") in _EDGES:
        words = words[:-1]
    return " ".join(words).strip(" ?.!,;:\"'“”")


def _is_no_topic(part: str) -> bool:
    return has_verb(part) or bool(_NO_TOPIC.find(part)) or not any(map(is_wanted, part.split()))
