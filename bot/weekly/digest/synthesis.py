"""One theme in words: a name and a sentence that passed the gate, from the chat model or from the papers themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answer.drafting import SCHEMA as CLAIMS_SCHEMA
from bot.answer.drafting import as_sources
from bot.gate import Gate, SecondJudge
from bot.gate.words import content
from bot.models.claim_stream import read_claims
from bot.models.conversation import once_more, talk
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel, Completion, Prompt
from bot.models.reply import last_object
from bot.tldr import SUMMARY, own_line
from bot.tldr.alone import stands_alone
from bot.tldr.extract import NOTHING_TO_SAY, extractive_tldr
from bot.types import Claim, Evidence, Usage
from bot.weekly.digest.naming import is_their_own
from bot.weekly.digest.types import Ranked
from prompts import PromptFile
from retrieval.embed import Embedder
from retrieval.text.clean import clean_line, inert
from retrieval.text.sentences import sentences
from retrieval.types import Paper

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, **CLAIMS_SCHEMA["properties"]},
    "required": ["name", "claims"],
    "additionalProperties": False,
}
READ = 6
"""Papers of a theme a chat model is given: the most central ones."""
_LONGEST_NAME = 60
_QUOTES = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A theme's *name* and sentence, what it cost, and *note* if the chat model had to be done without."""

    name: str
    claim: Claim | None
    model: str
    usage: Usage = field(default_factory=Usage)
    note: str = ""


def tell(
    members: Sequence[Ranked],
    working: str,
    model: ChatModel,
    prompt_file: PromptFile,
    embedder: Embedder | None,
    language: str = "",
    across: SecondJudge | None = None,
) -> Told:
    """The theme of *members*, most central first, under the name *working* unless the model finds a better one.

    The model is asked twice at most; what passes neither time is said by the papers themselves. *across* settles a
    sentence in another *language* than English.
    """
    if not model.drafts:
        return Told(working, own_sentence(members), model.name)
    gate = Gate(_evidence(members), None, embedder, language=language, across=across)
    names: list[str] = []

    def read(reply: Completion) -> str:
        names.append(_name(reply.text, members))
        return _read(reply.text, gate)

    went = talk(model, lambda fault: model.complete(_prompt(members, working, prompt_file, fault)), read)
    if gate.kept:
        went.keep()
        return Told(names[-1] or working, _numbered(gate.kept[0], members), went.model, went.usage + gate.usage)
    fault = (went.error.message if went.error else went.fault).rstrip(".")
    note = f"{model.name} gave no usable sentence on “{working}” ({fault}); the papers speak for themselves."
    return Told(working, own_sentence(members), ExtractiveModel.name, went.usage + gate.usage, note)


def own_sentence(members: Sequence[Ranked]) -> Claim | None:
    """The line of one of *members*, with the sentences it stands on as quotes, through the same gate.

    The source's summary of the most upvoted paper that has one; else the most central paper's own line. One that
    can stand alone and passes as it is goes before any other.
    """
    liked = sorted(members, key=lambda member: (-(member.paper.upvotes or 0), member.paper.id))
    spare: Claim | None = None
    for member, line in (*_summaries(liked), *((m, "") for m in members[:READ])):
        line = line or extractive_tldr(member.paper.title, member.paper.abstract)
        claim = _own_claim(member, line) if line != NOTHING_TO_SAY else None
        if claim and claim.text == line and stands_alone(line):
            return claim
        spare = spare or claim
    return spare


def _summaries(members: Sequence[Ranked]) -> Iterator[tuple[Ranked, str]]:
    """The sources' summaries that keep the contract."""
    for member in members:
        line, made_by = own_line(member.paper) if member.paper.ai_summary else ("", "")
        if made_by == SUMMARY:
            yield member, line


def _own_claim(member: Ranked, line: str) -> Claim | None:
    """What the gate makes of *line*, on the sentences of the member's abstract that it stands on."""
    paper = member.paper
    gate = Gate((Evidence(1, paper, paper.abstract),), None)
    gate.take({"text": line, "evidence": [{"source": 1, "quote": q} for q in _origins(line, paper)]})
    return next((_numbered(claim, [member]) for claim in gate.kept), None)


def _origins(line: str, paper: Paper) -> list[str]:
    """The sentence of the abstract that shares most words with *line*, and the one that has most of the rest."""
    left, told = set(content(line)), sentences(paper.abstract)
    found: list[str] = []
    while left and len(found) < _QUOTES:
        best = max(told, key=lambda sentence: len(left & set(content(sentence))))
        if not left & set(content(best)):
            break
        found.append(best)
        left -= set(content(best))
    return found


def _prompt(members: Sequence[Ranked], working: str, file: PromptFile, fault: str) -> Prompt:
    evidence = _evidence(members)
    inputs = {"question": working, "evidence": evidence}
    return once_more(Prompt.of(file, SCHEMA, inputs, title=working, evidence=as_sources(evidence)), fault)


def _evidence(members: Sequence[Ranked]) -> tuple[Evidence, ...]:
    return tuple(Evidence(n, m.paper, m.paper.abstract) for n, m in enumerate(members[:READ], start=1))


def _read(text: str, gate: Gate) -> str:
    """Take the claims of a reply; what is wrong with it, or nothing once a sentence has passed."""
    fault = "no sentence is backed by its quotes"
    try:
        for raw in read_claims(text).found:
            gate.take(raw)
    except ValueError as error:
        fault = str(error)
    return "" if gate.kept else fault


def _name(text: str, members: Sequence[Ranked]) -> str:
    """The model's name for the theme if it is short and all its words are the papers' own, else ""."""
    found = last_object(text, lambda value: value.get("name") if isinstance(value, dict) else None)
    name = inert(clean_line(found)).rstrip(".") if isinstance(found, str) else ""
    return name if len(name) <= _LONGEST_NAME and is_their_own(name, [m.paper for m in members]) else ""


def _numbered(claim: Claim, members: Sequence[Ranked]) -> Claim:
    """*claim* with its papers' places in the ranking for numbers."""
    return replace(claim, citations=tuple(replace(c, n=members[c.n - 1].n) for c in claim.citations))
