"""Whether a claim denies what its evidence says, or says what its evidence denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.gate.antonyms import sides
from bot.gate.words import FAMILY, STOP, bag, stem
from retrieval.text.patterns import Pattern

_NEGATORS = frozenset(
    "not no never neither nor without cannot none hardly barely fail fails failed failing lack lacks lacking "
    "unable absent free nothing nobody struggle struggles trouble difficulty".split()
)
_NEGATIONS = frozenset("not no never neither nor without cannot none".split())
_COUNTED = _NEGATIONS | frozenset("fail fails failed failing unable".split())
# Words near enough to a negation to excuse one on the other side.
_DOUBTERS = _NEGATORS | frozenset(
    "hard difficult poor poorly limited little few challenging worse questioned insufficient impossible rarely "
    "only avoid avoids avoiding prevent prevents rather rid remove removes eliminate eliminates against doubt "
    "instead".split()
)
_SHORT_SCOPE = frozenset(("without", "lack", "lacks", "lacking", "free"))  # these deny the next word only
_THROUGH = frozenset("need requiring using use help further additional".split())  # the scope goes on past these
_BASE, _KIN = 5, 0.6  # letters of a stem that its prefix turns around, and how near its other forms are to it
# Not of "improve", which is no opposite of "prove".
_PREFIX = re.compile(
    r"^(?!improv|inform|intend|diseas|discover|discount|display|invent|indeed|insight|install|impress|import|impact|invest"
    r"|inspect|instruct)(?:un|in|im|non|dis|ir)(?=[a-z]{4})"
)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:.()–—]")


_NULL = Pattern(
    r"\b(?:no|without|not have an?y?|lack of) (?:\w+ ){0,2}(?:effects?|differences?|associations?|benefits?|impact"
    r"|changes?|improvements?|relationship|correlations?|evidence)\b",
    "no clear effect on sleep",
    "no routers",
)
_EFFECT = Pattern(
    r"\b(?:(?:increas|reduc|improv|lower|decreas|rais|prevent|caus|affect|worsen|enhanc|promot|inhibit)\w*"
    r"|(?:associated|linked|correlate[sd]?) |leads? to|risk|better|worse|higher)",
    "increases the load",
    "holds the load",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A claim or one sentence of the evidence, read once: words, stems, places of its content, what is denied."""

    tokens: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[int, ...]
    denied: frozenset[str]
    affirmed: frozenset[str]

    def doubts(self) -> bool:
        """Whether it holds a negation or something like one."""
        return not _DOUBTERS.isdisjoint(self.tokens)


def read(text: str) -> Text:
    """*text* as the comparisons below need it."""
    text = re.sub(r"\bnot only\b", "", text.lower())
    text = re.sub(r"\b(?:no|not) (?=(?:more|less|larger|smaller|greater|higher|lower|longer|fewer|later)\b)", "", text)
    text = re.sub(r"n['’]t\b", " not", text)
    tokens = tuple(part for token in _TOKEN.findall(text) for part in token.split("-"))
    stems = tuple(stem(w) for w in tokens)
    content = tuple(i for i, w in enumerate(tokens) if w[0].isalnum() and (w not in STOP or w in sides()))
    places = frozenset(_denied(tokens, content))
    denied, affirmed = {stems[i] for i in places}, {stems[i] for i in content if i not in places}
    return Text(tokens, stems, content, frozenset(denied - affirmed), frozenset(affirmed))


def _denied(tokens: Sequence[str], content: Sequence[int]) -> Iterator[int]:
    """Where the words stand that some negator denies: the next one or two of content, up to a comma."""
    for i, word in enumerate(tokens):
        if word in _NEGATORS:
            stop = next((j for j in range(i, len(tokens)) if not tokens[j][0].isalnum()), len(tokens))
            scope = [j for j in content if i < j < stop and tokens[j] not in _NEGATORS]
            through = sum(tokens[j] in _THROUGH for j in scope[:1])
            yield from scope[: through + (1 if word in _SHORT_SCOPE else 2)]


def negation_turned(claim: Text, aligned: Sequence[Text], evidence: Sequence[Text]) -> str:
    """The word that the claim denies and *aligned* affirms, or the other way round; "" if there is none.

    A word of which other sentences of the *evidence* say what the claim says is not turned around.
    """
    denied = frozenset(w for t in evidence for w in t.denied)
    affirmed = frozenset(w for t in evidence for w in t.affirmed)
    for text in aligned:
        if not text.doubts() and (turned := _said(claim.denied - denied, text.affirmed)):
            return turned
        if not claim.doubts() and (turned := _said(text.denied - affirmed, claim.affirmed)):
            return turned
    return _prefix_turned(claim, aligned)


def _said(denied: frozenset[str], affirmed: frozenset[str]) -> str:
    others = bag(affirmed)
    return next((word for word in sorted(denied) if others.kinship(word) >= FAMILY), "")


def negation_added(claim: Text, evidence: Text) -> bool:
    """Whether the claim denies something and nothing in the evidence does."""
    return not _NEGATIONS.isdisjoint(claim.tokens) and not evidence.doubts()


def negations_differ(claim: Text, sentence: Text) -> bool:
    """Whether one has more negations than the other; telling where the claim keeps the sentence's own words."""
    ours, theirs = (sum(w in _COUNTED for w in text.tokens) for text in (claim, sentence))
    return ours != theirs


def perhaps_turned(claim: Text, aligned: Sequence[Text]) -> str:
    """A word with "un-", "in-" or the like of which the other side has the rest in another form: "dependent"."""
    found = (_prefix_of_kin(*pair) for text in aligned for pair in ((claim, text), (text, claim)))
    return next(filter(None, found), "")


def _prefix_of_kin(one: Text, other: Text) -> str:
    """A word of *one* that begins with "un-", "in-" or the like, of which *other* has the rest in another form."""
    ours, theirs = bag(one.stems), bag(other.stems)
    for word in one.tokens:
        base = stem(_PREFIX.sub("", word))
        alone = base != stem(word) and len(base) >= _BASE and ours.kinship(base) < _KIN
        if alone and theirs.kinship(base) >= _KIN > theirs.kinship(stem(word)):
            return word
    return ""


def _prefix_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """A word that stands with "un-", "in-", "non-" on one side only."""
    ours, theirs = set(claim.tokens), {w for t in evidence for w in t.tokens}
    for one, other in ((ours, theirs), (theirs, ours)):
        for word in sorted(one - other):
            base = _PREFIX.sub("", word)
            if base != word and base in other and base not in one and _NEGATORS.isdisjoint(other):
                return word
    return ""


def null_result(claim: str, evidence: Sequence[str]) -> str:
    """The words by which the evidence found no effect on what *claim* says has one; "" if it did not."""
    ours = read(claim)
    if ours.doubts() or not _EFFECT.find(claim):
        return ""
    said = bag(ours.affirmed)
    for sentence in evidence:
        for found in _NULL.regex.finditer(sentence):
            clause = re.split(r"[,;]| but | and ", sentence[found.end() :])[0]
            if any(said.kinship(word) >= FAMILY for word in read(clause).affirmed):
                return found[0]
    return ""
