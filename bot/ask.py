"""A question in, an answer out whose every sentence is backed. The whole way on one screen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.budget import CapReachedError
from bot.follows import judge, similarity
from bot.gate import check
from bot.models.extractive import ExtractiveModel
from bot.models.partial import ClaimStream, parse_claims
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.sufficiency import DEFAULT_THRESHOLD, sufficiency
from bot.types import Answer, Claim, Evidence, State, Usage
from prompts import PromptFile
from retrieval.clean import inert
from retrieval.embed import Embedder
from retrieval.errors import EmbedderError
from retrieval.search import Found, Searcher
from retrieval.types import Hit, Window

NEAREST = 3
CHAT_MODEL_SHARE = 0.2
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"source": {"type": "integer"}, "quote": {"type": "string"}},
                            "required": ["source", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "evidence"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}

OnClaim = Callable[[Claim], None]


@dataclass(slots=True)
class _Gathered:
    """Claims as they come and pass the gate and the judge. The same claim twice, as after a repair, counts once."""

    evidence: Sequence[Evidence]
    on_claim: OnClaim | None
    embedder: Embedder | None = None
    kept: list[Claim] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def take(self, raw: dict[str, Any]) -> None:
        if repr(raw) in self.seen:
            return
        self.seen.add(repr(raw))
        checked = check(raw, self.evidence)
        claim = self._judged(checked.claim) if checked.claim else None
        if claim is None:
            self.dropped["overreach" if checked.claim else checked.verdict] += 1
        elif claim not in self.kept:
            self.kept.append(claim)
            if self.on_claim:
                self.on_claim(claim)

    def _judged(self, claim: Claim) -> Claim | None:
        """*claim* if it follows from its quotes, the quotes in its place if that is in doubt, else None."""
        quotes = [citation.quote for citation in claim.citations]
        titles = ". ".join(dict.fromkeys(citation.paper.title for citation in claim.citations))
        judgement = judge(claim.text, quotes, titles, self._similarity(claim.text, quotes))
        if judgement.verdict == "overreach":
            return None
        return claim if judgement.verdict == "follows" else replace(claim, text=inert(" ".join(quotes)))

    def _similarity(self, text: str, quotes: Sequence[str]) -> float | None:
        """The embedder's view, where there is one; the judge can do without."""
        try:
            return similarity(text, quotes, self.embedder) if self.embedder else None
        except EmbedderError:
            return None


def ask(
    question: str,
    searcher: Searcher,
    model: ChatModel,
    prompt_file: PromptFile,
    *,
    k: int = 8,
    window: Window | None = None,
    query: str | None = None,
    refuse_below: float = DEFAULT_THRESHOLD,
    on_claim: OnClaim | None = None,
) -> Answer:
    """Answer *question* from the *k* nearest papers of *window*, showing each claim to *on_claim* as it passes.

    *query* is what is searched for, if not the question itself. Nothing found never reaches the model, nor does a
    question whose sufficiency is below *refuse_below* (see `bot.sufficiency`).
    Raises `ModelError` when the model fails before anything could be shown.
    """
    begun = time.perf_counter()
    found = searcher.search(query or question, k, window)
    notes = [*found.notes]
    if found.pending:
        notes.append(f"{found.pending} papers have no vectors yet and were searched by their words only.")
    answer = Answer(
        question, "refused", (), {}, found.searched, window, _nearest(found), model.name, prompt_file.version, Usage()
    )
    enough = sufficiency(query or question, found, _threshold(model, refuse_below)).enough
    if not found.hits or not enough:
        return replace(answer, dropped={}, notes=tuple(notes), usage=_since(begun, Usage()))
    gathered = _Gathered(_evidence(found.hits), on_claim, searcher.embedder)
    talk = _Talk(question, gathered, model, prompt_file)
    talk.hold()
    return replace(
        answer,
        state=_state(gathered, talk.whole),
        claims=tuple(gathered.kept),
        dropped=dict(gathered.dropped),
        nearest=() if gathered.kept else answer.nearest,
        model=talk.name,
        usage=_since(begun, talk.usage),
        notes=(*notes, *talk.notes),
    )


