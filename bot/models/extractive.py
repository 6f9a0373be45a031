"""The embedded default: no model at all. It answers with the abstracts' own best sentences, by the same contract.

A sentence is scored by the question's words it holds, each weighted by its rarity among the papers at hand (inverse
document frequency); words that only its paper's title holds count half. What kind of answer the question wants, a
definition, a number, a finding, raises the sentences that give one; what only tells why the work was done, or where
its code is, comes last or not at all. A paper is passed over when it lacks too much of what another holds.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log

from bot.models.answer_kinds import ASKING, MOTIVE, Wish, is_definition, states_own, subject, wishes, worth
from bot.models.protocol import Completion, Prompt
from bot.types import Evidence, Usage
from retrieval.text.abbreviations import given_in
from retrieval.text.sentences import sentences
from retrieval.text.statements import statements
from retrieval.text.words import stem, terms

MOST_CLAIMS = 6
MOST_FROM_ONE_PAPER = 2
# A sentence with less of the question's weight is about something else. Whether the papers answer at all is not
# decided here but by `bot.answer.sufficiency`, before.
LEAST_COVERAGE = 0.1
_NEAR_BEST_PAPER = 0.7  # the share of the best paper's coverage that another must reach,
_NEW_GROUND = 0.35  # unless it holds this much of the question's weight that the best one lacks
_NEAR_BEST = 0.6  # a further paper's sentence must reach this share of the best one's score,
_NEAR_BEST_AGAIN = 0.75  # and a paper's second sentence this one
_IN_TITLE_ONLY = 0.5
_BEFORE = 0.6  # what a sentence is worth, where one paper is asked of, that tells what was there before it

_MOST_CLOSE, _MOST_CLOSE_EACH = 14, 4  # sentences that are embedded for one answer
_FAR = 0.5  # what a sentence is worth that has nothing of the question's meaning, beside the same with all of it

Closeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How close in meaning each of some sentences is to a question, 0 to 1."""

_CODE = re.compile(r"```.*?(?:```|$)", re.S)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence and which of the question's stems it holds; *title*: those its paper's title holds. *before*: it
    stands before the paper says what it does itself.
    """

    source: int
    text: str
    held: frozenset[str]
    title: frozenset[str]
    before: bool


Scored = tuple[float, _Sentence]


class ExtractiveModel:
    """Best sentences, verbatim and cited."""

    name = "extractive"
    drafts = False

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """Claims whose text is their quote, as JSON; no claims when the evidence says too little."""
        question, evidence = str(prompt.inputs["question"]), prompt.inputs["evidence"]
        chosen = best_sentences(question, evidence, prompt.inputs.get("closeness"))
        claims = [{"text": s, "evidence": [{"source": n, "quote": s}]} for n, s in chosen]
        text = json.dumps({"claims": claims}, ensure_ascii=False)
        if on_text:
            on_text(text)
        return Completion(text, self.name, Usage(calls=0))


def best_sentences(
    question: str, evidence: Sequence[Evidence], closeness: Closeness | None = None
) -> list[tuple[int, str]]:
    """(source number, sentence) of the sentences that answer *question* best: of one paper two, of several one each.

    Words choose; *closeness* puts the best of them in order, as it would take too long for all.
    """
    words = terms(question)
    wanted = frozenset(map(stem, [word for word in words if word not in ASKING] or words))
    told = [sentence for item in evidence for sentence in _told(item, wanted)]
    if len(wanted) == 1 and is_definition(question):  # "Grok" has the stem of "grokking", and is something else
        form = re.compile(rf"\b{re.escape(words[0].removesuffix('s'))}(?:s|es)?\b", re.I)
        told = [s for s in told if not s.held or form.search(s.text)]
    weights = _weights(wanted, told)
    fitting = _fitting_papers(weights, told)
    kinds, name = wishes(question), subject(question)
    behind = _BEFORE if len(evidence) == 1 else 1.0
    scored = [
        (_score(s, weights, kinds, name) * worth(s.text, question) * (behind if s.before else 1.0), s)
        for s in told
        if s.source in fitting
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].source))
    if closeness:
        scored = _by_meaning(question, scored, closeness)
    rounds: list[list[_Sentence]] = [[] for _ in range(MOST_FROM_ONE_PAPER if len(fitting) == 1 else 1)]
    best = LEAST_COVERAGE
    for score, sentence in scored:
        turn = sum(any(s.source == sentence.source for s in heard) for heard in rounds)
        share = 1.0 if not rounds[0] else _NEAR_BEST_AGAIN if turn else _NEAR_BEST
        if score < best * _NEAR_BEST:
            break
        if turn < len(rounds) and score >= best * share and _may_be_said(sentence.text):
            best = best if rounds[0] else score
            rounds[turn].append(sentence)
    chosen = [s for heard in rounds for s in heard]
    found = [s for s in chosen if worth(s.text, question) > MOTIVE]
    return [(s.source, s.text) for s in found or chosen][:MOST_CLAIMS]


def _by_meaning(question: str, scored: Sequence[Scored], closeness: Closeness) -> list[Scored]:
    """*scored*, best first, with the likeliest of each paper weighed by how close they are to the question."""
    taken: Counter[int] = Counter()
    some: list[Scored] = []
    for score, sentence in scored:
        if score and taken[sentence.source] < _MOST_CLOSE_EACH and len(some) < _MOST_CLOSE:
            taken[sentence.source] += 1
            some.append((score, sentence))
    if len(some) < 2:
        return list(scored)
    near = closeness(question, [sentence.text for _, sentence in some])
    return sorted(
        ((score * (_FAR + close), sentence) for (score, sentence), close in zip(some, near, strict=True)),
        key=lambda pair: (-pair[0], pair[1].source),
    )


def _told(item: Evidence, wanted: frozenset[str]) -> list[_Sentence]:
    """The paper's sentences, verbatim, without code."""
    title = _held(item.paper.title, wanted)
    parts = [s for part in _CODE.split(item.text) for s in sentences(part)]
    name, _, named = item.paper.title.partition(": ")
    own = next((at for at, part in enumerate(parts) if states_own(part) or (named and name in part)), 0)
    short = given_in(item.text)
    return [_Sentence(item.n, s, _held(_spelled_out(s, short), wanted), title, at < own) for at, s in enumerate(parts)]


