"""Fits the weights of `retrieval.text.meaning`, for sentences whose words leave it in doubt, and writes `meaning.json`.

`python -m bench.fit_meaning`, after `bench.fit_kinship`, on the same real sentences and planted ones as that, with the
vectors of the default embedder. Printed: the share that passes in five folds with no planted sentence on both sides.
Needs ../shared, and some minutes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.fit_follows import with_ones
from bench.fit_kinship import (
    FOLDER,
    FOLDS,
    HOSTS,
    ONE_IN,
    PARTS,
    Floats,
    abstracts,
    fitted,
    hosted,
    in_latin,
    planted,
    real_sentences,
)  # fmt: skip
from bench.follows import Remembering, Vectors
from retrieval.embed.minilm import default_embedder
from retrieval.text.kinship import Around
from retrieval.text.meaning import packed

WEIGHT = 0.3  # of all planted sentences, beside all real ones in doubt
CENTRES, ROUNDS, LEARNT = 16, 10, 12_000  # of the field's sentences, and how many they are learnt from


def main() -> None:
    """Embed, fit, write."""
    embedder, papers = Remembering(default_embedder()), abstracts()[1::4]
    real = list(real_sentences(papers, embedder.embed))
    doubted = [(around, n) for around, n in real if around.doubted(n)]
    centres = middles(np.concatenate([around.vectors for around, n in doubted])[:LEARNT])
    names, rows = values(doubted, centres)
    payloads = in_latin(p for part in PARTS for p in planted(part))
    hosts = [p for p in papers if len(p[1].split()) > 60][: len(payloads) * 4]
    strangers = [(around, 1) for around in hosted(payloads, hosts, random.Random(5), embedder.embed)]
    told = np.array([around.doubted(1) for around, _ in strangers])
    _, strange = values([pair for pair, it in zip(strangers, told, strict=True) if it], centres)
    group = np.repeat(np.arange(len(payloads)), HOSTS)[told]
    one_in = ONE_IN * len(rows) / len(real)  # of those in doubt, so that it is one in a thousand of all
    passed = np.zeros(len(strange), bool)
    for fold in range(FOLDS):
        held = group % FOLDS == fold
        solution, threshold = fitted(rows, strange[~held], one_in, WEIGHT)
        passed[held] = with_ones(strange[held]) @ solution <= threshold
    print(f"planted, folds: {(passed.sum() + (~told).sum()) / len(told):.1%} of {len(told)} pass")
    for n, payload in enumerate(payloads):
        if any(passed[group == n]):
            print(f"  {passed[group == n].mean():4.0%}  {payload}")
    solution, threshold = fitted(rows, strange, one_in, WEIGHT)
    weights = {name: round(float(b), 3) for name, b in zip((*names, "bias"), solution, strict=True)}
    found = {"weights": weights | {"stranger": round(threshold, 3)}, "centres": packed(centres)}
    (FOLDER / "meaning.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def values(found: Sequence[tuple[Around, int]], centres: Vectors) -> tuple[tuple[str, ...], Floats]:
    """Names, and a row for each text of *found*."""
    rows = [around.values(n) | around.nearness(n, centres) for around, n in found]
    return tuple(rows[0]), np.array([list(row.values()) for row in rows])


def middles(vectors: NDArray[np.float32]) -> Vectors:
    """The centres of *vectors*, by k-means on the sphere."""
    found = vectors[np.random.default_rng(0).choice(len(vectors), CENTRES, replace=False)].copy()
    for _ in range(ROUNDS):
        nearest = (vectors @ found.T).argmax(1)
        for n in range(CENTRES):
            whole = vectors[nearest == n].sum(0)
            found[n] = whole / np.linalg.norm(whole) if whole.any() else found[n]
    return found


if __name__ == "__main__":
    main()
