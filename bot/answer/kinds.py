"""Whether a paper is a survey, brings a benchmark or a dataset: by its title, or by what its abstract says it does."""

from __future__ import annotations

from bot.question.conditions import Kind
from retrieval.text.patterns import Pattern
from retrieval.types import Paper

_BRINGS = (
    r"\b(?:introduc|present|propos|releas|build|built|construct|develop|creat|curat|establish|contribut|collect|compil)"
    r"\w* (?:[^\s.]{1,40} ){0,8}?"
)
_TITLES: dict[Kind, Pattern] = {
    "survey": Pattern(
        r"\b(?:surve(?:y|ying)|overview|tutorial|primer)\b|\breview(?=\W*$|:| (?:of|on)\b)|\b(?:systematic|literature"
        r"|comprehensive|critical) review\b", "Pruning: A Survey", "Peer Review at Sea"),
    "benchmark": Pattern(r"bench\b|bench\W|benchmark|leaderboard", "SailBench: Boats", "On a Park Bunch"),
    "dataset": Pattern(r"data ?sets?\b|\bcorpus\b|\bcorpora\b", "A Dataset of Sails", "Data of Sails"),
}  # fmt: skip
_ABSTRACTS: dict[Kind, Pattern] = {
    "survey": Pattern(
        r"\b(?:this|our|in this|presents? an?|provides? an?|comprehensive|systematic|structured) (?:[\w-]{1,20} ){0,2}"
        r"(?:survey|literature review|review (?:of|on|covers|paper))\b"
        r"|\bwe (?:[\w-]{1,20} )?(?:survey|review)\b",
        "This survey covers sails.", "We asked in a poll."),
    "benchmark": Pattern(rf"{_BRINGS}(?:benchmark|bench)\b", "We introduce SailX, the first benchmark.",
        "We win on every benchmark."),
    "dataset": Pattern(rf"{_BRINGS}(?:data ?set|corpus)\b", "We release a large dataset.", "We train on a dataset."),
}  # fmt: skip


def is_of(paper: Paper, kind: Kind) -> bool:
    """Whether *paper* is of *kind*."""
    return _TITLES[kind].find(paper.title) is not None or _ABSTRACTS[kind].find(paper.abstract) is not None


def is_by_title(paper: Paper, kind: Kind | None) -> bool:
    """Whether *paper* says in its title that it is of *kind*."""
    return kind is not None and _TITLES[kind].find(paper.title) is not None
