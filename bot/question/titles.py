"""Papers named by their titles: “Compass Networks”, "the compass one", "the paper about harbours"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.question.listed import Mention, Papers
from retrieval.identity import title_key
from retrieval.text.patterns import Pattern
from retrieval.text.words import stem, terms

_QUOTED = Pattern(r"[“\"«](?P<title>[^”\"»]{3,200})[”\"»]", "what does “Compass Networks” say", "what does “AI” say")
_THE_X_ONE = Pattern(
    r"\b(?:the|that) (?P<words>(?:(?!(?:the|same|new|other|last|first|next|one|of|only|best|and|is"
    r"|paper)\b)[\w-]+ ){1,3}?)"
    r"(?:ones?|papers?|stud(?:y|ies)|articles?|preprints?)\b",
    "is the compass one better?",
    "is the other one better?",
)
_THE_ONE_ON = Pattern(
    r"\b(?:the|that) (?:one|paper|study|article|ones|papers) (?:on|about|with|from|of|called|titled) (?:the |a )?"
    r"(?P<words>[\w-]+(?: (?!is|are|do|does|use|and|say|need)[\w-]+){0,2}?)"
    r"(?=\s*(?:$|[?.!,;:])|\s+(?:is|are|does|do|did|says?|uses?|needs?|and|with|finds?|found|claims?|reports?|was|has"
    r"|better)\b)",
    "what does the paper about harbours say?",
    "what does a paper about harbours say?",
)
# Words before "paper" that are no part of a title: which place it has, how new or how good it is.
_NO_TITLE = (
    "the|same|whole|full|entire|original|new|newer|newest|latest|recent|oldest|most|least|more|best|worst|top|good"
    "|right|wrong|other|another|previous|next|last|first|second|third|fourth|fifth|one|of|only|and|or|is|are|in|on|to"
    "|for|with|that|this|which|research|scientific|actual|average|current|present|above|said|paper|papers"
    "|upvoted|discussed|cited|popular|important|interesting|favou?rite|following|given|two|three|four|five|few"
)
_CALLED = (
    Pattern(
        rf"\b(?:the|that) (?P<words>(?:(?!(?:{_NO_TITLE})\b)\w[\w-]{{0,40}} ){{1,4}})(?:paper|preprint)\b"
        r"(?! (?:on|about|from|by)\b)(?!-)",
        "what does the moored ships paper report?",
        "what does the newest paper report?",
    ),
    Pattern(
        rf"\b(?:the|that) (?:paper|preprint) (?:called|titled|named|on|about) (?:the )?"
        rf"(?P<words>(?!(?:{_NO_TITLE})\b)\w[\w-]{{0,40}}(?: \w[\w-]{{0,40}}){{0,3}}?)(?=\s{{0,9}}(?:$|[?.!,;:])"
        r"|\s{1,9}(?:is|are|does|do|did|says?|claims?|finds?|found|reports?|uses?|was|has)\b)",
        "what does the paper on harbours say?",
        "what does a paper on harbours say?",
    ),
)
_LONG_TITLE = 3  # words: a shorter one may as well be a topic


@dataclass(frozen=True, slots=True)
class Called:
    """text[start:end] means a paper by *words* of its title."""

    start: int
    end: int
    words: str


def title_mentions(text: str, papers: Papers, titles: Mapping[str, str]) -> list[Mention]:
    """Those of *papers* that *text* names by title, or by words of it that only some titles hold."""
    found = [
        Mention(m.start(), m.end(), some)
        for m in _QUOTED.regex.finditer(text)
        if (some := _titled(m["title"], papers, titles))
    ]
    for form in (_THE_ONE_ON, _THE_X_ONE):
        for m in form.regex.finditer(text):
            some = _holding(m["words"], papers, titles)
            if some and not any(m.start() < other.end and other.start < m.end() for other in found):
                found.append(Mention(m.start(), m.end(), some))
    return sorted(found or _whole_titles(text, papers, titles), key=lambda mention: mention.start)


def called(text: str) -> Called | None:
    """The first paper that *text* calls by words of its title, whatever was shown before."""
    found = (m for form in _CALLED if (m := form.find(text)))
    m = min(found, key=lambda m: m.start(), default=None)
    return Called(m.start(), m.end(), m["words"].strip()) if m else None


def _titled(title: str, papers: Papers, titles: Mapping[str, str]) -> Papers:
    key = title_key(title)
    return tuple(p for p in papers if title_key(titles[p[1]]) == key)[:1]


def _holding(words: str, papers: Papers, titles: Mapping[str, str]) -> Papers:
    """The papers whose titles hold all of *words*, unless all of several do: then the words tell nothing."""
    wanted = {stem(word) for word in terms(words)}
    some = tuple(p for p in papers if wanted <= {stem(w) for w in re.findall(r"\w+", titles[p[1]].lower())})
    return () if len(some) == len(papers) > 1 else some


def _whole_titles(text: str, papers: Papers, titles: Mapping[str, str]) -> list[Mention]:
    """Titles written out without quotation marks."""
    found = []
    for paper in papers:
        words = re.findall(r"\w+", titles[paper[1]])
        m = re.search(r"\b" + r"\W+".join(words) + r"\b", text, re.IGNORECASE) if len(words) >= _LONG_TITLE else None
        if m:
            found.append(Mention(m.start(), m.end(), (paper,)))
    return found
