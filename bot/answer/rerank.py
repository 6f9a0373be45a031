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
_LIST = re.compile(r"\[[-\d\s,]*\]")


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
    return permuted(hits, completion.text), completion.usage


def permuted(hits: Sequence[Hit], reply: str) -> Sequence[Hit]:
    """*hits* in the order of the last list of numbers in *reply*; those it does not name follow in their own order."""
    lists = _LIST.findall(reply)
    numbers = (int(n) for n in re.findall(r"(?<![-\d])\d{1,3}(?!\d)", lists[-1])) if lists else ()
    places = [n - 1 for n in dict.fromkeys(numbers) if 1 <= n <= len(hits)]
    return [hits[at] for at in [*places, *(at for at in range(len(hits)) if at not in places)]]


def _told(hit: Hit) -> str:
    return inert(f"{hit.paper.title}. {' '.join(hit.passage.split()[:_WORDS])}")
