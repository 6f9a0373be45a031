"""A chat model for tests that drafts claims from the papers it is shown, one after the other, at a pace of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.models.protocol import Completion, Prompt
from bot.types import Usage
from retrieval.text.sentences import sentences


@dataclass
class DraftingModel:
    """Quotes every sentence of the papers it is shown, *most* at most; *before* is called ahead of each claim."""

    name: str = "drafting"
    drafts: bool = True
    most: int = 6
    before: Callable[[int], object] = lambda number: None
    prompts: list[Prompt] = field(default_factory=list)

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """The claims as JSON; *on_text* is told all there is so far."""
        self.prompts.append(prompt)
        said = ""
        claims = drafted(prompt.inputs["evidence"])[: self.most]
        pieces = ['{"claims": [', *(json.dumps(claim) + ", " for claim in claims[:-1])]
        for number, piece in enumerate([*pieces, json.dumps(claims[-1]) + "]}"]):
            self.before(number)
            said += piece
            if on_text:
                on_text(said)
        return Completion(said, self.name, Usage(1, 1, 1), "stop")


def drafted(evidence: Any) -> list[dict[str, Any]]:
    """A claim for each sentence of the papers, in their own words."""
    return [
        {"text": sentence, "evidence": [{"source": paper.n, "quote": sentence}]}
        for paper in evidence
        for sentence in sentences(paper.paper.abstract)
    ]


class Steps:
    """Lets a model go on claim by claim: as far as it was allowed to."""

    def __init__(self) -> None:
        self._allowed = threading.Semaphore(0)

    def __call__(self, number: int) -> None:
        if number:
            self._allowed.acquire(timeout=60)

    def go(self, claims: int = 1) -> None:
        """Let so many more claims be made."""
        self._allowed.release(claims)