def _spelled_out(sentence: str, short: Mapping[str, str]) -> str:
    """*sentence* with what its abbreviations stand for behind it: whoever asks spells them out."""
    return " ".join([sentence, *(words for each, words in short.items() if re.search(rf"\b{each}s?\b", sentence))])


def _held(text: str, wanted: frozenset[str]) -> frozenset[str]:
    openings = tuple(word[:3] for word in wanted)  # to stem every word would take longer than all the rest
    return wanted & {stem(word) for word in re.findall(r"\w+", text.lower()) if word.startswith(openings)}


def _may_be_said(sentence: str) -> bool:
    """A statement: no question, no order, nothing that speaks to whoever reads."""
    return not sentence.rstrip("\"')”’").endswith("?") and bool(statements(sentence))


def _weights(wanted: frozenset[str], told: Sequence[_Sentence]) -> dict[str, float]:
    """Each wanted stem's share of the question's weight, rare ones having more; the shares add up to 1."""
    papers = _papers(told)
    raw = {}
    for word in sorted(wanted):
        holding = sum(word in held for held in papers.values())
        raw[word] = log(1 + len(papers) / (holding + 0.5))
    total = fsum(raw.values()) or 1.0
    return {word: weight / total for word, weight in raw.items()}


def _papers(told: Sequence[_Sentence]) -> dict[int, set[str]]:
    """By source number, which of the question's stems the paper holds."""
    held: dict[int, set[str]] = {}
    for sentence in told:
        held.setdefault(sentence.source, set()).update(sentence.held, sentence.title)
    return held


def _fitting_papers(weights: Mapping[str, float], told: Sequence[_Sentence]) -> frozenset[int]:
    """The sources that cover about as much of the question as the best one, or much that it lacks."""
    held = _papers(told)
    coverage = {source: fsum(weights[word] for word in words) for source, words in held.items()}
    best = max(coverage, key=lambda source: (coverage[source], -source), default=0)
    return frozenset(
        source
        for source, words in held.items()
        if coverage[source] >= _NEAR_BEST_PAPER * coverage[best]
        or fsum(weights[word] for word in words - held[best]) >= _NEW_GROUND
    )


# Sums over sets are exact: added up in another order, as each process has its own, equal sentences would change places.
def _score(sentence: _Sentence, weights: Mapping[str, float], wanted: Sequence[Wish], name: str) -> float:
    inside = fsum(weights[word] for word in sentence.held)
    if not inside:
        return 0.0
    score = inside + _IN_TITLE_ONLY * fsum(weights[word] for word in sentence.title - sentence.held)
    for wish in wanted:
        if wish.given(sentence.text, name):
            score *= wish.boost
    return score
