"""The exchange with a model about one question: what it is asked, what becomes of its words, what if it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.gate import Gathered
from bot.models.budget import CapReachedError
from bot.models.claim_stream import ClaimStream, parse_claims
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.types import Evidence, Usage
from prompts import PromptFile

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


@dataclass(slots=True)
class Exchange:
    """The exchange with the model about one question. What passes the gate goes to *gathered* as it comes.

    *query* is the question without its time phrase, for a model that matches words.
    """

    question: str
    gathered: Gathered
    model: ChatModel
    prompt_file: PromptFile
    query: str
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
        self._read(fallback.complete(self._prompt(self.gathered.evidence)).text)

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
                prompt = self._prompt(evidence, fault)
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

    def _prompt(self, evidence: Sequence[Evidence], fault: str = "") -> Prompt:
        sources = "\n\n".join(f"[{e.n}] {e.paper.title}\n{e.text}" for e in evidence)
        inputs = {"question": self.query, "evidence": evidence}
        prompt = Prompt.of(self.prompt_file, SCHEMA, inputs, question=self.question, evidence=sources)
        if not fault:
            return prompt
        told = f"Your last reply could not be used: {fault}. Reply with the JSON object and nothing else."
        return replace(prompt, user=f"{prompt.user}\n\n{told}")
