"""Whether a claim turns its evidence around: a negation lost or added, a direction reversed, two sides swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.follows_words import STOP, kinship, stem, words

_PAIRS = """
increase increased increasing increases rise rises rising grow grows growing growth raise raises raised more higher greater larger gain gains expand longer bigger most highest | decrease decreased decreasing decreases decline declines fall falls drop drops reduce reduces reduced reducing reduction lower lowers less fewer smaller shrink shrinks shorter cut cuts diminish diminishes least lowest lowered
improve improves improved improving improvement better enhance enhances enhanced boost boosts superior stronger best favorable favourable | worsen worsens degrade degrades degraded degradation worse harm harms hurt hurts inferior weaker poorer deteriorate deteriorates impair impairs impaired worst poor unfavorable unfavourable
outperform outperforms outperformed surpass surpasses exceed exceeds beat beats | underperform underperforms underperformed trail trails lag lags
faster accelerate accelerates accelerated speed speeds quicker | slower slow slows slowed delay delays delayed decelerate
promote promotes promoted activate activates activated activation induce induces induced stimulate stimulates stimulated enable enables enabled upregulate upregulates upregulated facilitate facilitates enhance enhances trigger triggers | inhibit inhibits inhibited inhibition suppress suppresses suppressed prevent prevents prevented block blocks blocked repress represses repressed downregulate downregulates downregulated hinder hinders abolish abolishes
positive positively | negative negatively inverse inversely
before prior earlier | after later following
always | never rarely seldom
easy easier easily simple simpler | difficult hard harder complex challenging
strong strongly high highly | weak weakly low
large big huge | small tiny little
long | short
early | late
many numerous | few
maximum maximize maximizes | minimum minimize minimizes
cheap cheaper inexpensive | expensive costly
succeed succeeds successful successfully | fail fails failed unsuccessful
above | below
upper | lower
include includes included | exclude excludes excluded
benefit benefits beneficial protective protects protect | detrimental harmful risk
global globally | local locally
sparse | dense
known seen familiar | unknown unseen unfamiliar
narrow narrower narrows | widen widens wider wide
same similar identical equal | different opposite dissimilar
support supports supported confirm confirms confirmed | refute refutes refuted contradict contradicts contradicted
resistant resistance | susceptible sensitive
robust | fragile brittle
"""
_NEGATORS = frozenset(
    "not no never neither nor without cannot none hardly barely fail fails failed failing lack lacks lacking unable "
    "absence absent free nothing nobody".split()
)
_PREFIX = re.compile(r"^(?:un|in|im|non|dis|ir)(?=[a-z]{4})")
_NEGATED_AHEAD = 2  # words of content that a negator is taken to deny
_NEAR = 3  # words of content on each side that tell what a direction is about
_VERBS = frozenset(
    "outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded "
    "exceeding beat beats beating than over".split()
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+ed\s+by\b")


@dataclass(frozen=True, slots=True)
class Text:
    """A claim or one sentence of the evidence, read once: words, places of its content, what is denied."""

    tokens: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[int, ...]
    denied: frozenset[str]

    @property
    def bag(self) -> frozenset[str]:
        """The stems of its content."""
        return frozenset(self.stems[i] for i in self.content)


def read(text: str) -> Text:
    """*text* as the comparisons below need it."""
    text = re.sub(r"\bnot only\b", "", text, flags=re.I)
    text = re.sub(r"n['’]t\b", " not", text, flags=re.I).replace("can not", "cannot")
    tokens = tuple(words(text))
    stems = tuple(stem(w) for w in tokens)
    content = tuple(i for i, w in enumerate(tokens) if w not in STOP or w in sides())
    denied: list[str] = []
    for i, word in enumerate(tokens):
        if word in _NEGATORS:
            denied += [stems[j] for j in content if j > i and tokens[j] not in _NEGATORS][:_NEGATED_AHEAD]
    return Text(tokens, stems, content, frozenset(denied))


@cache
def sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Word to (pair, side) for the table above."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, line in enumerate(_PAIRS.strip().splitlines()):
        for side, half in enumerate(line.split("|")):
            for word in half.split():
                found.setdefault(word, set()).add((n, side))
    return {word: frozenset(places) for word, places in found.items()}


def negation_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """The word that the claim denies and the evidence affirms, or the other way round; "" if there is none."""
    affirmed = {s for t in evidence for s in t.bag} - {s for t in evidence for s in t.denied}
    denied = {s for t in evidence for s in t.denied} - {s for t in evidence for s in t.bag - t.denied}
    for word in claim.denied:
        if word in affirmed and not any(_NEGATORS & set(t.tokens) and word in t.bag for t in evidence):
            return word
    for word in claim.bag - claim.denied:
        if word in denied and not _NEGATORS & set(claim.tokens):
            return word
    return _prefix_turned(claim, evidence)


def _prefix_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """A word that stands with "un-", "in-", "non-" on one side only."""
    theirs = {w for t in evidence for w in t.tokens}
    for ours, others in ((set(claim.tokens), theirs), (theirs, set(claim.tokens))):
        for word in ours - others:
            base = _PREFIX.sub("", word)
            if base != word and base in others and base not in ours and not _NEGATORS & others:
                return word
    return ""


def direction_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """The word of *claim* whose opposite the evidence says of the same thing; "" if there is none."""
    for i, word in enumerate(claim.tokens):
        for pair, side in sides().get(word, ()):
            near = _near(claim, i)
            denied = claim.stems[i] in claim.denied
            same = max((_shared(near, n) for n in _places(evidence, pair, side, denied)), default=-1)
            opposite = max((_shared(near, n) for n in _places(evidence, pair, 1 - side, denied)), default=-1)
            if opposite >= 1 and (same < 0 or opposite >= same + 2):
                return word
    return ""


def _places(evidence: Sequence[Text], pair: int, side: int, denied: bool) -> Iterator[frozenset[str]]:
    """What stands near each word of that side; a denied word counts for the other side."""
    for text in evidence:
        for i, word in enumerate(text.tokens):
            for p, s in sides().get(word, ()):
                if p == pair and (s == side) == ((text.stems[i] in text.denied) == denied):
                    yield _near(text, i)


def _near(text: Text, i: int) -> frozenset[str]:
    before = [j for j in text.content if j < i][-_NEAR:]
    after = [j for j in text.content if j > i][:_NEAR]
    return frozenset(text.stems[j] for j in (*before, *after) if text.tokens[j] not in sides())


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return sum(kinship(word, theirs) >= 1 for word in ours)


def sides_swapped(claim: str, evidence: Sequence[str]) -> bool:
    """Whether "A outperforms B" became "B outperforms A": what stood on one side of the verb stands on the other."""
    for left, right in _comparisons(claim):
        for sentence in evidence:
            for their_left, their_right in _comparisons(sentence):
                crossed = len(left & their_right - their_left) and len(right & their_left - their_right)
                straight = left & their_left - their_right or right & their_right - their_left
                if crossed and not straight:
                    return True
    return False


def _comparisons(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    passive = bool(_PASSIVE.search(text))
    tokens = words(text)
    for i, word in enumerate(tokens):
        if word in _VERBS:
            left = frozenset(stem(w) for w in tokens[:i] if w not in STOP and w not in sides())
            right = frozenset(stem(w) for w in tokens[i + 1 : i + 12] if w not in STOP and w not in sides())
            yield (right, left) if passive and word not in ("than", "over") else (left, right)
