"""Claims drafted by a model over papers: what it is asked, what becomes of its words, what if it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.answer.means import Means
from bot.answer.numbers import Numbers
from bot.gate import Gate, OnClaim
from bot.models.budget import CapReachedError
from bot.models.claim_stream import ClaimStream, read_claims
from bot.models.conversation import once_more, talk
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.question import Question
from bot.tldr.third_person import third_person
from bot.types import Claim, Evidence, Usage
from prompts import PromptFile
from retrieval.embed import Embedder
from retrieval.errors import EmbedderError

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


_CHARACTERS_A_TOKEN = 9
"""More than any tokenizer makes of a text: English has about four."""


@dataclass(slots=True)
class Draft:
    """What a model says over some papers. What passes goes to *gate* as it comes.

    *whole* unless the model was cut off or could not be understood to its end; *name*: whose words they are.
    """

    asked: Question
    gate: Gate
    model: ChatModel
    prompt_file: PromptFile
    query: str
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)
    whole: bool = True
    name: str = ""

    def make(self) -> None:
        """Ask; once more if the reply cannot be read; then let the papers speak for themselves."""
        went = talk(self.model, self._complete, self._read)
        self.name, self.usage = went.model, self.usage + went.usage
        if isinstance(went.error, CapReachedError):
            self._let_the_papers_speak(went.error.message)
        elif went.error and not self.gate.kept and went.error.fault == "thoughts":
            self._let_the_papers_speak(went.error.message.rstrip("."))
        elif went.error and not self.gate.kept:
            raise went.error
        elif went.error:
            self._cut(f"{went.error.message} What it had said until then is shown.")
        elif went.fault and self.gate.kept:
            self._cut(f"Part of the model's answer could not be read ({went.fault}).")
        elif went.fault:
            self._let_the_papers_speak(f"{self.name} gave no usable answer ({went.fault})")
        elif self.whole and (self.gate.kept or not self.gate.dropped):  # a reply whose quotes all fell is no use
            went.keep()

    def _let_the_papers_speak(self, reason: str) -> None:
        self.notes.append(f"{reason}; these are the papers' own sentences.")
        fallback = ExtractiveModel()
        self.name = fallback.name
        self._read(fallback.complete(self._prompt(self.gate.evidence)))

    def _cut(self, note: str) -> None:
        self.whole = False
        self.notes.append(note)

    def _read(self, reply: Completion) -> str:
        """Take the claims of a whole reply; what is wrong with it, or nothing."""
        try:
            read = read_claims(reply.text)
        except ValueError as error:
            if reply.finish == "length" and self.gate.kept:  # to ask again would only cut it off again
                self._cut("The model's answer was cut off at its length limit.")
                return ""
            return str(error)
        for raw in read.found:
            self.gate.take(raw)
        if read.cut and reply.finish == "length":
            self._cut("The model's answer was cut off at its length limit.")
        elif read.cut:
            self._cut("The model's answer broke off before its end.")
        elif read.faults:  # one that cannot be read costs no more than itself
            self.notes.append(f"Part of the model's answer could not be read ({read.faults[0]}).")
        return ""

    def _complete(self, fault: str) -> Completion:
        """One completion, with half the papers again and again while the model's context overflows."""
        evidence = self.gate.evidence
        while True:
            stream, prompt = ClaimStream(), self._prompt(evidence, fault)
            try:
                completion = self.model.complete(prompt, partial(self._feed, stream))
            except ModelError as error:
                if error.fault != "context_overflow" or len(evidence) < 2:
                    raise
                self.usage += error.usage
                evidence = evidence[: len(evidence) // 2]
            else:
                if len(evidence) < len(self.gate.evidence):
                    self.notes.append(f"Only the {len(evidence)} nearest papers fit into the model's context.")
                if _read_in_part(completion, prompt):
                    self.notes.append(
                        "The model may have read only part of the papers: its context seems to be too short."
                    )
                return completion

    def _feed(self, stream: ClaimStream, text: str) -> None:
        for raw in stream.feed(text):
            self.gate.take(raw)

    def _prompt(self, evidence: Sequence[Evidence], fault: str = "") -> Prompt:
        inputs: dict[str, Any] = {"question": self.query, "evidence": evidence}
        if self.gate.embedder:
            inputs["closeness"] = partial(closeness, self.gate.embedder)
        prompt = Prompt.of(self.prompt_file, SCHEMA, inputs, question=self.asked.text, evidence=as_sources(evidence))
        return once_more(prompt, fault)


def closeness(embedder: Embedder, question: str, texts: Sequence[str]) -> list[float]:
    """How close each of *texts* is to *question* in meaning, 0 to 1; all alike where the embedder fails."""
    try:
        asked, *told = embedder.embed([question, *texts])
    except EmbedderError:
        return [0.5] * len(texts)
    return [max(0.0, float(sum(a * b for a, b in zip(asked, each, strict=True)))) for each in told]


def draft(
    asked: Question, evidence: Sequence[Evidence], query: str, means: Means, numbers: Numbers | None = None
) -> Draft:
    """What *means* says of *asked* over *evidence*. *query*: the words to look for. Raises `ModelError`.

    Claims come under *numbers*; without any, under those of *evidence*, which people know already.
    """
    on_claim = means.on_claim

    def as_read(claim: Claim) -> Claim:
        told = retold(claim)
        return numbers.renumbered(told) if numbers else told

    shown: OnClaim | None = (lambda claim: on_claim(as_read(claim))) if on_claim else None
    gate = Gate(evidence, shown, means.searcher.embedder, means.second, means.language, means.across)
    made = Draft(asked, gate, means.model, means.prompt, query)
    made.make()
    gate.kept = [as_read(claim) for claim in gate.kept]
    return made


def retold(claim: Claim) -> Claim:
    """A claim in a paper's own words told by somebody else: "SlimSpec achieves …", not "We …"; its quote stays."""
    if len(claim.citations) != 1 or " ".join(claim.citations[0].quote.split()) != claim.text:
        return claim
    return replace(claim, text=third_person(claim.text, claim.citations[0].paper.title) or claim.text)


def _read_in_part(completion: Completion, prompt: Prompt) -> bool:
    """Whether far fewer tokens were counted than were sent: some servers cut a long prompt without a word."""
    counted = completion.usage.prompt_tokens
    return 0 < counted * _CHARACTERS_A_TOKEN < len(prompt.system) + len(prompt.user)


def as_sources(evidence: Sequence[Evidence]) -> str:
    """The papers as a prompt shows them, each under its number."""
    return "\n\n".join(f"[{e.n}] {e.paper.title}\n{e.text}" for e in evidence)
