"""`broadsheet eval retrieval`: a judged collection through our own search, measured by somebody else's library."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, three_papers

from bot.evaluate.files import read_judgements, read_queries, read_rows
from bot.evaluate.retrieval import score
from retrieval.errors import UsageError

Invoke = Callable[..., Run]
QUERIES = {"q1": "gyroscope", "q2": "do longer ropes hold better", "q3": "maps of rivers", "q4": "never judged"}
QRELS = "query-id\tcorpus-id\tscore\nq1\td0\t1\nq2\td1\t2\nq3\td2\t1\nq3\tlost\t1\n"


@pytest.fixture
def collection(tmp_path: Path) -> list[str]:
    """Three documents, four queries and their judgements, as options."""
    documents = [{"_id": f"d{i}", "title": p.title, "text": p.abstract} for i, p in enumerate(three_papers())]
    files = {
        "corpus": "".join(json.dumps(row) + "\n" for row in documents),
        "queries": "".join(json.dumps({"_id": q, "text": text}) + "\n" for q, text in QUERIES.items()),
        "qrels": QRELS,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return [part for name in files for part in (f"--{name}", str(tmp_path / name))]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_a_collection_is_measured(run: Invoke, collection: list[str], mode: str) -> None:
    """Every judged query gets its figures, with intervals; the document that is not there counts as not found."""
    told = run("eval", "retrieval", *collection, "--mode", mode, "--json").json
    assert set(told["queries"]) == {"q1", "q2", "q3"}
    assert told["queries"]["q2"]["nDCG@10"] == told["queries"]["q2"]["MRR@10"] == 1.0
    assert told["queries"]["q3"]["recall@100"] == 0.5
    assert told["figures"]["recall@100"]["mean"] == pytest.approx(2.5 / 3)
    assert told["figures"]["recall@100"]["low"] <= told["figures"]["recall@100"]["mean"]
    assert told["configuration"]["mode"] == mode
    assert "1 relevant documents are not in the corpus" in told["notes"][0]


def test_a_run_is_written_and_shown(run: Invoke, collection: list[str], tmp_path: Path) -> None:
    """The table goes to the terminal, everything else into one JSON file that says what was measured with what."""
    shown = run("eval", "retrieval", *collection, "--out", "run.json")
    written = json.loads((tmp_path / "run.json").read_text())
    assert "nDCG@10" in shown.out
    assert "run.json" in shown.out
    assert len(written["data"]["corpus"]["sha256"]) == 64
    assert written["versions"]["ir-measures"]
    run("eval", "retrieval", *collection)
    run("eval", "retrieval", *collection)
    assert len(list(tmp_path.glob("eval-retrieval-*.json"))) == 2


def test_one_s_own_archive_is_left_alone(run: Invoke, collection: list[str], jsonl: Path, tmp_path: Path) -> None:
    """The measured papers live in an archive of their own, which is gone afterwards."""
    run("ingest", str(jsonl))
    before = run("papers", "--json").json
    run("eval", "retrieval", *collection)
    assert run("papers", "--json").json == before


def test_an_archive_can_be_kept(run: Invoke, collection: list[str], tmp_path: Path) -> None:
    """With --keep the next run embeds nothing, gives the same figures, and another corpus is refused."""
    kept = [*collection, "--keep", str(tmp_path / "kept"), "--json"]
    first, second = (run("eval", "retrieval", *kept).json["figures"] for _ in range(2))
    assert first["nDCG@10"] == second["nDCG@10"]
    with Path(collection[1]).open("a") as corpus:
        corpus.write(json.dumps({"_id": "d9", "title": "One more", "text": "A paper more."}) + "\n")
    refused = run("eval", "retrieval", *kept)
    assert refused.code == 2
    assert "another" in refused.json["hint"] or "empty folder" in refused.json["hint"]


def test_the_figures_are_trec_eval_s() -> None:
    """Known values: the second of two relevant documents at rank 3, and a query that found nothing."""
    values = score({"a": ["x", "y", "z"], "b": []}, {"a": {"x": 1, "z": 1}, "b": {"x": 1}})
    assert values["a"]["nDCG@10"] == pytest.approx((1 + 0.5) / (1 + 0.6309298), abs=1e-6)
    assert values["a"]["recall@5"] == values["a"]["MRR@10"] == 1.0
    assert set(values["b"].values()) == {0.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"_id": "a", "text": "x"}\n{"_id": "b", "te', "line 2 is not JSON"),
        ('{"_id": "a", "text": "x"}\n\n[1]', "line 3 is not a JSON object"),
        ('{"_id": "a", "text": "x"}\n{"_id": "a", "text": "y"}', "line 2 repeats the id a"),
        ('{"_id": "a"}', "line 1 has no text"),
        ("", "empty"),
        (b'{"_id": "a", "text": "x"}\n{"_id": "b", "text": "\xff"}', "line 2 is not UTF-8"),
    ],
)
def test_damaged_queries_are_told_by_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A cut-off or garbled file is never measured on what is left of it."""
    path = tmp_path / "queries.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as caught:
        read_queries(path)
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q\td\t1\nq\td", "line 2 is not a judgement"),
        ("q\td\tmany", "line 1 is not a judgement"),
        ("q d 1", "line 1 is not a judgement"),
        ("query-id\tcorpus-id\tscore\nq\td\t0\n", "judges nothing as relevant"),
    ],
)
def test_damaged_judgements_are_told_by_line(tmp_path: Path, text: str, said: str) -> None:
    """Judgements are three columns with tabs, and some must be relevant."""
    path = tmp_path / "qrels.tsv"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_judgements(path)


def test_a_missing_file_is_told(run: Invoke, collection: list[str], tmp_path: Path) -> None:
    """A wrong path, or files that do not belong together, are the user's to mend: exit code 2."""
    gone = run("eval", "retrieval", *collection[:4], "--qrels", "gone.tsv")
    assert (gone.code, "gone.tsv" in gone.err) == (2, True)
    (tmp_path / "other.tsv").write_text("someone\td0\t1\n")
    assert "belong together" in run("eval", "retrieval", *collection[:4], "--qrels", "other.tsv").err
    with pytest.raises(UsageError):
        read_rows(tmp_path)
    assert run("eval", "retrieval", *collection, "--mode", "magic").code == 2


def test_a_missing_library_is_told_before_a_corpus_is_embedded(
    run: Invoke, collection: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library that measures I am told what to install at once, not after an hour of embedding."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)  # as where it is not installed
    told = run("eval", "retrieval", *collection, "--keep", str(tmp_path / "kept"), "--json")
    assert told.code == 2
    assert "ir-measures, which is not installed" in told.json["error"]
    assert not (tmp_path / "kept").exists()
