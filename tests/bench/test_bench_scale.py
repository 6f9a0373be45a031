"""The benchmarks' own parts: made-up archives are like real ones, and the README shows what was measured."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from conftest import SHARED

from bench import generated, tables
from bench.peers.endpoint import scripted
from bench.peers.serving import papers_of
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore

SUBJECTS = zip("depth width age".split() * 4, "deep wide old".split() * 4, "abcdefghijkl", strict=True)
TEXTS = [
    f"The {a} of a {b} network depends on its {c}. We measure {a} and {c} on {n} tasks of the {b} kind, and find that "
    f"the {c} matters more than anybody thought when the network is {a}."
    for n, (a, b, c) in enumerate(SUBJECTS)
]


def made(count: int, texts: list[str]) -> list[str]:
    """The abstracts of *count* generated papers."""
    return [paper.abstract for paper, _ in generated.papers(count, generated.Statistics.of(texts))]


def test_no_two_generated_papers_are_equal() -> None:
    """An archive made for measuring has as many papers as I asked for: none merges into another."""
    papers = [paper for paper, _ in generated.papers(500, generated.Statistics.of(TEXTS))]
    assert len({p.abstract for p in papers}) == len({p.title for p in papers}) == len({p.id for p in papers}) == 500


def test_a_week_holds_as_many_papers_whatever_the_archive() -> None:
    """What a week costs can be compared between archives: the same number of papers is listed each day."""
    days = Counter(paper.listed_on for paper, _ in generated.papers(1_000, generated.Statistics.of(TEXTS)))
    assert set(days.values()) == {generated.PER_DAY}
    assert max(days) == generated.LAST_DAY


def test_generated_vectors_are_distinct_and_near_their_kin(tmp_path: Path) -> None:
    """A graph index is not measured on copies: passages of one paper are near, not equal, others further."""
    database = Database(tmp_path / "archive.db")
    generated.fill(database, 300, generated.Statistics.of([f"{text} {text} {text}" for text in TEXTS]), "made-up")
    store = VectorStore(database)
    generation = store.serving()
    assert generation is not None
    assert store.pending(generation) == 0
    _, matrix = store.read(generation)
    cosines = matrix @ matrix.T
    np.fill_diagonal(cosines, 0)
    assert cosines.max() < 0.95
    database.close()


def test_generated_text_has_the_statistics_of_real_abstracts() -> None:
    """What full text costs here is what it costs there: lengths, and how common the common words are."""
    file = SHARED / "eval" / "litsearch-dev-corpus.jsonl"
    if not file.is_file():
        pytest.skip("../shared is not here: no real abstracts to compare with")
    real = [json.loads(line)["abstract"] for line in file.read_text("utf-8").splitlines()[:3_000]]
    copied = made(3_000, real)
    assert np.mean([len(text) for text in copied]) == pytest.approx(np.mean([len(text) for text in real]), rel=0.05)
    assert _common(copied) == pytest.approx(_common(real), rel=0.05)
    assert _vocabulary(copied) == pytest.approx(_vocabulary(real), rel=0.3)


def _vocabulary(texts: list[str]) -> int:
    return len({word for text in texts for word in text.split()})


def _common(texts: list[str]) -> float:
    """The share of all words that are one of the hundred commonest."""
    counts = Counter(word for text in texts for word in text.split())
    return sum(count for _, count in counts.most_common(100)) / counts.total()


def test_the_readme_shows_what_was_measured_last() -> None:
    """The tables and plots I read are those of the results beside them."""
    for path, text in tables.generated().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: python -m bench.tables"


def test_what_is_behind_is_said_first() -> None:
    """A figure where another does better is named, with the factor; one where Broadsheet leads is not."""
    ours, other, floor = {"disk MB": 30.0, "recall@5": 0.7}, {"disk MB": 10.0, "recall@5": 0.6}, {"recall@5": 0.71}
    told = tables.behind({"broadsheet": ours, "other": other, "floor": floor})
    assert told == "**Broadsheet is behind in** disk (other 3×); recall@5 (floor slightly)."


def test_growth_is_the_slope_between_the_logarithms() -> None:
    """A figure that doubles with the archive grows as n to the 1, one that stays as n to the 0."""
    assert tables.exponent([10, 100, 1_000], [3, 30, 300]) == pytest.approx(1)
    assert tables.exponent([10, 100, 1_000], [5, 5, 5]) == pytest.approx(0)


def test_passages_found_count_once_a_paper() -> None:
    """A peer that finds two passages of a paper is not marked down for naming it twice."""
    assert papers_of(["a:1#0", "b#1", "a:1#1", "c#0"], 2) == ["a:1", "b"]


@pytest.mark.parametrize("streamed", [True, False])
def test_the_scripted_model_quotes_the_first_source(streamed: bool) -> None:
    """Broadsheet's answers in the benchmark pass its own gate: the quote is copied from the prompt."""
    source = "[1] A title\nForty characters of an abstract and then some more words."
    said = 'Answer {"claims": []}\n' + source
    with scripted() as model:
        body = json.dumps({"messages": [{"role": "user", "content": said}], "stream": streamed}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{model.url}/chat/completions", body)) as answer:
            text = answer.read().decode()
    assert "Forty characters of an abstract and then" in text
    assert model.calls == 1
