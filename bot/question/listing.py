"""Questions that ask for a count or a list: the archive answers them by code, exactly and completely.

"How many papers on grokking were listed last week?", "list the papers by Ada Lovelace", "the newest papers on
diffusion", "the most upvoted papers of May 2025". Anything else is no such request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.archive.lookup import Query
from retrieval.text.number_words import CARDINALS, cardinals
from retrieval.text.patterns import Pattern
from retrieval.types import Window

Kind = Literal["count", "list", "newest", "upvoted"]
FEW = 10  # papers, where a request for the newest or the best names no number

_ORDER = r"newest|latest|most recent|last"
_BEST = r"most upvoted|top|best|most liked|most popular|highest[- ]voted"
_PAPERS = r"(?:research |scientific |arxiv |daily )?(?:papers?|articles?|preprints?|publications?|works)"
_ASK = r"(?:(?:please|can you|could you|would you|i want to|i'd like to|let me) )*"
_VERB = r"(?:list|show|give|name|see|enumerate|print|find)(?: me| us)?(?: of)?"
_THERE = (
    r"(?:(?:do|did) (?:we|you|i|they) (?:have|know of|list|hold)|(?:are|were) (?:there|in the archive|available)|exist)"
)
_N = rf"(?P<n>\d{{1,3}}|{cardinals(1, 12)})"
_M = _N.replace("<n>", "<m>")
_LEAD = rf"{_ASK}(?:{_VERB} |(?:what|which) (?:are|were) )?(?:the |our |your )?(?:{_N} )?"

# The first that fits the whole question decides; `rest` holds who and what about.
_ROWS: tuple[tuple[Kind, str, str, str], ...] = (
    ("count", "how many papers on grokking", "how many parameters",
     rf"(?:how many|(?:what(?: i|')s )?(?:the )?number of|count(?: the| all)*) {_PAPERS}\b(?P<rest>.*)"),
    ("newest", "show me the three newest papers on grokking", "show me the newest model",
     rf"{_LEAD}(?:{_ORDER})(?: {_M})? {_PAPERS}\b(?P<rest>.*)"),
    ("upvoted", "the top five papers", "the top five ideas",
     rf"{_LEAD}(?:{_BEST})(?: {_M})? {_PAPERS}\b(?P<rest>.*)"),
    ("list", "please list all papers by Ada Lovelace", "please list all limitations",
     rf"{_ASK}{_VERB} (?:all |every |each )?(?:of )?(?:the |our |your )?{_PAPERS}\b(?P<rest>.*)"),
    ("list", "which papers were written by Ada Lovelace", "which papers were inspired by Ada Lovelace",
     rf"(?:what|which) {_PAPERS} (?:are |were |have been )?(?P<rest>(?:written |authored |published )?by .*)"),
    ("list", "are there any papers by Google", "are there any papers on Google",
     rf"(?:(?:are|is) there )?(?:any |all )?(?:the )?{_PAPERS} (?P<rest>(?:written |authored )?by .*)"),
    ("list", "what papers do we have on grokking", "what papers do they cite",
     rf"(?:what|which) {_PAPERS} (?P<rest>(?:are|were|have been|do (?:we|you) have|got)\b.*)"),
)  # fmt: skip
_FORMS = tuple((kind, Pattern(source, takes, leaves, how="fullmatch")) for kind, takes, leaves, source in _ROWS)
_WHO = Pattern(
    r"\b(?:written |published |released |(?:co-?)?authored )?(?:by|from) (?P<who>[^,;?]+?)(?= (?:on|about) |$)",
    "co-authored by Ada Lovelace on grokking",
    "authored with Ada Lovelace",
    flags=re.NOFLAG,
)
_ABOUT = Pattern(
    r"^(?:that |which )?(?:are |were |is |do |did )?"
    r"(?:on|about|of|regarding|concerning|around|covering|in the field of|related to|dealing with|discuss(?:ing)?"
    r"|mention(?:ing|s)?|stud(?:y|ying)|use|using|with|treat(?:ing)?(?: of)?|concern(?:ing)?|consider(?:ing)?"
    r"|deal(?:ing)? with"
    r"|talk(?:ing)? about|speak(?:ing)? of|focus(?:ing|sed|ed)? on|propos(?:e|ing)|explor(?:e|ing)|work(?:ing)? on"
    r"|cover(?:ing)?"
    r"|address(?:ing)?|examin(?:e|ing)|investigat(?:e|ing)|look(?:ing)? at|(?:there (?:are|is) )(?:on|about|in|for)"
    r"|(?:have|has|contain(?:ing|s)?)(?=.{1,60} in (?:the|their) titles?$)) (?P<words>.+)$",
    "that are related to grokking",
    "that are cited in grokking",
    how="match",
    flags=re.NOFLAG,
)
_FILLER = Pattern(
    rf"\b(?:{_THERE}"
    r"|(?:do|did|have) (?:we|you|they) (?:get|got|add|added|fetch|fetched|receive|collect|read|take in)"
    r"|in (?:the |their )?(?:abstracts?|titles?) (?:or|and) (?:the |their )?(?:abstracts?|titles?)"
    r"|(?:(?:were|was|are|been|have|has|is|get|got) )+(?:listed|published|released|posted|featured|added|submitted)"
    r"|(?:have |has |had )?(?:came|come|coming|comes) out|(?:have |has |had )?appeared|appear"
    r"|listed|published|released|posted|featured|added|submitted|in (?:the|our|your|my) archive|in total|altogether"
    r"|so far"
    r"|there|here|please|in all|overall|we have|do we have|you have|you know|in here)\b",
    "have been published so far",
    "have been cited elsewhere",
    flags=re.NOFLAG,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a question asks the archive for. *n* is how many papers are wanted, None for all."""

    kind: Kind
    query: Query
    n: int | None


def read_request(question: str, window: Window | None) -> Request | None:
    """The request in *question* (its time phrase already taken out), or None if it is none."""
    text = " ".join(question.split()).strip(" ?.!").replace("’", "'")
    for kind, form in _FORMS:
        found = form.find(text)
        if found:
            query = _query(found["rest"], window)
            given = found.groupdict().get("n") or found.groupdict().get("m")
            return None if query is None else Request(kind, query, _number(given, kind))
    return None


def _query(rest: str, window: Window | None) -> Query | None:
    """Who and what about; None if something is left that code cannot judge."""
    rest = re.sub(
        r"^(?:are|were|have been|do (?:we|you) have|got)\b", "", " ".join(_FILLER.regex.sub(" ", rest).split())
    ).strip()
    who = ""
    found = _WHO.find(rest)
    if found:
        who, rest = found["who"].strip(), (rest[: found.start()] + rest[found.end() :]).strip()
    about = _ABOUT.find(rest)
    words = re.sub(r"^(?:the|an?) ", "", about["words"].strip(" ,")) if about else ""
    if re.search(r",|\b(?:what|how|why|which|who|when|do|does|did|is|are|was|were)\b", words):  # a further question
        return None
    if (not about and rest.strip(" ,:")) or re.match(r"[a-z]+ing\b", who):  # "by using …" names nobody
        return None
    return Query(words, re.sub(r"^(?:the author|author|the group|the team) ", "", who), window)


def _number(given: str | None, kind: Kind) -> int | None:
    if given:
        return int(given) if given.isdigit() else CARDINALS[given.lower()]
    return FEW if kind in ("newest", "upvoted") else None
