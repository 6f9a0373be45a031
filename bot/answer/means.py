"""What a question is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.answer.rerank import Rerank, rerank
from bot.answer.sufficiency import DEFAULT_THRESHOLD
from bot.gate import OnClaim, SecondJudge
from bot.gate.second_judge import second_judge
from bot.language import name_of
from bot.library import Library
from bot.models.protocol import ChatModel
from prompts import PromptFile
from retrieval.search import Searcher


@dataclass(frozen=True, slots=True)
class Means:
    """The search, the model and its words. The best *k* papers are read; what suffices less than *refuse_below* is not.

    *second* settles borderline claims, *rerank* puts the papers found in order before *k* of them are read, *on_claim*
    is shown each claim as it passes. *language*: of the claims, "" for English; *across* then settles those that code
    cannot judge across languages.
    """

    searcher: Searcher
    model: ChatModel
    prompt: PromptFile
    k: int = 8
    refuse_below: float = DEFAULT_THRESHOLD
    second: SecondJudge | None = None
    rerank: Rerank | None = None
    on_claim: OnClaim | None = None
    language: str = ""
    across: SecondJudge | None = None


def means_of(library: Library, k: int, user: str | None, on_claim: OnClaim | None, language: str = "") -> Means:
    """What the settings of *library* say, on *user*'s budget. Only a model that drafts can judge or put in order."""
    settings, model = library.settings, library.model(user)
    judge = partial(second_judge, model=model, prompt_file=library.prompt("follows"))
    order = partial(rerank, model=model, prompt_file=library.prompt("rerank"))
    return Means(
        library.searcher,
        model,
        library.prompt("answer").spoken_in(name_of(language)) if model.drafts else library.prompt("answer"),
        k,
        settings.refuse_below,
        judge if settings.second_judge and model.drafts else None,
        order if settings.rerank and model.drafts else None,
        on_claim,
        language if model.drafts else "",
        judge if language and model.drafts else None,
    )
