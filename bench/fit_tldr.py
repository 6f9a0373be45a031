"""Fits the weights of the extractive TL;DR on human one-line summaries and writes `bot/tldr/weights.json`.

    python bench/fit_tldr.py [scitldr-train.jsonl]

Needs the `bench` extra (rouge-score) and a file of rows with title, abstract and refs. Without an argument it takes
`../shared/eval/scitldr-train.jsonl`. The same rows give the same file.

1. Is a word of the paper in the human summary? A ridge-penalised logistic model, fitted by Newton's method.
2. What is the ROUGE-1 F1 of a line? Ridge regression, on likelihoods from models that did not see the paper.

Printed is the mean ROUGE-1 F1 of the lines chosen, by cross-validation over papers.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.tokenizers import DefaultTokenizer

from bot.tldr.candidates import Candidate, candidates
from bot.tldr.extract import likelihoods, line_features, stems, word_features
from bot.tldr.voice import told_line
from retrieval.text.statements import statements

ROOT = Path(__file__).resolve().parents[1]
TRAIN = ROOT.parent / "shared" / "eval" / "scitldr-train.jsonl"
WEIGHTS = ROOT / "bot" / "tldr" / "weights.json"
FOLDS = 5
STEMS = 150  # the most common stems have a weight of their own; more do not help
WORD_PENALTY = 10.0
LINE_PENALTY = 10.0

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """One paper: the features of its words, which of them the summary has, its lines and their ROUGE-1 F1."""

    title: str
    words: dict[str, dict[str, float]]
    shared: frozenset[str]
    lines: tuple[Candidate, ...]
    f1: tuple[float, ...]


def main(path: Path) -> None:
    """Fits, prints the cross-validated score and writes the weights."""
    if not path.is_file():
        sys.exit(f"{path} is not here. Give the path of a JSONL file with title, abstract and refs in each row.")
    with path.open(encoding="utf-8") as lines:
        examples = [example(json.loads(line)) for line in lines]
    folds = [fit_words([e for n, e in enumerate(examples) if n % FOLDS != k]) for k in range(FOLDS)]
    rows = [line_rows(e, folds[n % FOLDS]) for n, e in enumerate(examples)]
    chosen = [choose(examples, rows, k) for k in range(FOLDS)]
    print(f"ROUGE-1 F1 on unseen papers: {100 * np.mean(np.concatenate(chosen)):.2f} ({len(examples)} papers)")
    weights = fit_words(examples) | {"line": fit_lines(examples, rows)}
    WEIGHTS.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def example(row: dict[str, Any]) -> Example:
    """A row of the data as the models see it; of several summaries the first."""
    title, summary = row["title"], Counter(tokens(row["refs"][0]))
    told = statements(row["abstract"])
    forms = re.findall(r"[^\W_]+", f"{title} {' '.join(told)}")
    shared = frozenset(stem for form in forms if summary.keys() & set(tokens(form)) for stem in stems(form))
    lines = tuple(candidates(told))
    return Example(
        title,
        word_features(title, told),
        shared,
        lines,
        tuple(rouge1(told_line(c.text, title), summary) for c in lines),
    )


def rouge1(line: str, summary: Counter[str]) -> float:
    """ROUGE-1 F1 with stemming."""
    ours = Counter(tokens(line))
    return 2 * (ours & summary).total() / max(ours.total() + summary.total(), 1)


def tokens(text: str) -> list[str]:
    """Words as rouge-score stems them."""
    return [token for word in re.findall(r"[^\W_]+", text.lower()) for token in _stemmed(word)]


@cache
def _stemmed(word: str) -> tuple[str, ...]:
    return tuple(_tokenizer().tokenize(word))


@cache
def _tokenizer() -> DefaultTokenizer:
    return DefaultTokenizer(use_stemmer=True)


def fit_words(examples: list[Example]) -> Weights:
    """The word model: a weight a feature, and one for each of the most common stems."""
    common = [s for s, _ in Counter(s for e in examples for s in sorted(e.words)).most_common(STEMS)]
    place = {stem: n for n, stem in enumerate(common)}
    names = list(next(iter(examples[0].words.values())))
    pairs = [(stem, f, stem in e.shared) for e in examples for stem, f in e.words.items()]
    x = np.zeros((len(pairs), len(names) + len(common)))
    for n, (stem, features, _) in enumerate(pairs):
        x[n, : len(names)] = list(features.values())
        if stem in place:
            x[n, len(names) + place[stem]] = 1
    w = logistic(x, np.array([shared for *_, shared in pairs], dtype=float))
    return {"word": rounded(names, w), "stem": rounded(common, w[len(names) :])}


def logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge-penalised logistic regression by Newton's method; the penalty is on standardised features."""
    penalty = WORD_PENALTY * np.maximum(x.var(axis=0), 1e-3)
    w = np.zeros(x.shape[1])
    for _ in range(8):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        w += np.linalg.solve(hessian, x.T @ (y - p) - penalty * w)
    return w


def line_rows(e: Example, weights: Weights) -> list[dict[str, float]]:
    """The features of each line of one paper."""
    likely = likelihoods(e.words, weights)
    return [line_features(c.text, e.title, likely) for c in e.lines]


def fit_lines(examples: list[Example], rows: list[list[dict[str, float]]]) -> dict[str, float]:
    """The line model, by ridge regression on standardised features."""
    names = list(next(f for fs in rows for f in fs))
    x = np.array([list(f.values()) for fs in rows for f in fs])
    y = np.array([f1 for e in examples for f1 in e.f1])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / scale
    w = np.linalg.solve(z.T @ z + LINE_PENALTY * np.eye(len(names)), z.T @ (y - y.mean()))
    return rounded(names, w / scale)


def choose(examples: list[Example], rows: list[list[dict[str, float]]], fold: int) -> list[float]:
    """The ROUGE-1 F1 of the line chosen for each paper of *fold*, by a model fitted without them."""
    seen = [n for n in range(len(examples)) if n % FOLDS != fold]
    weights = fit_lines([examples[n] for n in seen], [rows[n] for n in seen])
    scores = []
    for e, features in ((examples[n], rows[n]) for n in range(fold, len(examples), FOLDS)):
        ranks = [
            (c.contributes, sum(weights[k] * v for k, v in f.items())) for c, f in zip(e.lines, features, strict=True)
        ]
        scores.append(e.f1[ranks.index(max(ranks))] if ranks else 0.0)
    return scores


def rounded(names: list[str], w: np.ndarray) -> dict[str, float]:
    """Names to weights of four digits."""
    return {name: round(float(v), 4) for name, v in zip(names, w, strict=False)}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TRAIN)
