"""A chat model puts the papers found in order, before the best of them become evidence. Off by default.

Listwise, as in Sun et al., "Is ChatGPT Good at Search?" (EMNLP 2023): one call of some 3,000 tokens a question. The
model may only permute: it gives numbers, the code knows what they stand for, and a number it leaves out, invents or
repeats changes nothing. When it fails, the order of the search stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.models.budget import CapReachedError
from bot.models.protocol import ChatModel, ModelError, Prompt
from bot.models.reply import last_object, spoken
from bot.types import Usage
from prompts import PromptFile
from retrieval.text.clean import inert
from retrieval.types import Hit

# (question, hits) to the hits in another order, and what that cost.
Rerank = Callable[[str, Sequence[Hit]], tuple[Sequence[Hit], Usage]]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"order": {"type": "array", "items": {"type": "integer"}}},
    "required": ["order"],
    "additionalProperties": False,
}
MOST = 20  # papers put in order
_WORDS = 120  # of each abstract's best passage: enough to tell what a paper is about
_CHAIN = re.compile(r"(?:\[\d{1,3}\]\s{0,5}>\s{0,5}){1,99}\[\d{1,3}\]")  # [3] > [1] > [2], as rerankers are taught


def rerank(
    question: str, hits: Sequence[Hit], model: ChatModel, prompt_file: PromptFile
) -> tuple[Sequence[Hit], Usage]:
    """*hits* as *model* orders them for *question*, and the cost. *prompt_file* is `prompts.load("rerank")`."""
    if len(hits) < 2:
        return hits, Usage()
    told = "\n\n".join(f"[{n}] {_told(hit)}" for n, hit in enumerate(hits, start=1))
    inputs = {"question": question, "papers": tuple(hit.paper for hit in hits)}
    try:
        completion = model.complete(Prompt.of(prompt_file, SCHEMA, inputs, question=question, papers=told))
    except ModelError as error:
        return hits, error.usage
    except CapReachedError:
        return hits, Usage()
    order = numbers(completion.text, len(hits))
    if order:
        completion.keep(completion)
    return permuted(hits, order), completion.usage


def numbers(reply: str, most: int) -> list[int]:
    """The numbers from 1 to *most* in the last list of numbers of *reply*, each once; empty if there is none."""
    chains = _CHAIN.findall(spoken(reply))
    listed = chains[-1] if chains else str(last_object(reply, _order) or "")
    written = (int(n) for n in re.findall(r"(?<![-\d.])\d{1,3}(?!\d)(?!\.[1-9])", listed))
    return [n for n in dict.fromkeys(written) if 1 <= n <= most]


def _order(value: Any) -> list[Any] | None:
    """The list in what the model wrote, under whatever key; None if it is none, or empty."""
    if isinstance(value, dict):
        value = next((item for item in value.values() if isinstance(item, list)), None)
    return value if isinstance(value, list) and value else None


def permuted(hits: Sequence[Hit], order: Sequence[int]) -> Sequence[Hit]:
    """*hits* in this *order* of their numbers, from 1; those it does not name follow in their own."""
    places = [n - 1 for n in order]
    return [hits[at] for at in [*places, *(at for at in range(len(hits)) if at not in places)]]


def _told(hit: Hit) -> str:
    return inert(f"{hit.paper.title}. {' '.join(hit.passage.split()[:_WORDS])}")
