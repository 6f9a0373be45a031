"""How well questions are told that the archive cannot answer: precision and recall of refusal, at several thresholds.

    .venv/bin/python -m bench.refusal [folder for the archives, default .bench]

Needs `../shared/eval` and `../shared/pages`. Three sets: abstain-dev over 4,000 papers; the near-domain case, every
question of litsearch-dev with the papers that answer it and without them; and short questions in our own words over
the two pages. The shipped weights were fitted on these very sets: `bench/fit_refusal.py` prints what they do on
questions they have not seen. The last column asks the extractive model too, as `ask` does, and counts the questions
that were let through and then not answered.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.fit_refusal import auroc
from bench.refusal_cases import ROOT, Case, abstain, near_domain, plain, stands
from bot.answer.sufficiency import DEFAULT_THRESHOLD, sufficiency
from bot.models.extractive import best_sentences
from bot.types import Evidence

THRESHOLDS = (0.2, 0.3, 0.4, DEFAULT_THRESHOLD, 0.6, 0.7)
SHOWN = 8  # papers an answer is made from
FOLDS = 5


def report(cases: Sequence[Case]) -> None:
    """Print the table of one set."""
    scores = np.array([sufficiency(case.question, case.found).score for case in cases])
    answerable = np.array([case.answerable for case in cases])
    silent = np.array([not _speaks(case) for case in cases])
    area = auroc(scores[answerable], scores[~answerable])
    print(f"\n{cases[0].group}: {answerable.sum()} answerable, {(~answerable).sum()} not, AUROC {area:.3f}")
    print("threshold  refused wrongly  answered wrongly  precision  recall  balanced  let through, silent")
    for threshold in THRESHOLDS:
        refused = scores < threshold
        wrongly, missed = np.mean(refused[answerable]), np.mean(~refused[~answerable])
        precision = np.mean(~answerable[refused]) if refused.any() else float("nan")
        print(
            f"{threshold:9.1f}  {wrongly:15.1%}  {missed:16.1%}  {precision:9.3f}  {1 - missed:6.3f}"
            f"  {1 - (wrongly + missed) / 2:8.3f}  {np.sum(silent & ~refused):19}"
        )


def reliability(cases: Sequence[Case]) -> None:
    """Print how well a probability made of the score holds: Brier score, and by fifths what was said and what came.

    The score is scaled by a logistic of its log-odds (Platt 1999), fitted on four folds and read on the fifth.
    """
    scores = np.array([sufficiency(case.question, case.found).score for case in cases])
    answerable = np.array([case.answerable for case in cases], dtype=float)
    odds = np.log(scores.clip(1e-6, 1 - 1e-6) / (1 - scores).clip(1e-6, 1))
    folds = np.random.default_rng(0).permutation(len(cases)) % FOLDS
    said = np.empty(len(cases))
    for fold in range(FOLDS):
        inside = folds == fold
        slope, bias = _platt(odds[~inside], answerable[~inside])
        said[inside] = 1 / (1 + np.exp(-(slope * odds[inside] + bias)))
    plain, base = np.mean((scores - answerable) ** 2), np.mean((answerable.mean() - answerable) ** 2)
    print(
        f"Brier score: {np.mean((said - answerable) ** 2):.3f} scaled, {plain:.3f} as it is, "
        f"{base:.3f} for the base rate"
    )
    for part in np.array_split(np.argsort(said), 5):
        print(f"said {said[part].mean():.2f}, answerable {answerable[part].mean():.2f} of {len(part)}")


def _platt(odds: NDArray[np.float64], answerable: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and bias of the logistic, by Newton's steps."""
    inputs, weights = np.stack([odds, np.ones_like(odds)], axis=1), np.zeros(2)
    for _ in range(25):
        said = 1 / (1 + np.exp(-inputs @ weights))
        curve = inputs.T @ (inputs * (said * (1 - said))[:, None]) + 1e-6 * np.eye(2)
        weights += np.linalg.solve(curve, inputs.T @ (answerable - said))
    return float(weights[0]), float(weights[1])


def _speaks(case: Case) -> bool:
    papers = [candidate.paper for candidate in case.found.candidates[:SHOWN]]
    evidence = [Evidence(n, paper, paper.abstract) for n, paper in enumerate(papers, start=1)]
    return bool(best_sentences(case.question, evidence))


def main() -> None:
    """All three tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".bench"
    with tempfile.TemporaryDirectory() as work:
        made = stands(folder, Path(work))
        report(list(abstain(made["daily"])))
        near = list(near_domain(made["litsearch"]))
        report(near)
        reliability(near)
        report(list(plain(made["pages"])))


if __name__ == "__main__":
    main()
