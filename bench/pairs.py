"""Labelled pairs of a claim and its quotes, made anew at each run from ../shared; nothing of it is kept here.

`page_pairs`: sentences of the real pages, as they are cited, with paraphrases by hand (`paraphrases.jsonl`), claims
by hand that go too far, and both the sentences and the paraphrases spoilt by the rules of `perturb`.
`short_pairs`: short claims by hand (`short_claims.jsonl`), a true and an untrue one about one sentence each.
`abstract_pairs`: one-line summaries of real abstracts, with the abstract or parts of it as the quotes.
`addition_pairs`: sentences of real abstracts, and the paraphrases by hand, with a false addition (`bench.additions`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.additions import PLACES, TUNED, UNSEEN, put, spoilt
from bench.perturb import RULES
from bot.gate.coverage import cover
from bot.gate.names import names
from bot.gate.words import bag, content
from retrieval.sources import page
from retrieval.text.clean import clean_line
from retrieval.text.sentences import sentences
from retrieval.types import Paper

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
ABSTRACTS = ("litsearch-dev-corpus", "daily-papers")


@dataclass(frozen=True, slots=True)
class Pair:
    """*kind* says how the pair was made, *group* the paper it is about (a fold never splits a group)."""

    claim: str
    quotes: tuple[str, ...]
    title: str
    follows: bool
    kind: str
    group: str


def page_pairs(seed: int = 7) -> list[Pair]:
    """The set from the two real pages: paraphrases by hand, overreaches by hand, and one pair a rule that fits."""
    rng = random.Random(seed)
    papers = _papers()
    rows = [json.loads(line) for line in (HERE / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()]
    others = sorted({n for p in papers for n in names(p.abstract) if n[1:] != n[1:].lower()})
    found: list[Pair] = []
    for row in rows:
        paper = next(p for p in papers if p.title.startswith(row["paper"]))
        quote = sentences(paper.abstract)[row["sentence"] - 1]
        kind = "paraphrase" if row["follows"] else "overreach by hand"
        found.append(Pair(row["claim"], (quote,), paper.title, row["follows"], kind, paper.title))
        if row["follows"]:
            found += _spoilt(row["claim"], quote, paper.title, rng, others)
            wrong = rng.choice([s for s in sentences(paper.abstract) if s != quote])
            found.append(Pair(row["claim"], (wrong,), paper.title, False, "other sentence", paper.title))
    return found


def _spoilt(claim: str, quote: str, title: str, rng: random.Random, others: Sequence[str]) -> Iterator[Pair]:
    """The paraphrase spoilt by each rule that fits it, and the quote itself by one of them."""
    for kind, rule in RULES.items():
        if (changed := rule(claim, rng, others)) and changed != claim:
            yield Pair(changed, (quote,), title, False, kind, title)
    for kind in rng.sample(sorted(RULES), len(RULES)):
        if (changed := RULES[kind](quote, rng, others)) and changed != quote:
            yield Pair(changed, (quote,), title, False, kind, title)
            return


def short_pairs() -> list[Pair]:
    """The short claims by hand, each over one sentence of an abstract."""
    papers = {row["title"]: clean_line(row["abstract"]) for f in ABSTRACTS for row in _rows(f"{f}.jsonl")}
    found: list[Pair] = []
    for line in (HERE / "short_claims.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title = next(t for t in papers if t.startswith(row["paper"]))
        quote = sentences(papers[title])[row["sentence"] - 1]
        kind = "short claim, true" if row["follows"] else "short claim, untrue"
        found.append(Pair(row["claim"], (quote,), title, row["follows"], kind, row["paper"]))
    return found


def abstract_pairs(part: str, count: int, seed: int = 3) -> list[Pair]:
    """Summaries of *count* papers, half by people and half the source's own; *part* is "train" or "held out".

    The summary follows from its abstract, and from its best sentences. It does not follow from another paper's,
    nor from the background its abstract begins with, nor does one half of it with half of another summary.
    """
    rng = random.Random(f"{seed} {part}")
    rows = _summaries(part, count)
    stems = [bag(content(f"{title} {abstract}")) for title, abstract, _ in rows]
    found: list[Pair] = []
    for n, (title, abstract, claim) in enumerate(rows):
        words, parts = content(claim), sentences(abstract)
        near = sorted((i for i in range(len(rows)) if i != n), key=lambda i: -cover(words, stems[i]))
        other_title, other, other_claim = rows[near[rng.randrange(4)]]
        best = _best(words, parts)
        rest = [s for s in parts if s not in best]
        mixed = _half(claim, other_claim)
        found += [
            Pair(claim, (abstract,), title, True, "summary, its abstract", title),
            Pair(claim, best, title, True, "summary, best sentences", title),
            Pair(claim, (other,), other_title, False, "summary, other abstract", title),
            Pair(claim, _best(words, sentences(other)), other_title, False, "summary, other best sentences", title),
            Pair(mixed, rng.choice([(abstract,), best]), title, False, "half of another summary", title),
        ]
        if len(parts) >= 6:
            found.append(Pair(claim, tuple(parts[:2]), title, False, "summary, background only", title))
        if rest:
            found.append(Pair(claim, (rng.choice(rest),), title, False, "summary, other sentence", title))
    return found


def addition_pairs(part: str, count: int, seed: int = 5) -> list[Pair]:
    """True sentences of *count* abstracts, and every true paraphrase by hand, each with false additions.

    The kinds of additions in the part "train" are others than those held out, and so are the abstracts.
    """
    kinds = TUNED if part == "train" else UNSEEN
    rows = _rows("daily-papers.jsonl")[0 if part == "train" else 1 :: 2]
    rows += _rows(f"scitldr-{'train' if part == 'train' else 'dev'}.jsonl")
    rng = random.Random(f"{seed} {part}")
    texts = [(row["title"], clean_line(row["abstract"])) for row in rng.sample(rows, count)]
    found = [Pair(claim, (s,), title, False, kind, title) for kind, claim, s, title in spoilt(texts, kinds, seed)]
    for pair in (p for p in page_pairs() if p.kind == "paraphrase"):
        for kind, additions in kinds.items():
            n = rng.randrange(len(PLACES))
            addition = rng.choice(additions[n]).format(topic="weather maps", name="Parliament")
            claim = put(pair.claim, addition, PLACES[n])
            found.append(replace(pair, claim=claim, follows=False, kind=f"paraphrase, {kind}"))
    return found


def _summaries(part: str, count: int) -> list[tuple[str, str, str]]:
    """(title, abstract, summary). No paper of "train" is among those held out."""
    people = _rows(f"scitldr-{'train' if part == 'train' else 'dev'}.jsonl")
    found = [(row["title"], clean_line(row["abstract"]), clean_line(row["refs"][0])) for row in people[: count // 2]]
    listed = [row for row in _rows("daily-papers.jsonl") if row.get("ai_summary")]
    listed = listed[: count // 2] if part == "train" else listed[-(count // 2) :]
    return found + [(row["title"], clean_line(row["abstract"]), clean_line(row["ai_summary"])) for row in listed]


def _rows(name: str) -> list[dict[str, Any]]:
    with (SHARED / "eval" / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _best(words: Sequence[str], parts: Sequence[str]) -> tuple[str, ...]:
    """The two sentences that say most of *words*, in their order: what a model would quote."""
    chosen = sorted(parts, key=lambda s: -cover(words, bag(content(s))))[:2]
    return tuple(s for s in parts if s in chosen)


def _half(claim: str, other: str) -> str:
    """The first half of *claim* and the second of *other*."""
    ours, theirs = claim.rstrip(".").split(), other.rstrip(".").split()
    return " ".join(ours[: len(ours) // 2] + theirs[len(theirs) // 2 :])


def _papers() -> list[Paper]:
    found: dict[str, Paper] = {}
    for file in sorted((SHARED / "pages").glob("*.txt")):
        for record in page.parse(file.read_text(encoding="utf-8"), file.name):
            if isinstance(record, Paper):
                found.setdefault(record.id, record)
    return list(found.values())
