"""Whether a claim turns its evidence around: a negation lost or added, a direction reversed, two sides swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.follows_words import FAMILY, STOP, bag, stem

# Two sides a line. The second line also takes in "more" and "less" of something good, as "more accurate".
_PAIRS = """
increase rise rising grow growth raise more higher greater larger gain expand bigger highest | decrease decline fall drop reduce reduction less fewer smaller shrink cut diminish least lowest lower
improve better enhance boost superior best favorable favourable outperform surpass exceed beat | worsen worse degrade harm hurt inferior poorer deteriorate impair worst poor unfavorable unfavourable underperform trail lag
faster accelerate quicker speedup | slower slow delay decelerate
promote activate induce stimulate enable upregulate facilitate trigger | inhibit suppress prevent block repress downregulate hinder abolish
positive positively | negative negatively inverse inversely
mitigate alleviate relieve | aggravate exacerbate
before prior earlier | after later following
always | never rarely seldom
easy easier easily simple simpler | difficult hard harder complex challenging
strong strongly stronger high highly | weak weakly weaker low
large big huge | small tiny little
long longer | short shorter
early | late
many numerous | few
maximum maximize | minimum minimize
cheap cheaper inexpensive | expensive costly
succeed successful | fail unsuccessful
above | below
upper | lower
include | exclude
beneficial protective protect | detrimental harmful
global globally | local locally
sparse | dense
known seen familiar | unknown unseen unfamiliar
narrow narrower | widen wider wide
same similar identical equal | different opposite dissimilar
confirm | refute contradict
resistant resistance | susceptible sensitive
robust | fragile brittle
"""
_AMOUNT, _QUALITY = 0, 1
_GOOD = frozenset(
    map(
        stem,
        "accuracy accurate efficient efficiency performance generalization quality reliable robust effective".split(),
    )
)
_NEGATORS = frozenset(
    "not no never neither nor without cannot none hardly barely fail fails failed failing lack lacks lacking unable absent "
    "free nothing nobody struggle struggles trouble difficulty instead".split()
)
_NEGATIONS = frozenset("not no never neither nor without cannot none".split())
# Words near enough to a negation to excuse one on the other side.
_DOUBTERS = _NEGATORS | frozenset(
    "hard difficult poor poorly limited little few challenging worse questioned insufficient impossible rarely only "
    "avoid avoids avoiding prevent prevents rather rid remove removes eliminate eliminates against doubt".split()
)
_SHORT_SCOPE = frozenset(("without", "lack", "lacks", "lacking", "free"))  # these deny the next word only
_PREFIX = re.compile(r"^(?:un|in|im|non|dis|ir)(?=[a-z]{4})")
_NEAR = 3  # words of content on each side that tell what a direction is about
_VERBS = frozenset(map(stem, "outperform surpass exceed beat underperform".split())) | {"than", "over"}
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+ed\s+by\b", re.I)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:.()]")


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
    text = re.sub(r"\b(?:rather than|instead of|can not)\b", "not", re.sub(r"n['’]t\b", " not", text))
    tokens = tuple(part for token in _TOKEN.findall(text) for part in token.split("-"))
    stems = tuple(stem(w) for w in tokens)
    content = tuple(i for i, w in enumerate(tokens) if w[0].isalnum() and (w not in STOP or w in _sides()))
    places = frozenset(_denied(tokens, content))
    denied, affirmed = {stems[i] for i in places}, {stems[i] for i in content if i not in places}
    return Text(tokens, stems, content, frozenset(denied - affirmed), frozenset(affirmed))


def _denied(tokens: Sequence[str], content: Sequence[int]) -> Iterator[int]:
    """Where the words stand that some negator denies: the next one or two of content, up to a comma."""
    for i, word in enumerate(tokens):
        if word in _NEGATORS:
            stop = next((j for j in range(i, len(tokens)) if not tokens[j][0].isalnum()), len(tokens))
            scope = [j for j in content if i < j < stop and tokens[j] not in _NEGATORS]
            yield from scope[: 1 if word in _SHORT_SCOPE else 2]


@cache
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Word, and stem, to (pair, side) for the table above."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, line in enumerate(_PAIRS.strip().splitlines()):
        for side, half in enumerate(line.split("|")):
            for word in half.split():
                found.setdefault(word, set()).add((n, side))
                found.setdefault(stem(word), set()).add((n, side))
    return {word: frozenset(places) for word, places in found.items()}


def negation_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """The word that the claim denies and the evidence affirms, or the other way round; "" if there is none."""
    for text in evidence:
        if not text.doubts() and (turned := _said(claim.denied, text.affirmed)):
            return turned
        if not claim.doubts() and (turned := _said(text.denied, claim.affirmed)):
            return turned
    return _prefix_turned(claim, evidence)


def _said(denied: frozenset[str], affirmed: frozenset[str]) -> str:
    others = bag(affirmed)
    return next((word for word in sorted(denied) if others.kinship(word) >= FAMILY), "")


def negation_added(claim: Text, evidence: Sequence[Text]) -> bool:
    """Whether the claim denies something and nothing in the evidence does."""
    return not _NEGATIONS.isdisjoint(claim.tokens) and not any(text.doubts() for text in evidence)


def _prefix_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """A word that stands with "un-", "in-", "non-" on one side only."""
    ours, theirs = set(claim.tokens), {w for t in evidence for w in t.tokens}
    for one, other in ((ours, theirs), (theirs, ours)):
        for word in sorted(one - other):
            base = _PREFIX.sub("", word)
            if base != word and base in other and base not in one and _NEGATORS.isdisjoint(other):
                return word
    return ""


def direction_turned(claim: Text, evidence: Sequence[Text]) -> str:
    """The word of *claim* whose opposite the evidence says of the same thing; "" if there is none."""
    for i, word in enumerate(claim.tokens):
        near = _near(claim, i)
        for pair, side in _sides_at(claim, i):
            same = _most_shared(near, evidence, pair, side)
            opposite = _most_shared(near, evidence, pair, 1 - side)
            if opposite >= 1 and (same < 0 or opposite >= same + 2) and not _covered(claim, evidence, pair, side):
                return word
    return ""


def _covered(claim: Text, evidence: Sequence[Text], pair: int, side: int) -> bool:
    """Whether a denial of the opposite says the same, as "not worse" for "better"."""
    for text in (claim, *evidence):
        for i in text.content:
            if text.stems[i] in text.denied and any(p == pair for p, _ in _sides_at(text, i)):
                return True
    return False


def _sides_at(text: Text, i: int) -> frozenset[tuple[int, int]]:
    found = _sides().get(text.tokens[i]) or _sides().get(text.stems[i]) or frozenset()
    for pair, side in found:
        if pair == _AMOUNT and not _GOOD.isdisjoint(text.stems[max(0, i - 2) : i + 3]):
            return found | {(_QUALITY, side)}
    return found


def _most_shared(near: frozenset[str], evidence: Sequence[Text], pair: int, side: int) -> int:
    """The most words that *near* shares with what stands near a word of that side; -1 if there is no such word."""
    return max(
        (len(near & _near(t, i)) for t in evidence for i in t.content if (pair, side) in _sides_at(t, i)), default=-1
    )


def _near(text: Text, i: int) -> frozenset[str]:
    before = [j for j in text.content if j < i and text.tokens[j] not in _sides()][-_NEAR:]
    after = [j for j in text.content if j > i and text.tokens[j] not in _sides()][:_NEAR]
    return frozenset(text.stems[j] for j in (*before, *after))


def sides_swapped(claim: str, evidence: Sequence[str]) -> bool:
    """Whether "A outperforms B" became "B outperforms A": what stood on one side of the verb stands on the other."""
    for left, right in _comparisons(claim):
        for sentence in evidence:
            for their_left, their_right in _comparisons(sentence):
                crossed = left & their_right - their_left and right & their_left - their_right
                straight = left & their_left - their_right or right & their_right - their_left
                if crossed and not straight:
                    return True
    return False


def _comparisons(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What stands on either side of each verb of comparison; a passive is turned round."""
    passive = bool(_PASSIVE.search(text))
    whole = read(text)
    for i, word in enumerate(whole.stems):
        if word in _VERBS:
            content = [j for j in whole.content if whole.tokens[j] not in _sides()]
            left = frozenset(whole.stems[j] for j in content if j < i)
            right = frozenset(whole.stems[j] for j in content if i < j < i + 12)
            yield (right, left) if passive and word not in ("than", "over") else (left, right)
