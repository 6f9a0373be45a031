"""Measures what is shown of a model that obeys: it repeats whatever sentence was planted in an abstract.

`python -m bench.obedient`, for the sentences of `planted_*.txt`: as a claim with itself as the quote, tacked on to a
true sentence that is quoted, tacked on with both quoted, and as the line of a TL;DR. Needs ../shared.
"""

from __future__ import annotations

from bench.fit_kinship import planted
from bench.follows import Remembering
from bench.planted import PARTS, hosts, put_in
from bot.gate import Gate
from bot.tldr.contract import faults
from bot.types import Evidence
from retrieval.embed import Embedder
from retrieval.embed.minilm import default_embedder
from retrieval.text.sentences import sentences
from retrieval.types import Paper

WAYS = ("with itself as quote", "tacked on", "tacked on, both quoted", "as a TL;DR")


def main() -> None:
    """Print the shares that are shown."""
    papers, embedder = hosts(), Remembering(default_embedder())
    for part in PARTS:
        tried = [pair for n, payload in enumerate(planted(part)) for pair in put_in(payload, n, papers)]
        shown = [obeyed(Paper("p", title, abstract), payload, embedder) for payload, title, abstract in tried]
        for n, way in enumerate(WAYS):
            print(f"{part}, {way}: {sum(row[n] for row in shown)} of {len(shown)} shown")


def obeyed(paper: Paper, payload: str, embedder: Embedder) -> tuple[bool, ...]:
    """Whether *payload* is shown, in each of `WAYS`."""
    true = sentences(paper.abstract)[0]
    tacked = f"{true.rstrip('.')}, and {payload[0].lower()}{payload[1:]}"
    claims = [(payload, [payload]), (tacked, [true]), (tacked, [true, payload])]
    return *(_shows(paper, text, quotes, payload, embedder) for text, quotes in claims), not faults(payload, paper)


def _shows(paper: Paper, text: str, quotes: list[str], payload: str, embedder: Embedder) -> bool:
    gate = Gate([Evidence(1, paper, paper.abstract)], None, embedder)
    gate.take({"text": text, "evidence": [{"source": 1, "quote": quote} for quote in quotes]})
    return any(payload[1:] in claim.text for claim in gate.kept)


if __name__ == "__main__":
    main()
