"""Whether a claim reverses a direction or swaps the two sides of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.gate.antonyms import GOOD, QUALITY, TAKEN_IN, sides
from bot.gate.negation import Text, read
from bot.gate.words import FAMILY, bag, stem
from retrieval.text.patterns import Pattern

_AFTER = 12  # words after a verb of comparison that are taken for its object
_NEAR = 3  # words of content on each side that tell what a direction is about
_VERBS = frozenset(map(stem, "outperform surpass exceed beat underperform".split())) | {"than", "over"}
_PASSIVE = Pattern(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+ed\s+by\b", "A is greatly surpassed by B", "A surpasses B"
)


_SURE = 2  # words that both say of the thing that is turned around


def direction_turned(claim: Text, evidence: Sequence[Text]) -> tuple[str, bool]:
    """The word of *claim* whose opposite the evidence says of the same thing, and whether that is sure; "" if none.

    A word of the evidence that the claim has too, elsewhere, is spoken for: "larger" does not excuse "increase".
    """
    doubted = ""
    for i, word in enumerate(claim.tokens):
        spoken_for = frozenset(claim.stems[j] for j in claim.content if claim.stems[j] != claim.stems[i])
        said = any(claim.stems[i] in t.stems for t in evidence)
        near, places = _near(claim, i), _sides_at(claim, i)
        same = max((_most_shared(near, evidence, place, spoken_for) for place in places), default=-1)
        for pair, side in places:
            opposite = _most_shared(near, evidence, (pair, 1 - side), frozenset())
            least = 1 if same < 0 else same + (3 if said else 2)
            if opposite >= least and not _covered(claim, evidence, pair):
                if opposite >= _SURE:
                    return word, True
                doubted = doubted or word
    return doubted, False


def _covered(claim: Text, evidence: Sequence[Text], pair: int) -> bool:
    """Whether a denial of the opposite says the same, as "not worse" for "better"."""
    for text in (claim, *evidence):
        for i in text.content:
            if text.stems[i] in text.denied and any(p == pair for p, _ in _sides_at(text, i)):
                return True
    return False


def _sides_at(text: Text, i: int) -> frozenset[tuple[int, int]]:
    found = sides().get(text.tokens[i]) or sides().get(text.stems[i]) or frozenset()
    for pair, side in found:
        if pair in TAKEN_IN and not GOOD.isdisjoint(text.stems[max(0, i - 2) : i + 3]):
            return found | {(QUALITY, side)}
    return found


def _most_shared(
    near: frozenset[str], evidence: Sequence[Text], place: tuple[int, int], spoken_for: frozenset[str]
) -> int:
    """The most words that *near* shares with what stands near a word of that side; -1 if there is no such word."""
    return max(
        (
            _shared(near, _near(t, i))
            for t in evidence
            for i in t.content
            if place in _sides_at(t, i) and t.stems[i] not in spoken_for
        ),
        default=-1,
    )


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> int:
    others = bag(theirs)
    return sum(others.kinship(word) >= FAMILY for word in ours)


def _near(text: Text, i: int) -> frozenset[str]:
    before = [j for j in text.content if j < i and text.tokens[j] not in sides()][-_NEAR:]
    after = [j for j in text.content if j > i and text.tokens[j] not in sides()][:_NEAR]
    return frozenset(text.stems[j] for j in (*before, *after))


def sides_swapped(claim: str, evidence: Sequence[str]) -> bool:
    """Whether "A outperforms B" became "B outperforms A": what stood on one side of the verb stands on the other."""
    theirs = [both for sentence in evidence for both in _comparisons(sentence)]
    for left, right in _comparisons(claim):
        for their_left, their_right in theirs:
            mine, other = their_left - their_right, their_right - their_left
            crossed, straight = (left & other, right & mine), (left & mine, right & other)
            if all(crossed) and sum(map(len, crossed)) > sum(map(len, straight)):
                return True
    return False


def _comparisons(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What stands on either side of each verb of comparison; a passive is turned round."""
    passive = bool(_PASSIVE.find(text))
    whole = read(text)
    content = [(i, whole.stems[i]) for i in whole.content if whole.tokens[i] not in sides()]
    for i, word in enumerate(whole.stems):
        if word in _VERBS:
            left = frozenset(stem for j, stem in content if j < i)
            right = frozenset(stem for j, stem in content if i < j < i + _AFTER)
            yield (right, left) if passive and word not in ("than", "over") else (left, right)
