"""A message said again so that it stands by itself: titles in the place of "it" and "the second one"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.question.listed import Mention, Papers
from retrieval.text.clean import clean_line, inert
from retrieval.text.patterns import Pattern

_MOST_NAMED = 3  # papers whose titles are put into a question; of more it says how many
_LONGEST = 60  # characters of a title
_QUANTIFIER = Pattern(
    r"(?P<word>which|any|either|neither|none|one|each|every one|some|most|all)\b",
    "either of them",
    "both of them",
    how="match",
)
_AGAINST = Pattern(
    r"(?:\bcompared? (?:with|to|against)|\bversus|\bvs\.?|\bdiffer\w* (?:to|from|with)|\bthan|\bunlike|\bsimilar to"
    r"|\bagrees? with|\bcontradicts?|\bcomparison (?:with|to))\W*$",
    "how good is it compared to ",
    "how good is it according to ",
)


def apart(mentions: Sequence[Mention]) -> list[Mention]:
    """*mentions* in the order of the text; of two that overlap, the one given first."""
    kept: list[Mention] = []
    for mention in mentions:
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def blanked(text: str, mentions: Sequence[Mention]) -> str:
    """*text*, as long as it was, with spaces in the place of *mentions*, except for the parts of papers they name."""
    for mention in mentions:
        text = text[: mention.start] + mention.thing.rjust(mention.end - mention.start) + text[mention.end :]
    return text


def named(text: str, mentions: Sequence[Mention], papers: Papers, titles: Mapping[str, str], before: str) -> str:
    """*text* with titles in the place of *mentions*; with many *papers*, followed by how many and of which question."""
    if len(papers) > _MOST_NAMED:
        return f"{_begun(text)} (the {len(papers)} papers of “{before}”)"
    for mention in sorted(mentions, key=lambda m: -m.start):
        told = _in_place(text[mention.start : mention.end], mention.thing, joined(mention.papers, titles))
        text = text[: mention.start] + told + text[mention.end :]
    return _begun(text)


def is_compared(text: str, mentions: Sequence[Mention], papers: Papers) -> bool:
    """Whether *text* compares one paper with something it leaves out: "compared to the first?"."""
    return len(papers) == 1 and _AGAINST.find(text[: mentions[0].start]) is not None


def joined(papers: Papers, titles: Mapping[str, str]) -> str:
    """“A”, “B” and “C”"""
    some = [f"“{short(titles[paper])}”" for _, paper in papers]
    return " and ".join(part for part in (", ".join(some[:-1]), some[-1]) if part)


def short(title: str) -> str:
    """*title* as it is put into a question: with nothing live in it, and not all of a long one."""
    title = inert(clean_line(title))
    return title if len(title) <= _LONGEST else title[:_LONGEST].rsplit(" ", 1)[0] + "…"


def retitled(question: str, papers: Papers, titles: Mapping[str, str]) -> str:
    """*question* asked of *papers*, and no longer of those whose titles it holds."""
    told = joined(papers, titles) if len(papers) <= _MOST_NAMED else f"{len(papers)} papers"
    bare, count = _run(titles).subn(lambda _: told, _suffix(titles).sub("", question))
    return bare if count == 1 else f"{untitled(question, titles)} (in {told})"


def parted(question: str, titles: Mapping[str, str]) -> tuple[str, str]:
    """*question* and what a follow-up put behind it: "(in “A”)"."""
    found = _suffix(titles).search(question)
    return (question[: found.start()], found[0]) if found else (question, "")


def untitled(question: str, titles: Mapping[str, str]) -> str:
    """*question* without the titles that a follow-up put into it."""
    bare = re.sub(rf"{_run(titles).pattern}(?:['’]s\b)?", "", _suffix(titles).sub("", question))
    return " ".join(bare.split())


def renumbered(papers: Papers) -> Papers:
    """*papers* under their own numbers, or under 1, 2, … where two of them, from two lists, have the same."""
    if len({n for n, _ in papers}) == len(papers):
        return tuple(sorted(papers))
    return tuple((n, paper) for n, (_, paper) in enumerate(papers, start=1))


def _suffix(titles: Mapping[str, str]) -> re.Pattern[str]:
    """What `named` and `retitled` put behind a question."""
    return re.compile(rf"\s*\((?:in (?:\d+ papers|{_run(titles).pattern})|the \d+ papers of “.*”)\)")


def _run(titles: Mapping[str, str]) -> re.Pattern[str]:
    """One quoted title after the other."""
    one = "“(?:" + "|".join(re.escape(short(title)) for title in titles.values()) + ")”"
    return re.compile(rf"{one}(?:(?:, | and ){one})*") if titles else re.compile(r"(?!)")


def _in_place(words: str, thing: str, told: str) -> str:
    if thing:
        return f"the {thing} of {told}"
    found = _QUANTIFIER.find(words)
    if found and " " in words:
        return f"{found['word']} of {told}"
    return f"{told}'s" if words.lower() in ("its", "their", "theirs") else told


def _begun(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]
