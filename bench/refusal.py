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

from bench.fit_refusal import auroc
from bench.refusal_cases import ROOT, Case, abstain, near_domain, plain, stands
from bot.answer.sufficiency import DEFAULT_THRESHOLD, sufficiency
from bot.models.extractive import best_sentences
from bot.types import Evidence

THRESHOLDS = (0.2, 0.3, 0.4, DEFAULT_THRESHOLD, 0.6, 0.7)
SHOWN = 8  # papers an answer is made from


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
        report(list(near_domain(made["litsearch"])))
        report(list(plain(made["pages"])))


if __name__ == "__main__":
    main()
