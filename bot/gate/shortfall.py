"""Whether a claim tells of a success where the quote tells of a shortfall, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.gate.coverage import cover
from bot.gate.negation import read
from bot.gate.words import bag, content, stem, words

_CLAUSE = re.compile(r"[,;:()]|\b(?:but|although|though|while|whereas|however|yet|despite)\b", re.I)
_SHORT = frozenset(
    map(
        stem,
        "not no never neither nor cannot without hardly barely rarely seldom nothing none little few fail failure lack "
        "limited limitation suffer struggle trouble difficult difficulty hard challenging challenge unable impossible "
        "infeasible intractable poor poorly weak insufficient inadequate inability unclear unknown unexplored "
        "underexplored overlook neglect ignore miss exhausted cancel discourage hinder hamper impede prevent obstacle "
        "degrade worse worsen hurt harm drawback shortcoming bottleneck prone vulnerable drift costly expensive "
        "inefficient questioned remains lose loses losing".split(),
    )
)
# These may be told of a success too: "needs few labels", "solves harder tasks", "maps the drift".
_MILD = frozenset(map(stem, "few without hard drift".split()))
# Words with the stem of one that tells of a shortfall, which tell of none.
_OTHERWISE = frozenset("question questions hardy".split())
_ABOUT = 0.3  # a clause that says less of the claim is about something else


def shortfall_turned(claim: str, aligned: Sequence[str]) -> bool:
    """Whether of *claim* and the clause that says most of it, one tells of a shortfall and the other does not."""
    ours = content(claim)
    clauses = [part for sentence in aligned for part in _CLAUSE.split(sentence)]
    best = max(clauses, key=lambda part: cover(ours, bag(content(part))), default="")
    if cover(ours, bag(content(best))) < _ABOUT:
        return False
    return _falls_short(claim) != _falls_short(best)


def success_turned(claim: str, aligned: Sequence[str]) -> bool:
    """Whether it is so, and nothing on the side that tells of a success falls short, is denied, or is in doubt."""
    if not shortfall_turned(claim, aligned):
        return False
    whole = " ".join(aligned)
    succeeds, fails = (whole, claim) if _falls_short(claim) else (claim, whole)
    return bool(_short(fails) - _MILD) and not _falls_short(succeeds) and not read(succeeds).doubts()


def _falls_short(text: str) -> bool:
    return bool(_short(text))


def _short(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in _OTHERWISE} & _SHORT
