"""What kind of answer a question wants, a definition, a number, a finding, and which sentences give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.text.words import terms

# Words that tell what kind of answer is wanted, and say nothing of its subject.
ASKING = frozenset(
    "accurate accurately big compared fast deal deals large long many much often quickly result results well".split()
)
_INTRODUCES = r"(?:introduc|propos|present|develop|call|term|nam|defin)\w*"
_NUMBER = re.compile(r"(?<![\w.-])\d")
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|study|article))\b", re.IGNORECASE)
_CONTRIBUTES = re.compile(rf"\b(?:we|this (?:paper|work|study|article))\b[^.]{{0,30}}?\b{_INTRODUCES}", re.IGNORECASE)
_REASONS = re.compile(
    r"\b(?:because|since|due to|stems? from|caused? by|explains?|leads? to|lies in|reason)\b", re.IGNORECASE
)
_STATES = re.compile(
    r"\b(?:we|results?|experiments?|findings?|stud(?:y|ies)|analys[ie]s)\b[^.]{0,60}?\b(?:find|found|show|demonstrat|prove"
    r"|reveal|observ|suggest|indicat|verif|conclude|uncover|identif)|\b(?:achiev|outperform|improv|degrad|fail)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of answer. *given* tells whether a sentence gives it on a subject; *boost* is what that multiplies.

    An *exact* wish is for one fact: it does not matter then whether the authors speak of themselves.
    """

    asked: re.Pattern[str]
    given: Callable[[str, str], object]
    boost: float
    exact: bool = False


def wishes(question: str) -> list[Wish]:
    """The kinds of answer *question* wants; failing an exact one, also what the authors themselves did and found."""
    found = [wish for wish in _WISHES if wish.asked.search(question)]
    return found if any(wish.exact for wish in found) else [*found, _OWN_WORK]


def subject(question: str) -> str:
    """What a definition would define, as a pattern: the question's words in a row."""
    return r"\W{1,4}".join(re.escape(word) for word in terms(question) if word not in ASKING)


def _defines(text: str, name: str) -> bool:
    """Whether *text* says what *name* is: "X is", "X, i.e.,", "X: ...", "we introduce the X", "… (X)"."""
    after = r"[^.\w]{0,6}(?:is|are|refers? to|means|denotes|describes|i\.e\.|that|---?|:|—|–)[\s,]"
    # Words and what parts them never overlap here, so that no text, however odd, takes long to search.
    before = rf"\b{_INTRODUCES}(?:\W{{1,4}}(?!(?:for|of|on|to|with|in|by|that)\b)\w+){{0,6}}?\W{{1,4}}"
    pattern = rf"\b{name}\b(?:\W{{0,3}}\([^()]{{1,40}}\))?{after}|{before}{name}\b|\({name}\)"
    return bool(name and re.search(pattern, text, re.IGNORECASE))


def _asked(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OWN_WORK = Wish(re.compile(""), lambda text, _: _OWN.search(text), 1.15)
_WISHES = (
    Wish(_asked(r"^\W*(?:what(?:'s| is| are| does \S+ (?:stand for|mean))\b|define\b)"), _defines, 1.8, exact=True),
    Wish(
        _asked(
            r"\bhow (?:accurate|many|much|large|big|fast|small)\b|\baccuracy|\bpercent|\bscore|\brate\b"
            r"|\bup to (?:which|what)\b"
        ),
        lambda text, _: _NUMBER.search(text),
        1.8,
        exact=True,
    ),
    Wish(
        _asked(r"\b(?:find|finds|found|findings?|results?|shows?|conclude)\b|^\W*(?:do|does|is|are|can|did)\b"),
        lambda text, _: _STATES.search(text),
        1.2,
    ),
    Wish(_asked(r"^\W*why\b|\bcauses?\b|\breasons?\b"), lambda text, _: _REASONS.search(text), 1.3),
    Wish(
        _asked(r"\b(?:which|what|any|a) (?:\w+ )?(?:paper|work|study|dataset|benchmark|method)s?\b"),
        lambda text, _: _CONTRIBUTES.search(text),
        1.2,
    ),
)
