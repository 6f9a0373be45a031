"""Measures whether claims follow from their quotes (`bot.gate.judge`), and with --fit writes its weights first.

    .venv/bin/python -m bench.follows [--fit] [--papers 300] [--additions 100]

Fitted on: summaries of --papers papers of the training part; the claims by hand about every other paper of the two
pages, and half of the short ones; spoilt claims and false additions of the kinds at hand. Reported on: summaries of
papers held out, and the claims and spoilt claims about the other half. The rules of `bot.gate` were written on the
first half; the second was read once since, and some were mended after it, so it is no longer unseen. Needs ../shared.
"""

from __future__ import annotations

import argparse
import random
import time
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.fit_follows import Set, fit
from bench.pairs import Pair, abstract_pairs, addition_pairs, page_pairs, short_pairs
from bot.gate.judge import Judgement, judge, similarity
from retrieval.embed import Embedder
from retrieval.embed.minilm import default_embedder

ADDED, ADDED_PAIRS = 40, 500  # abstracts with false additions to fit on, and pairs of them
BY_HAND = ("paraphrase", "overreach by hand", "other sentence")
Vectors = NDArray[np.float32]


class Remembering:
    """An embedder that embeds no text twice."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._known: dict[str, Vectors] = {}
        self.name, self.dimension, self.max_tokens = inner.name, inner.dimension, inner.max_tokens

    def count_tokens(self, text: str) -> int:
        """As the embedder inside."""
        return self._inner.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As the embedder inside."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._inner.embed([text])[0]
        return np.stack([self._known[text] for text in texts])


def main() -> None:
    """Fit if asked, then print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--additions", type=int, default=100, help="abstracts with false additions, of each half")
    options = parser.parse_args()
    embedder = Remembering(default_embedder())
    pages = measured(page_pairs(), embedder)
    tuned, reported = halves(pages)
    short, other_short = halves(measured(short_pairs(), embedder))
    if options.fit:
        natural = [p.kind in BY_HAND for p in tuned.pairs]
        spoilt = tuned.only([not n for n in natural])
        added = measured(random.Random(1).sample(addition_pairs("train", ADDED), ADDED_PAIRS), embedder)
        spoilt = Set(spoilt.pairs + added.pairs, spoilt.similarities + added.similarities)
        fit(measured(abstract_pairs("train", options.papers), embedder), (tuned.only(natural), short), spoilt)
    held_out = measured(abstract_pairs("held out", options.papers), embedder)
    for title, which in (
        ("summaries of papers held out", held_out),
        ("pages, papers the rules were written on", tuned),
        ("pages, the other papers", reported),
        ("short claims, fitted on", short),
        ("short claims, the other papers", other_short),
    ):
        report(title, which)
    for title, part in (("additions of the kinds at hand", "train"), ("additions of kinds held out", "held out")):
        shown(title, addition_pairs(part, options.additions))


def halves(which: Set) -> tuple[Set, Set]:
    """Two halves of *which*; the pairs about one paper stay together."""
    first = [zlib.crc32(p.group.encode()) % 2 == 0 for p in which.pairs]
    return which.only(first), which.only([not f for f in first])


def measured(pairs: list[Pair], embedder: Embedder) -> Set:
    """*pairs* with their similarities."""
    return Set(pairs, [similarity(p.claim, p.quotes, embedder) for p in pairs])


def report(title: str, which: Set) -> None:
    """Verdicts by kind of pair, then precision and recall of the check and macro-F1, with and without an embedder."""
    begun = time.perf_counter()
    judged = judgements(which, embedded=True)
    spent = (time.perf_counter() - begun) / len(judged) * 1000
    print(f"\n{title}: {len(judged)} pairs, {spent:.2f} ms each\n")
    print(f"{'kind':32}{'pairs':>6}{'follows':>9}{'border':>8}{'overreach':>10}{'score<.5':>9}")
    for kind in dict.fromkeys(p.kind for p in which.pairs):
        mine = [j for j, p in zip(judged, which.pairs, strict=True) if p.kind == kind]
        shares = [sum(j.verdict == v for j in mine) / len(mine) for v in ("follows", "borderline", "overreach")]
        low = sum(j.score < 0.5 for j in mine) / len(mine)
        print(f"{kind:32}{len(mine):6}{shares[0]:9.1%}{shares[1]:8.1%}{shares[2]:10.1%}{low:9.1%}")
    natural = [p.kind in BY_HAND[:2] for p in which.pairs]
    for name, found in (("", judged), (", no embedder", judgements(which, embedded=False))):
        summary(f"all pairs{name}", found, which.pairs)
        if any(natural):
            summary(f"claims by hand only{name}", *kept(found, which.pairs, natural))


def shown(title: str, pairs: list[Pair]) -> None:
    """How many of *pairs*, all untrue, are shown as written, by kind; with no embedder."""
    print(f"\n{title}: {len(pairs)} pairs\n\n{'kind':42}{'pairs':>6}{'as written':>12}{'as quote':>10}{'not':>8}")
    found = [(p.kind, judge(p.claim, p.quotes, p.title, None).verdict) for p in pairs]
    sums = [("true sentence + addition", v) for k, v in found if not k.startswith("paraphrase")]
    sums += [("true paraphrase + addition", v) for k, v in found if k.startswith("paraphrase")]
    for kind in dict.fromkeys(k for k, _ in found + sums):
        mine = [v for k, v in found + sums if k == kind]
        shares = [mine.count(v) / len(mine) for v in ("follows", "borderline", "overreach")]
        print(f"{kind:42}{len(mine):6}{shares[0]:12.1%}{shares[1]:10.1%}{shares[2]:8.1%}")


def judgements(which: Set, *, embedded: bool) -> list[Judgement]:
    """What `judge` says of each pair."""
    return [
        judge(p.claim, p.quotes, p.title, s if embedded else None)
        for p, s in zip(which.pairs, which.similarities, strict=True)
    ]


def kept(judged: list[Judgement], pairs: list[Pair], keep: Sequence[bool]) -> tuple[list[Judgement], list[Pair]]:
    """Those for which *keep* holds."""
    chosen = [n for n, k in enumerate(keep) if k]
    return [judged[n] for n in chosen], [pairs[n] for n in chosen]


def summary(title: str, judged: list[Judgement], pairs: list[Pair]) -> None:
    """Precision and recall of catching what does not follow, by three ways to draw the line, and macro-F1."""
    bad = np.array([not p.follows for p in pairs])
    for line, caught in (
        ("overreach", [j.verdict == "overreach" for j in judged]),
        ("overreach or borderline", [j.verdict != "follows" for j in judged]),
        ("score under 0.5", [j.score < 0.5 for j in judged]),
    ):
        hit = np.array(caught)
        precision, recall = (hit & bad).sum() / max(1, hit.sum()), (hit & bad).sum() / max(1, bad.sum())
        both = macro_f1(hit, bad)
        print(f"{title}, caught = {line}: precision {precision:.3f}, recall {recall:.3f}, macro-F1 {both:.3f}")


def macro_f1(hit: NDArray[np.bool_], bad: NDArray[np.bool_]) -> float:
    """The mean of the F1 of both labels."""
    return float(
        np.mean(
            [2 * ((hit == v) & (bad == v)).sum() / max(1, (hit == v).sum() + (bad == v).sum()) for v in (True, False)]
        )
    )


if __name__ == "__main__":
    main()
