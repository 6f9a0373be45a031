"""How good the extractive TL;DR is, beside the abstract's first sentence and the bare title.

    python -m bench.tldr [scitldr-dev.jsonl]

Needs the `bench` extra (rouge-score) and a file of rows with title, abstract and refs. Without an argument it takes
`../shared/eval/scitldr-dev.jsonl`. ROUGE is F1 with stemming against the best of a paper's human summaries. ROUGE
rewards a copied title, so the table also shows what it hides: how many lines break the contract, how long they are,
how like the title (ROUGE-1 F1), and how many are the title.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from bot.tldr.contract import faults
from bot.tldr.extract import extractive_tldr
from retrieval.identity import title_key
from retrieval.text.clean import clean_line
from retrieval.text.sentences import sentences
from retrieval.types import Paper

DEV = Path(__file__).resolve().parents[2] / "shared" / "eval" / "scitldr-dev.jsonl"
METRICS = ("rouge1", "rouge2", "rougeL")


def main(path: Path) -> None:
    """Prints the table."""
    if not path.is_file():
        sys.exit(f"{path} is not here. Give the path of a JSONL file with title, abstract and refs in each row.")
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    papers = [Paper("", clean_line(row["title"]), clean_line(row["abstract"])) for row in rows]
    references = [row["refs"] for row in rows]
    began = time.perf_counter()
    ours = [extractive_tldr(p.title, p.abstract) for p in papers]
    milliseconds = 1000 * (time.perf_counter() - began) / len(papers)
    print(f"{len(papers)} papers, {milliseconds:.1f} ms a line")
    print(f"{'':16}{'R-1':>7}{'R-2':>7}{'R-L':>7}{'faulty':>9}{'words':>7}{'like title':>12}{'is title':>10}")
    show("first sentence", [sentences(p.abstract)[0] for p in papers], papers, references)
    show("title", [p.title for p in papers], papers, references)
    show("extractive", ours, papers, references)


def show(name: str, lines: list[str], papers: list[Paper], references: list[list[str]]) -> None:
    """Prints one row: means over the papers, shares in percent."""
    scorer = RougeScorer(METRICS, use_stemmer=True)
    scores = [[scorer.score(ref, line) for ref in refs] for line, refs in zip(lines, references, strict=True)]
    rouge = [mean([max(s[metric].fmeasure for s in paper) for paper in scores]) for metric in METRICS]
    pairs = list(zip(lines, papers, strict=True))
    faulty = mean([bool(faults(line, paper)) for line, paper in pairs])
    words = mean([len(line.split()) for line in lines])
    like = mean([scorer.score(paper.title, line)["rouge1"].fmeasure for line, paper in pairs])
    same = mean([title_key(line) == title_key(paper.title) for line, paper in pairs])
    print(
        f"{name:16}" + "".join(f"{100 * score:7.1f}" for score in rouge),
        f"{100 * faulty:7.1f}%{words:7.1f}{100 * like:12.1f}{100 * same:9.1f}%",
    )


def mean(values: list[float] | list[int] | list[bool]) -> float:
    """Their arithmetic mean."""
    return sum(values) / len(values)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEV)
