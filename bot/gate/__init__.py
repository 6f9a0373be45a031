"""Claims as a model makes them, each through the gate and past the judge before anybody sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.gate.across import judge_across
from bot.gate.judge import Judgement, judge, similarity
from bot.gate.quotes import check
from bot.gate.second_judge import Second
from bot.language import is_english, language_of
from bot.models.budget import CapReachedError
from bot.types import Citation, Claim, Evidence, Usage
from retrieval.embed import Embedder
from retrieval.embed.minilm import measured
from retrieval.errors import EmbedderError
from retrieval.text.clean import inert
from retrieval.text.kinship import Around
from retrieval.text.sentences import sentences
from retrieval.text.statements import statements

if TYPE_CHECKING:
    from retrieval.embed import Vectors

OnClaim = Callable[[Claim], None]
# (first judgement, claim, quotes, titles): a chat model's opinion on a borderline claim, see `bot.gate.second_judge`.
SecondJudge = Callable[[Judgement, str, Sequence[str], str], Second]


@dataclass(slots=True)
class Gate:
    """Claims as they come and pass the gate and the judge. The same claim twice, as after a repair, counts once.

    *language*: the one they are wanted in, "" for English; *across* then settles what code cannot judge across
    languages.
    """

    evidence: Sequence[Evidence]
    on_claim: OnClaim | None
    embedder: Embedder | None = None
    second: SecondJudge | None = None
    language: str = ""
    across: SecondJudge | None = None
    usage: Usage = field(default_factory=Usage)
    kept: list[Claim] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    read: dict[int, tuple[list[str], list[str], Around]] = field(default_factory=dict)

    def take(self, raw: dict[str, Any]) -> None:
        """Judge one claim as the model wrote it; keep it, or count why it fell."""
        if repr(raw) in self.seen:
            return
        self.seen.add(repr(raw))
        checked = check(raw, self.evidence)
        if checked.claim and self._ordered(checked.claim):
            self.dropped["fabricated"] += 1
            return
        claim = self._judged(checked.claim) if checked.claim else None
        if claim is None:
            self.dropped["overreach" if checked.claim else checked.verdict] += 1
        elif claim not in self.kept:
            self.kept.append(claim)
            if self.on_claim:
                self.on_claim(claim)

    def _ordered(self, claim: Claim) -> bool:
        """Whether a quote holds, or lies in, a sentence that orders, speaks to whoever reads, or was planted.

        That is no evidence.
        """
        for citation in claim.citations:
            told, stated, around = self._read(citation)
            quoted = sentences(citation.quote)
            for sentence in told:
                touched = any(part in sentence or sentence in part for part in quoted)
                if touched and (sentence not in stated or around.is_stranger(stated.index(sentence) + 1)):
                    return True
        return False

    def _read(self, citation: Citation) -> tuple[list[str], list[str], Around]:
        """The sentences of the abstract that is cited, those of them that state something, held against each other.

        Read once. What orders or addresses the reader is left out of what others are held against: it may be all odd.
        """
        if citation.n not in self.read:
            told = sentences(next(item.text for item in self.evidence if item.n == citation.n))
            stated = [sentence for sentence in told if statements(sentence)]
            known = measured(self.embedder)
            embed = partial(_vectors, known) if known else None
            self.read[citation.n] = told, stated, Around((citation.paper.title, *stated), embed)
        return self.read[citation.n]

    def _judged(self, claim: Claim) -> Claim | None:
        """*claim* if it follows from its quotes, the quotes in its place if that is in doubt, else None."""
        quotes = [citation.quote for citation in claim.citations]
        titles = ". ".join(dict.fromkeys(citation.paper.title for citation in claim.citations))
        texts = {item.n: item.text for item in self.evidence}
        abstracts = " ".join(dict.fromkeys(texts[citation.n] for citation in claim.citations))
        judgement, second = self._first(claim.text, quotes, titles, abstracts)
        if judgement.verdict == "borderline" and second:
            with suppress(CapReachedError):  # then the claim stays borderline, and its quote is shown
                opinion = second(judgement, claim.text, quotes, titles)
                judgement, self.usage = opinion.judgement, self.usage + opinion.usage
        if judgement.verdict == "overreach":
            return None
        return claim if judgement.verdict == "follows" else replace(claim, text=inert(" ".join(quotes)))

    def _first(
        self, text: str, quotes: Sequence[str], titles: str, abstracts: str
    ) -> tuple[Judgement, SecondJudge | None]:
        """What code finds of a claim, and who may settle it where it is borderline."""
        language = language_of(text) or ("" if is_english(text) else self.language)
        if language:
            judgement = judge_across(text, language, quotes, titles)
            return judgement, None if judgement.faults or not self.language else self.across
        judgement = judge(text, quotes, titles, None, abstracts)
        if judgement.score < 1.0:  # a copy costs no embedding
            judgement = judge(text, quotes, titles, self._similarity(text, quotes), abstracts)
        return judgement, self.second

    def _similarity(self, text: str, quotes: Sequence[str]) -> float | None:
        """The embedder's view, where there is one; the judge can do without."""
        try:
            return similarity(text, quotes, self.embedder) if self.embedder else None
        except EmbedderError:
            return None


def _vectors(embedder: Embedder, texts: Sequence[str]) -> Vectors | None:
    try:
        return embedder.embed(texts)
    except EmbedderError:
        return None
