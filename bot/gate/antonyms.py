"""Words that say the opposite of each other."""

from __future__ import annotations

from functools import cache

from bot.gate.words import stem

# The second pair also takes in "more" and "less" of something good, as "more accurate".
_PAIRS = (
    (
        "increase rise rising grow growth raise more higher greater larger gain expand bigger highest",
        ("decrease decline fall drop reduce reduction less fewer smaller shrink cut diminish least lowest lower"),
    ),
    (
        "improve better enhance boost superior best optimal favorable favourable outperform surpass exceed beat",
        (
            "worsen worse degrade harm hurt inferior poorer deteriorate impair worst deterioration poor unfavorable "
            "unfavourable underperform trail lag"
        ),
    ),
    ("faster accelerate quicker speedup", "slower slow delay decelerate"),
    (
        "promote activate induce stimulate enable upregulate facilitate trigger",
        "inhibit suppress prevent block repress downregulate hinder abolish",
    ),
    ("positive positively", "negative negatively inverse inversely"),
    ("mitigate alleviate relieve", "aggravate exacerbate"),
    ("before prior earlier", "after later following"),
    ("always", "never rarely seldom"),
    ("easy easier easily simple simpler", "difficult hard harder complex challenging"),
    ("strong strongly stronger high highly", "weak weakly weaker low"),
    ("large big huge", "small tiny little"),
    ("long longer prolong extend", "short shorter shorten"),
    ("early", "late"),
    ("many numerous", "few"),
    ("maximum maximize", "minimum minimize"),
    ("cheap cheaper inexpensive", "expensive costly"),
    ("succeed successful", "fail unsuccessful"),
    ("above", "below"),
    ("upper", "lower"),
    ("include", "exclude"),
    ("beneficial protective protect", "detrimental harmful"),
    ("global globally", "local locally"),
    ("sparse", "dense"),
    ("known seen familiar", "unknown unseen unfamiliar"),
    ("narrow narrower", "widen wider wide"),
    ("same similar identical equal", "different opposite dissimilar"),
    ("confirm", "refute contradict"),
    ("resistant resistance", "susceptible sensitive"),
    ("robust", "fragile brittle"),
)
QUALITY = 1
TAKEN_IN = (0, 11)  # lines of amount and of length: "more accurate" is better, so is "longer survival"
GOOD = frozenset(
    map(
        stem,
        "accuracy accurate efficient efficiency performance generalization quality reliable effective survival".split(),
    )
)


@cache
def sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Word, and stem, to (pair, side) for the table above."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, pair in enumerate(_PAIRS):
        for side, half in enumerate(pair):
            for word in half.split():
                found.setdefault(word, set()).add((n, side))
                found.setdefault(stem(word), set()).add((n, side))
    return {word: frozenset(places) for word, places in found.items()}
