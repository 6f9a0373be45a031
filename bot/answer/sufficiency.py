"""Whether the archive can answer a question at all, decided from the search alone, before any model is called.

No raw score tells this: BM25 mostly measures how long the question is, a cosine how like an abstract it is written.
So the twenty best papers are each matched against the question as a whole, and a small logistic model weighs how well
the best one fits, how far it stands out from the others, and how much of the question the archive has never heard of.
`bench/fit_refusal.py` fits the weights, `bench/refusal.py` measures the decision; see "Refusal" in bench/README.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log

from retrieval.search import POOL, Found
from retrieval.search.match import Match, Matcher

DEFAULT_THRESHOLD = 0.5
WORDS_ONLY = "words"  # the weights for searches without vectors, or with those of an embedder nobody measured
# Set on twenty questions of everyday length that papers answer and twenty that none does: bench/README.md, "Refusal".
_SHORT, _TOGETHER, _NEAR = 6, 0.8, 0.38

_FOLLOWERS = slice(3, POOL)  # whom the best paper is compared with; second and third may well answer too


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """*score*, 0 to 1: how likely the papers found answer the question. *enough*: it reaches the threshold."""

    score: float
    enough: bool


def sufficiency(question: str, found: Found, threshold: float = DEFAULT_THRESHOLD) -> Sufficiency:
    """Judge what *found* holds on *question*, the text that was searched for. Takes a few milliseconds.

    With a threshold of 0 everything is enough; nothing found is never enough.
    """
    if not found.candidates:
        return Sufficiency(0.0, False)
    weights = _weights()
    measured = found.embedder in weights and all(c.cosine is not None for c in found.candidates)
    chosen = weights[found.embedder if found.embedder and measured else WORDS_ONLY]
    known = features(question, found, with_cosine=measured)
    score = 1 / (1 + exp(-sum(weight * known.get(name, 1.0) for name, weight in chosen.items())))
    held = measured and threshold <= DEFAULT_THRESHOLD and _holds_it(known, found)
    return Sufficiency(score, score >= threshold or held)


def _holds_it(known: dict[str, float], found: Found) -> bool:
    """Whether a paper holds nearly all of a short question in one stretch, and one is near to it in meaning.

    Of few words the model above thinks little, for it was fitted on many: "why do models hallucinate?".
    """
    together = max(c.match.together for c in found.candidates)
    return known["terms"] <= log(1 + _SHORT) and together >= _TOGETHER and known["closeness"] >= _NEAR


def features(question: str, found: Found, with_cosine: bool) -> dict[str, float]:
    """What the logistic model weighs.

    *closeness*: the highest cosine. *strength*: of the best match. *lead*: the best match's strength over the mean of
    the papers from the fourth on; those a small archive lacks count nothing. *whole*: how far the best match holds
    the entire question in one stretch. *unknown*: the share of terms no paper holds. *terms* and *papers*: the
    logarithms of how many terms the question has, and of how many papers were searched (the more, the closer the
    nearest paper that does not answer).
    """
    rarity = Matcher(question, found.frequencies, found.searched).rarity
    cosines = [(c.cosine or 0.0) if with_cosine else 0.0 for c in found.candidates]
    fits = sorted(zip(cosines, (c.match for c in found.candidates), strict=True), key=lambda fit: -_strength(*fit))
    best, followers = fits[0], fits[_FOLLOWERS]
    return {
        "closeness": max(cosines),
        "strength": _strength(*best),
        "lead": _strength(*best) - sum(_strength(*fit) for fit in followers) / (POOL - 3),
        "whole": min(best[1].together, best[1].phrases),
        "unknown": sum(share for word, share in rarity.items() if not found.frequencies.get(word)),
        "terms": log(1 + len(rarity)),
        "papers": log(max(1, found.searched)),
    }


def _strength(cosine: float, match: Match) -> float:
    return cosine + match.words


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Weights by embedder, then by feature; *constant* goes with no feature."""
    text = resources.files("bot.answer").joinpath("sufficiency_weights.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights
