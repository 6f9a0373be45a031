"""Text cut where a name may begin or end, and what stands beside what: "GPT-4o" is GPT and 4o, and never GPT-4.

How a name is spaced, hyphenated or cased does not matter; what else touches it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.gate.words import stem
from retrieval.text.patterns import Pattern
from retrieval.text.statements import DASHES

_LONGEST = 5  # atoms of a name
_ATOM = re.compile(r"[^\W_]+(?:(?:\.(?=\d)|(?<=\d),(?=\d{3})|')[^\W_]+)*(?:\++(?![^\W_]))?")
_GLUE = re.compile(r"[ -]?(?:\(s\))?")
_VERSION = re.compile(r"\d{1,3}(?:\.\d+)*")

# Inline mathematics: a dollar that closes has no space before it and no digit after it, or both are money.
_MATH = re.compile(r"\$(?=\S)([^$]*?)(?<=\S)\$(?!\d)")
_TEX = (
    (Pattern(r"\\(?:text|math|emph)\w*\{([^{}]*)\}", r"\mathbf{n}", r"\frac{n}", flags=re.NOFLAG), r"\1"),
    (Pattern(r"\\times\b", r"2\times 3", r"\timestamp", flags=re.NOFLAG), "×"),
    (Pattern(r"\\(?:sim|approx)\b ?", r"\sim 3", r"\simple", flags=re.NOFLAG), "~"),
    (Pattern(r"\\%", r"5\%", "5%"), "%"),
    (Pattern(r"\{,\}", "10{,}000", "{10,000}"), ","),
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A word or a part of one, where it stands, and whether a hyphen or only a space ties it to the one before."""

    text: str
    start: int
    end: int
    hyphen: bool
    beside: bool
    opens: bool

    @property
    def key(self) -> str:
        """Without case and possessive."""
        return re.sub(r"'s?$", "", self.text.casefold())

    @property
    def plain(self) -> bool:
        """Whether it is a word like any other, but for a capital to begin with."""
        bare = re.sub(r"'s?$", "", self.text)
        return bare.isalpha() and bare[1:] == bare[1:].lower()


def plain(text: str) -> str:
    """*text* with plain hyphens and apostrophes, its formulas without TeX's marks."""
    text = _MATH.sub(r"\1", text.translate(DASHES))
    for mark, meaning in _TEX:
        text = mark.regex.sub(meaning, text)
    return text


def atoms(text: str) -> list[Atom]:
    """The atoms of *text*, already `plain`, in order."""
    found: list[Atom] = []
    last = 0
    for match in _ATOM.finditer(text):
        between = text[last : match.start()]
        beside = bool(found) and bool(_GLUE.fullmatch(between))
        opens = not found or bool(re.search(r"[.!?:;][\"')]*\s+$|[\"(\[]$|\n", between))
        found.append(Atom(match[0], match.start(), match.end(), beside and "-" in between, beside, opens))
        last = match.end()
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """All that a text's atoms say, alone and joined with those beside them; its plain words, and their stems."""

    joined: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]


def known(found: Sequence[Atom]) -> Known:
    """What *found*, the atoms of some evidence, say.

    A name with a number behind it is that name only: who reads of Mamba-2 has not read of Mamba.
    """
    joined = set[str]()
    for first in range(len(found)):
        for end in range(first + 1, min(first + _LONGEST, len(found)) + 1):
            if end > first + 1 and not found[end - 1].beside:
                break
            if not _numbered(found, end):
                joined.update(_spellings(found[first:end]))
    words = frozenset(a.key for n, a in enumerate(found, start=1) if a.plain and not _numbered(found, n))
    return Known(frozenset(joined), words, frozenset(map(stem, words)))


def _numbered(found: Sequence[Atom], end: int) -> bool:
    """Whether the name before *end* goes on with a number."""
    if end >= len(found) or not found[end].beside or not _VERSION.fullmatch(found[end].text):
        return False
    return any(c.isupper() for c in found[end - 1].text)


def stands(found: Sequence[Atom], first: int, end: int, evidence: Known) -> bool:
    """Whether the atoms from *first* to *end*, alone or with those beside them, are in *evidence* as a whole."""
    for start in range(max(0, end - _LONGEST), first + 1):
        if all(a.beside for a in found[start + 1 : end]):
            for stop in range(end, min(start + _LONGEST, len(found)) + 1):
                if not all(a.beside for a in found[end:stop]):
                    break
                if not evidence.joined.isdisjoint(_spellings(found[start:stop])):
                    return True
    return False


def _spellings(run: Sequence[Atom]) -> Iterator[str]:
    """*run* as one word, and without the s of a plural."""
    word = ""
    for atom in run:
        word += ("-" if word[-1:].isdigit() and atom.key[:1].isdigit() else "") + atom.key
    yield word
    if word.endswith("s") and len(word) > 2 and run[-1].text.endswith("s"):
        yield word[:-1]
