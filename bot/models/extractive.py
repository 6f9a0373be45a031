"""The embedded default: no model at all. It answers with the abstracts' own best sentences, by the same contract.

A sentence is scored by the question's words it holds, each weighted by its rarity among the sentences at hand
(inverse sentence frequency); words only the paper's title holds count half. Too little in common is no answer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from bot.models.protocol import Completion, Prompt
from bot.types import Evidence, Usage
from retrieval.fulltext import terms
from retrieval.sentences import sentences

MOST_CLAIMS = 5
MOST_FROM_ONE_PAPER = 2
LEAST_COVERAGE = 0.5  # of the question's weight, by the best sentence with its title
_NEAR_BEST = 0.6  # a further sentence must reach this share of the best one's score
_IN_TITLE_ONLY = 0.5
_ASKS_NUMBER = re.compile(
    r"\bhow (accurate|many|much|large|big|fast|well|often)|\baccuracy|percent|\bscore", re.IGNORECASE
)
_SUFFIX = re.compile(r"(?:ations?|ings?|ies|ied|ed|es|s|ly|al|e|y)$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: int
    text: str
    words: frozenset[str]
    title: frozenset[str]


class ExtractiveModel:
    """Best sentences, verbatim and cited."""

    name = "extractive"

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """Claims whose text is their quote, as JSON; no claims when the evidence says too little."""
        chosen = best_sentences(str(prompt.inputs["question"]), prompt.inputs["evidence"])
        claims = [{"text": s, "evidence": [{"source": n, "quote": s}]} for n, s in chosen]
        text = json.dumps({"claims": claims}, ensure_ascii=False)
        if on_text:
            on_text(text)
        return Completion(text, self.name, Usage(calls=0))


def best_sentences(question: str, evidence: Sequence[Evidence]) -> list[tuple[int, str]]:
    """(source number, sentence) of the sentences that answer *question* best, best first."""
    wanted = list(dict.fromkeys(stem(word) for word in terms(question)))
    candidates = [
        _Candidate(item.n, sentence, _stems(sentence), _stems(item.paper.title))
        for item in evidence
        for sentence in sentences(item.text)
    ]
    weights = _weights(wanted, candidates)
    scored = [(_score(c, weights, question), c) for c in candidates]
    scored.sort(key=lambda pair: (-pair[0], pair[1].source))
    if not scored or scored[0][0] < LEAST_COVERAGE:
        return []
    chosen: list[tuple[int, str]] = []
    taken: Counter[int] = Counter()
    for score, candidate in scored:
        if score < _NEAR_BEST * scored[0][0] or len(chosen) == MOST_CLAIMS:
            break
        if taken[candidate.source] < MOST_FROM_ONE_PAPER:
            taken[candidate.source] += 1
            chosen.append((candidate.source, candidate.text))
    return chosen


def stem(word: str) -> str:
    """*word* without its commonest endings, if enough of it is left: enough to match plurals and verb forms."""
    cut = _SUFFIX.sub("", word)
    return cut if len(cut) >= 4 else word


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"\w+", text.lower()))


def _weights(wanted: list[str], candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Each wanted word's share of the question's weight; the shares add up to 1."""
    raw = {}
    for word in wanted:
        holding = sum(word in c.words for c in candidates)
        raw[word] = log(1 + len(candidates) / (holding + 0.5))
    total = sum(raw.values()) or 1.0
    return {word: weight / total for word, weight in raw.items()}


def _score(candidate: _Candidate, weights: dict[str, float], question: str) -> float:
    inside = sum(weight for word, weight in weights.items() if word in candidate.words)
    above = sum(w for word, w in weights.items() if word in candidate.title and word not in candidate.words)
    score = inside + _IN_TITLE_ONLY * above if inside else 0.0
    if _ASKS_NUMBER.search(question) and re.search(r"\d", candidate.text):
        score *= 1.2
    return score
