"""How many cells of a comparison are right: papers graded by hand before a table of them was looked at.

    .venv/bin/python -m bench.compare [--wrong]

`bench/compare_at_hand.tsv` names the statements of each abstract (from 0) that would do for a column; "-" stands where
the abstract does not say, or need not be said to. So do the files beside it; what was mended after the outcome of which
is told in `bench/README.md`. --wrong lists the cells that are not right.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from bot.compare import compare
from bot.compare.columns import USUAL
from bot.render.typeset import typeset
from retrieval.sources import jsonl
from retrieval.text.statements import statements
from retrieval.types import Paper

HERE = Path(__file__).resolve().parent
PAPERS = HERE.parents[1] / "shared" / "eval" / "daily-papers.jsonl"
GRADES = ("right", "wrong sentence", "beside the point", "rightly not said", "missed")


def main() -> None:
    """For each file a row a column, and all of them."""
    if not PAPERS.is_file():
        sys.exit("usage: python -m bench.compare, with ../shared/eval beside the project")
    for name in ("compare_at_hand.tsv", "compare_unseen.tsv", "compare_third.tsv", "compare_fourth.tsv"):
        told(HERE / name)


def told(grades: Path) -> None:
    """The table for the papers of one file."""
    with grades.open(encoding="utf-8") as file:
        graded = {row["paper"]: row for row in csv.DictReader(file, delimiter="\t")}
    found = jsonl.parse(PAPERS.read_text(encoding="utf-8"), PAPERS.name)
    papers = [paper for paper in found if isinstance(paper, Paper) and paper.arxiv_id in graded]
    counts: dict[str, Counter[str]] = {column: Counter() for column in USUAL}
    for row in (row for at in range(0, len(papers), 10) for row in compare(papers[at : at + 10]).rows):
        for column, cell in zip(USUAL, row.cells, strict=True):
            right = set(graded[str(row.paper.arxiv_id)][column].split())
            grade = graded_as(row.paper, cell, right)
            counts[column][grade] += 1
            if "--wrong" in sys.argv and grade in ("wrong sentence", "beside the point", "missed"):
                print(f"{row.paper.arxiv_id} {column}: {grade}, {' '.join(sorted(right))} would do: {cell}")
    print(f"\n{grades.name}, {len(papers)} papers\n\n| column | {' | '.join(GRADES)} |\n|---|{'---:|' * len(GRADES)}")
    for name, row_counts in (*counts.items(), ("all", sum(counts.values(), Counter()))):
        print(f"| {name} | {' | '.join(str(row_counts[grade]) for grade in GRADES)} |")


def graded_as(paper: Paper, cell: str | None, right: set[str]) -> str:
    """Which of `GRADES` *cell* gets: *beside the point* is a quote where nothing is said."""
    if cell is None:
        return "rightly not said" if "-" in right else "missed"
    told = [_plain(text) for text in statements(paper.abstract)]
    place = next((n for n, text in enumerate(told) if text == _plain(cell)), -1)
    return "right" if str(place) in right else "beside the point" if right == {"-"} else "wrong sentence"


def _plain(text: str) -> str:
    return " ".join(typeset(text).split())


if __name__ == "__main__":
    main()