@dataclass(slots=True)
class _Talk:
    """The exchange with the model about one question. What passes the gate goes to *gathered* as it comes."""

    question: str
    gathered: _Gathered
    model: ChatModel
    prompt_file: PromptFile
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)
    whole: bool = True
    name: str = ""

    def hold(self) -> None:
        """Ask; once more if the reply cannot be read; then let the papers speak for themselves."""
        self.name = self.model.name
        fault = ""
        for _ in range(2):
            try:
                completion = self._complete(fault)
            except CapReachedError as reached:
                return self._let_the_papers_speak(reached.message)
            except ModelError as error:
                if not self.gathered.kept:
                    raise
                return self._cut(f"{error.message} What it had said until then is shown.")
            self.usage += completion.usage
            self.name = completion.model
            fault = self._read(completion.text)
            if not fault:
                return None
            if completion.finish == "length" and self.gathered.kept:
                return self._cut("The model's answer was cut off at its length limit.")
        if self.gathered.kept:
            return self._cut(f"Part of the model's answer could not be read ({fault}).")
        return self._let_the_papers_speak(f"{self.name} gave no usable answer ({fault})")

    def _let_the_papers_speak(self, reason: str) -> None:
        self.notes.append(f"{reason}; these are the papers' own sentences.")
        fallback = ExtractiveModel()
        self.name = fallback.name
        self._read(fallback.complete(_prompt(self.question, self.gathered.evidence, self.prompt_file)).text)

    def _cut(self, note: str) -> None:
        self.whole = False
        self.notes.append(note)

    def _read(self, text: str) -> str:
        """Take the claims of a whole reply; what is wrong with it, or nothing."""
        try:
            for raw in parse_claims(text):
                self.gathered.take(raw)
        except ValueError as error:
            return str(error)
        return ""

    def _complete(self, fault: str) -> Completion:
        """One completion, with half the papers again and again while the model's context overflows."""
        evidence = self.gathered.evidence
        while True:
            stream = ClaimStream()
            try:
                prompt = _prompt(self.question, evidence, self.prompt_file, fault)
                completion = self.model.complete(prompt, partial(self._feed, stream))
            except ModelError as error:
                if error.fault != "context_overflow" or len(evidence) < 2:
                    raise
                self.usage += error.usage
                evidence = evidence[: len(evidence) // 2]
            else:
                if len(evidence) < len(self.gathered.evidence):
                    self.notes.append(f"Only the {len(evidence)} nearest papers fit into the model's context.")
                return completion

    def _feed(self, stream: ClaimStream, text: str) -> None:
        for raw in stream.feed(text):
            self.gathered.take(raw)


def _prompt(question: str, evidence: Sequence[Evidence], prompt_file: PromptFile, fault: str = "") -> Prompt:
    sources = "\n\n".join(f"[{e.n}] {e.paper.title}\n{e.text}" for e in evidence)
    system, user = prompt_file.render(question=question, evidence=sources)
    if fault:
        user += f"\n\nYour last reply could not be used: {fault}. Reply with the JSON object and nothing else."
    return Prompt(
        prompt_file.name,
        prompt_file.version,
        system,
        user,
        prompt_file.temperature,
        prompt_file.max_tokens,
        SCHEMA,
        {"question": question, "evidence": evidence},
    )


def _threshold(model: ChatModel, refuse_below: float) -> float:
    """A chat model can tell by itself that the papers don't say, so it is asked in more doubtful cases."""
    return refuse_below if model.name == ExtractiveModel.name else refuse_below * CHAT_MODEL_SHARE


def _since(begun: float, usage: Usage) -> Usage:
    """*usage* with the seconds the asker waited, search included."""
    return replace(usage, seconds=time.perf_counter() - begun)


def _evidence(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    return tuple(Evidence(n, hit.paper, hit.paper.abstract) for n, hit in enumerate(hits, start=1))


def _nearest(found: Found) -> tuple[Any, ...]:
    return tuple(hit.paper for hit in found.hits[:NEAREST])


def _state(gathered: _Gathered, whole: bool) -> State:
    if not gathered.kept:
        return "refused"
    return "answered" if whole and not gathered.dropped.total() else "partial"
