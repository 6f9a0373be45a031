"""Where a claim says more than its evidence though nothing in it is wrong: hedges left out, causes and scope added."""

from __future__ import annotations

import re

from bot.gate.coverage import cover
from bot.gate.words import bag, content
from retrieval.text.patterns import Pattern

_HEDGE = Pattern(
    r"\b(?:may(?! \d)|might|could|suggests?|potential(?:ly)?|possibl[ey]|perhaps|likely|appears?|seems?"
    r"|tends?|hypothesi[sz]e|preliminary|conjecture|often|typically|usually|generally|frequently|sometimes|commonly|partly"
    r"|partially|up to|at (?:most|least)|on average|approx(?:imately)?|about|nearly|almost|roughly|some"
    r"|most)\b",
    "it may help",
    "it helps since May 3",
)
_CAREFUL = Pattern(
    _HEDGE.source + r"|\b(?:can|should|would|hints?|indicates?|as (?:much|many) as|around|over|more than|less than"
    r"|under|mostly|mainly|argued?|think|believed?|expected?|doubt|tendency|few|widely|evidence|promis(?:es|ing))\b",
    "it should help",
    "it helps",
)
_CERTAIN = Pattern(r"\b(?:proves?|proven|always|guarantees?|certainly|definitely)\b", "it always helps", "it helps")
_CAUSE = Pattern(
    r"\b(?:because|since|due to|thanks to|owing to|caus(?:e|es|ed|ing)|lead(?:s|ing)? to|led to"
    r"|result(?:s|ing|ed)? (?:in|from)|therefore|thus|hence|so that|why|reasons?|attributed|driven by|stems? from|by"
    r"|explains?|induces?d?|hinders?|as|for)\b",
    "slow since it is large",
    "slow and large",
)
_CLEAR_CAUSE = Pattern(
    r"\b(?:because|due to|thanks to|owing to|caus(?:e|es|ed|ing)|leads? to|led to|leading to|results? in"
    r"|stems? from)\b",
    "slow because it is large",
    "slow since it is large",
)
_SCOPE = Pattern(r"\b(?:all|always|every|only|never|none|first|solely)\b", "on all six tasks", "on six tasks")
# What may stand in the evidence for a word of scope.
_SAME_SCOPE = {
    "all": "all|every|any|each|entire|whole|always",
    "every": "all|every|any|each",
    "always": "always|all|every|consistently|invariably",
    "only": "only|just|solely|merely|alone|limit",
    "solely": "only|just|solely|merely|alone",
    "never": r"never|no|not|without|un\w+|cannot",
    "none": "none|no|not",
    "first": "first|initial|novel|new",
}
_SAID = 0.35  # a clause covered less is not in the evidence
_HEDGED = 60  # characters after a hedge that it is about


def hedge_in(text: str) -> bool:
    """Whether *text* holds a hedge."""
    return bool(_HEDGE.find(text))


def hedge_dropped(claim: str, evidence: str) -> str:
    """The hedge of the evidence that the claim leaves out of what it repeats, or the certainty that it adds."""
    certain = _CERTAIN.find(claim)
    if certain and not _CERTAIN.find(evidence):
        return certain[0]
    if _CAREFUL.find(claim):
        return ""
    ours = bag(content(claim))
    for hedge in _HEDGE.regex.finditer(evidence):
        following = content(evidence[hedge.end() : hedge.end() + _HEDGED])[:3]
        if any(ours.kinship(w) for w in following):
            return hedge[0]
    return ""


def cause_added(claim: str, evidence: str) -> str:
    """The word by which the claim names a cause that the evidence does not name."""
    theirs = bag(content(evidence))
    for found in _CLEAR_CAUSE.regex.finditer(claim):
        clause = content(re.split(r"[,;]", claim[found.end() :])[0])
        if not _CAUSE.find(evidence) or cover(clause, theirs) < _SAID:
            return found[0]
    return ""


def scope_added(claim: str, evidence: str) -> str:
    """The word by which the claim says more than the evidence, as "all", "only" and "first"."""
    for found in _SCOPE.regex.finditer(claim):
        if not re.search(rf"\b(?:{_SAME_SCOPE[found[0].lower()]})\b", evidence, re.I):
            return found[0]
    return ""
