"""What kind of answer a question wants, a definition, a number, a finding, and which sentences give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.text.patterns import Pattern
from retrieval.text.words import terms

# Words that tell what kind of answer is wanted, and say nothing of its subject.
ASKING = frozenset(
    "accurate accurately always any bad best better big compared deal deals ever fast good harmful large long many much"
    " often quickly really result results useful well worth".split()
)
_INTRODUCES = r"(?:introduc|propos|present|develop|call|term|nam|defin)\w*"
_NUMBER = Pattern(r"(?<![\w.-])\d", "an accuracy of 98.1 %", "the accuracy of GPT-4", flags=re.NOFLAG)
_OWN = Pattern(
    r"\b(?:we|our|this (?:paper|work|study|article))\b",
    "In this paper, results are given",
    "In this book, results are given",
)
_CONTRIBUTES = Pattern(
    rf"\b(?:we|this (?:paper|work|study|article))\b[^.]{{0,30}}?\b{_INTRODUCES}",
    "This work introduces Compass",
    "This book introduces Compass",
)
_STATES_OWN = Pattern(
    rf"\b(?:we|our|this (?:paper|work|study|article))\b[^.]{{0,60}}?\b(?:{_INTRODUCES}|find|show|demonstrat"
    r"|achiev|outperform|improv|reveal|observ|design|study|use|train|explor|investigat)",
    "Although small, we show that it works",
    "Although small, it shows that it works",
)
_CODE = Pattern(
    r"\b(?:code|available|availability|open[- ]?source\w*|github|repo\w*|releas\w+|download|demo|weights"
    r"|link|url|page)\b",
    "is the code released?",
    "how does it decode?",
)
_REASONS = Pattern(
    r"\b(?:because|since|due to|stems? from|caused? by|explains?|leads? to|lies in|reason)\b",
    "It fails due to noise",
    "It fails under noise",
)
_STATES = Pattern(
    r"\b(?:we|results?|experiments?|findings?|stud(?:y|ies)|analys[ie]s)\b[^.]{0,60}?\b(?:find|found|show|demonstrat|prove"
    r"|reveal|observ|suggest|indicat|verif|conclude|uncover|identif)|\b(?:achiev|outperform|improv|degrad|fail)\w*",
    "Experiments show that it works",
    "The figures show that it works",
)


# Why the work was done, not what came of it; and what is no statement about the subject at all.
_MOTIVATES = Pattern(
    r"^\W*(?:however|despite|although|while|as|due to|recent(?:ly)?|existing|current(?:ly)?|prior|previous"
    r"|traditional|conventional|with the (?:rapid|rise|growing|advent)|in recent years|large"
    r"|the (?:rapid|rise|growing|widespread))\b"
    r"|\b(?:remains? (?:a |an |largely |still )?(?:challeng|open|under|unclear|difficult|unexplored|elusive|limited)\w*"
    r"|suffers? from|(?:are|is) prone to|has (?:become|attracted|emerged|gained)|have (?:become|emerged|attracted"
    r"|gained|shown|demonstrated|achieved|made)|often (?:fail|struggle|rely|require|suffer)\w*"
    r"|(?:motivated|inspired) by|struggles? (?:to|with)|is (?:crucial|essential|critical|important) (?:for|to|in))\b",
    "However, agents forget.",
    "Our agents forget less, however.",
)
_POINTS = Pattern(
    r"https?:|\bwww\.|\b(?:code|data|models?|weights|demos?|project (?:page|website)|datasets?|checkpoints|resources?"
    r"|implementation|repository)\b[^.]{0,60}\b(?:(?:is|are|will be) (?:\w+ ){0,2}(?:available|released"
    r"|open[- ]?sourced|public\w*|found|accessible)|available at)\b"
    r"|^\W*(?:code|project|data|demo|website|github|page)(?: \w+)?\s*:"
    r"|\bwe (?:hope|believe|envision|open[- ]?source|publicly release)\b",
    "Our code is available.",
    "Our code is short.",
)
_LEANS = Pattern(
    r"^\W*(?:this|these|it|they|such|those|its|their|the (?:former|latter)|both|then|second(?:ly)?|third(?:ly)?|instead"
    r"|conversely|otherwise|as a result|consequently|for (?:example|instance))\b",
    "This halves the loss.",
    "Pruning halves the loss.",
)
MOTIVE, _LEANING = 0.7, 0.85  # what such a sentence is worth beside one that says what was found


def worth(sentence: str, question: str) -> float:
    """How far *sentence* is a statement to answer *question* with, from 0, only a pointer, to 1."""
    if _POINTS.find(sentence):
        return 1.0 if _CODE.find(question) else 0.0
    if any(wish.exact for wish in wishes(question)):  # who asks for a fact may find it anywhere
        return 1.0
    leaning = _LEANING if _LEANS.find(sentence) else 1.0
    return leaning * (MOTIVE if _MOTIVATES.find(sentence) and not _STATES_OWN.find(sentence) else 1.0)


def states_own(sentence: str) -> bool:
    """Whether *sentence* tells what its authors do or find themselves."""
    return _STATES_OWN.find(sentence) is not None


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of answer. *given* tells whether a sentence gives it on a subject; *boost* is what that multiplies.

    An *exact* wish is for one fact: it does not matter then whether the authors speak of themselves.
    """

    given: Callable[[str, str], object]
    boost: float
    exact: bool = False


