"""A question about certain papers: every other paper is left out, and each of these gets its say."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from bot.answer.drafting import Exchange
from bot.answer.from_archive import since, state_of
from bot.gate import Gathered, OnClaim, SecondJudge
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel
from bot.question.words import own_words
from bot.types import Answer, Evidence, Usage
from prompts import PromptFile
from retrieval.embed import Embedder
from retrieval.text.words import stem
from retrieval.types import Paper

MOST_PAPERS = 12  # more would not fit into a small model's context
_EACH_HEARD = 4  # so many papers are each asked by themselves; of more, the best sentences are taken
_ENOUGH = 0.5  # the share of the question's own words a paper must hold to be taken at its word

# A part of a paper that may be asked for, and words of which it must hold one to say anything about it.
_PARTS = (
    (r"\baccura|\bscores?\b|\bpercent", "accuracy accurate percent score error rate"),
    (r"\bdata ?sets?\b|\bbenchmarks?\b|\bevaluated\b|\btested\b", "dataset data benchmark corpus evaluate test task"),
    (r"\blimit|\bdrawback|\bweakness|\bshortcoming|\bdownside", "limitation limited however fail cannot only vanish"),
    (r"\bcode\b|\bopen[- ]source", "code github source release repository"),
)  # fmt: skip


def ask_within(
    question: str,
    papers: Sequence[tuple[int, Paper]],
    model: ChatModel,
    prompt_file: PromptFile,
    *,
    query: str,
    embedder: Embedder | None = None,
    second: SecondJudge | None = None,
    on_claim: OnClaim | None = None,
) -> Answer:
    """Answer *question* from *papers* alone, under the numbers they come with; the rest as in `from_archive.ask`.

    *query* holds the words to look for. The embedded model refuses when no paper holds them; a chat model, which can
    tell by itself, is always asked. Raises `ModelError` as `ask` does.
    """
    begun = time.perf_counter()
    sources = [Evidence(n, paper, paper.abstract) for n, paper in papers[:MOST_PAPERS]]
    silent: list[Evidence] = []
    if model.name == ExtractiveModel.name:
        silent = [source for source in sources if not _speaks(source.paper, query)]
    notes = _left_out(papers) + (_silent(silent) if len(silent) < len(sources) else [])
    speaking = [source for source in sources if source not in silent]
    talks = [
        Exchange(question, Gathered(group, on_claim, embedder, second), model, prompt_file, _sought(query, group))
        for group in _groups(speaking, model)
    ]
    for talk in talks:
        talk.hold()
        notes += talk.notes
    answer = _answer(question, papers, talks, model, prompt_file)
    return replace(answer, usage=since(begun, answer.usage), notes=tuple(dict.fromkeys(notes)))


def _answer(
    question: str, papers: Sequence[tuple[int, Paper]], talks: Sequence[Exchange], model: ChatModel, prompt: PromptFile
) -> Answer:
    gathered = [talk.gathered for talk in talks]
    claims = tuple(claim for some in gathered for claim in some.kept)
    dropped = {verdict: sum(g.dropped[verdict] for g in gathered) for g in gathered for verdict in g.dropped}
    return Answer(
        question,
        state_of(bool(claims), all(talk.whole for talk in talks), sum(dropped.values())),
        claims,
        dropped,
        min(len(papers), MOST_PAPERS),
        None,
        () if claims else tuple(paper for _, paper in papers[:MOST_PAPERS]),
        talks[0].name if talks else model.name,
        prompt.version,
        sum((talk.usage + talk.gathered.usage for talk in talks), Usage()),
        within=tuple((n, paper.id) for n, paper in papers),
    )


def _groups(sources: Sequence[Evidence], model: ChatModel) -> list[Sequence[Evidence]]:
    """What is put to the model at once: a chat model weighs all papers, the embedded one would prefer the best."""
    if not sources:
        return []
    alone = model.name == ExtractiveModel.name and len(sources) <= _EACH_HEARD
    return [[source] for source in sources] if alone else [sources]


def _speaks(paper: Paper, query: str) -> bool:
    """Whether *paper* holds enough of what is asked to be asked at all."""
    held = {stem(word) for word in re.findall(r"\w+", f"{paper.title} {paper.abstract}".lower())}
    for words in _parts(query):
        if not held & {stem(word) for word in words.split()}:
            return False
    wanted = [stem(word) for word in dict.fromkeys(own_words(query))]
    return not wanted or sum(word in held for word in wanted) >= _ENOUGH * len(wanted)


def _parts(query: str) -> list[str]:
    return [words for asked, words in _PARTS if re.search(asked, query, re.IGNORECASE)]


def _sought(query: str, sources: Sequence[Evidence]) -> str:
    """The words for a model that matches words: a question without its own, "what is it about", seeks the titles'."""
    if own_words(query):
        return query
    return " ".join([query.strip(" ?.!"), *_parts(query), *(source.paper.title for source in sources)])


def _left_out(papers: Sequence[tuple[int, Paper]]) -> list[str]:
    if len(papers) <= MOST_PAPERS:
        return []
    return [f"Only the first {MOST_PAPERS} of these {len(papers)} papers were read."]


def _silent(sources: Sequence[Evidence]) -> list[str]:
    if not sources:
        return []
    numbers = "".join(f"[{source.n}]" for source in sources)
    return [f"{numbers} {'do' if len(sources) > 1 else 'does'} not say."]
