"""Fits the weights of `retrieval.text.meaning`, for sentences whose words leave it in doubt, and writes `meaning.json`.

`python -m bench.fit_meaning`, after `bench.fit_kinship`, on the same real sentences and planted ones as that, with the
vectors of the default embedder. Which way planted sentences lie is Fisher's discriminant of both; each sentence is
weighed by one that was found without it. Printed: the share that passes in five folds with no planted sentence on both
sides. Needs ../shared, and some minutes.
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
from retrieval.text.meaning import nearness, packed

WEIGHT = 0.3  # of all planted sentences, beside all real ones in doubt
CENTRES, ROUNDS, LEARNT = 16, 10, 12_000  # of the field's sentences, and how many they are learnt from
STRICT = 2_000  # real sentences beside one that is kept out: on unseen papers it is more
SHRUNK = 1.0  # of the mean variance, added to each
BLOCK = 50  # sentences in doubt that stay together in a fold, as neighbours are of one paper


def main() -> None:
    """Embed, fit, write."""
    embedder, papers = Remembering(default_embedder()), abstracts()[1::4]
    real = list(real_sentences(papers, embedder.embed))
    doubted = [(around, n) for around, n in real if around.doubted(n)]
    centres = middles(np.concatenate([around.vectors for around, _ in doubted])[:LEARNT])
    payloads = in_latin(p for part in PARTS for p in planted(part))
    hosts = [p for p in papers if len(p[1].split()) > 60][: len(payloads) * 4]
    strangers = [(around, 1) for around in hosted(payloads, hosts, random.Random(5), embedder.embed)]
    told = np.array([around.doubted(1) for around, _ in strangers])
    odd = [pair for pair, it in zip(strangers, told, strict=True) if it]
    group = np.repeat(np.arange(len(payloads)), HOSTS)[told]
    own, others = vectors(doubted), vectors(odd)
    blocks = np.arange(len(own)) // BLOCK % FOLDS
    ways = [directed(own[blocks != k], others[group % FOLDS != k]) for k in range(FOLDS)]
    names, rows = values(doubted, centres, [ways[k] for k in blocks])
    _, strange = values(odd, centres, [ways[k] for k in group % FOLDS])
    one_in = STRICT * len(rows) / len(real)  # of those in doubt, so that it is one in so many of all
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
    known = {"centres": packed(centres), "direction": packed(directed(own, others)[None])[0]}
    found = {"weights": weights | {"stranger": round(threshold, 3)}, **known}
    (FOLDER / "meaning.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def vectors(found: Sequence[tuple[Around, int]]) -> Vectors:
    """The vector of each text of *found*, but for what it repeats of those around it."""
    return np.stack([own for around, n in found if (own := around.own_vector(n)) is not None])


def directed(real: Vectors, strange: Vectors) -> Vectors:
    """The unit vector along which *strange* differ most from *real*, by how much these differ among themselves."""
    spread = np.cov(real.T)
    spread += SHRUNK * np.trace(spread) / len(spread) * np.eye(len(spread))
    found: Vectors = np.linalg.solve(spread, strange.mean(axis=0) - real.mean(axis=0))
    return found / np.linalg.norm(found)


def values(
    found: Sequence[tuple[Around, int]], centres: Vectors, ways: Sequence[Vectors]
) -> tuple[tuple[str, ...], Floats]:
    """Names, and a row for each text of *found*, each with its own direction of planted sentences."""
    own = vectors(found)
    rows = [
        around.values(n) | nearness(mine, around.vectors, n, centres, way)
        for (around, n), mine, way in zip(found, own, ways, strict=True)
        if around.vectors is not None
    ]
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