def wishes(question: str) -> list[Wish]:
    """The kinds of answer *question* wants; failing an exact one, also what the authors themselves did and found."""
    found = [wish for asked, wish in _WISHES if asked.find(question)]
    return found if any(wish.exact for wish in found) else [*found, _OWN_WORK]


def is_definition(question: str) -> bool:
    """Whether *question* asks what something is."""
    return _WISHES[0][0].find(question) is not None


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


_MEANS = Pattern(
    r"\bby (?:\w+ly )?\w+ing\b|\b(?:using|via|through|consists? of|based on|works? by)\b"
    r"|\b(?:leverag|employ|propos|introduc|utili[sz])\w*",
    "Growth is slowed by pruning branches",
    "Growth is slowed by branches",
)
_OWN_WORK = Wish(lambda text, _: _OWN.find(text), 1.15)
_WISHES = (
    (
        Pattern(
            r"^\W*(?:what(?:'s| is| are| does \S+ (?:stand for|mean))\b|define\b)",
            "what is grokking?",
            "what causes it?",
        ),
        Wish(_defines, 1.8, exact=True),
    ),
    (
        Pattern(
            r"\bhow (?:accurate|many|much|large|big|fast|small)\b|\baccuracy|\bpercent|\bscore|\brate\b"
            r"|\bratio\b|\bspeed-?up\b|\bup to (?:which|what)\b",
            "how fast is it?",
            "how does it work?",
        ),
        Wish(lambda text, _: _NUMBER.find(text), 1.8, exact=True),
    ),
    (
        Pattern(
            r"\b(?:find|finds|found|findings?|results?|shows?|conclude)\b|^\W*(?:do|does|is|are|can|did)\b",
            "does pruning help?",
            "how does pruning help?",
        ),
        Wish(lambda text, _: _STATES.find(text), 1.2),
    ),
    (
        Pattern(r"^\W*how (?:do|does|did|can|could|is|are)\b", "how does pruning help?", "how much does pruning help?"),
        Wish(lambda text, _: _MEANS.find(text), 1.4),
    ),
    (
        Pattern(r"^\W*why\b|\bcauses?\b|\breasons?\b", "why does it fail?", "when does it fail?"),
        Wish(lambda text, _: _REASONS.find(text), 1.3),
    ),
    (
        Pattern(
            r"\b(?:which|what|any|a) (?:\w+ )?(?:paper|work|study|dataset|benchmark|method)s?\b",
            "which recent papers study pruning?",
            "which layers do the papers prune?",
        ),
        Wish(lambda text, _: _CONTRIBUTES.find(text), 1.2),
    ),
)
