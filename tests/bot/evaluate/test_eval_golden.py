"""`broadsheet eval golden`: a set made from one's own papers, then two configurations on it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import Run, paper

from bot.evaluate.golden import copied
from bot.evaluate.wording import Wording
from bot.render.documents import paper_document
from retrieval.embed import HashingEmbedder

Invoke = Callable[..., Run]
ABSTRACTS = [
    ("Sails", "We propose a woven canvas whose fibres stretch under gusts, and measure speed, drag and wear at sea."),
    ("Keels", "A hollow keel filled with brine lowers drag; tanks and towing tests measure balance, speed and cost."),
    (
        "Lamps",
        "Harbour lamps with mirrors reach further through fog; sailors judged glare, colour and distance at sea.",
    ),
]


@pytest.fixture
def archive(run: Invoke, tmp_path: Path) -> None:
    """Three papers in the user's archive."""
    rows = [paper_document(paper(f"A Study of {title}", abstract)) for title, abstract in ABSTRACTS]
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("ingest", "papers.jsonl")


@pytest.mark.usefixtures("archive")
def test_a_set_is_made_once_and_measured(run: Invoke) -> None:
    """The first run writes the questions and measures; each names its paper; the same archive gives the same set."""
    told = run("eval", "golden", "--n", "2", "--json").json
    made = [json.loads(line) for line in Path("golden.jsonl").read_text().splitlines()]
    assert len(made) == len(told["queries"]) == 2
    assert {row["made_by"] for row in made} == {"extractive"}
    assert told["figures"]["recall@5"]["mean"] == 1.0
    run("eval", "golden", "--n", "2", "--set", "again.jsonl")
    assert Path("again.jsonl").read_text() == Path("golden.jsonl").read_text()


@pytest.mark.usefixtures("archive")
def test_no_question_copies_its_paper(run: Invoke) -> None:
    """No two words stand side by side in a question as they do in the abstract, and none is the title's."""
    run("eval", "golden", "--n", "3")
    for line in Path("golden.jsonl").read_text().splitlines():
        question = json.loads(line)["question"]
        words = re.findall(r"\w+", question.removeprefix("Which paper deals with").lower())
        assert not any(copied(question, abstract) for _, abstract in ABSTRACTS)
        assert not {"sails", "keels", "lamps", "study"} & set(words)
        assert not any(f"{a} {b}" in abstract.lower() for a, b in pairwise(words) for _, abstract in ABSTRACTS)


@pytest.mark.usefixtures("archive")
def test_the_second_run_compares(run: Invoke) -> None:
    """On the saved set two configurations are compared, another embedder among them, and both runs are kept."""
    run("eval", "golden", "--n", "3")
    told = run("eval", "golden", "--first", "lexical", "--second", "hybrid@hashing", "--json").json
    assert told["kind"] == "comparison"
    assert told["first"]["configuration"]["mode"] == "lexical"
    assert told["second"]["configuration"]["embedder"] == HashingEmbedder.name
    assert told["metrics"]["nDCG@10"]["n"] == 3
    shown = run("eval", "golden")
    assert "no more than noise" in shown.out
    assert run("eval", "golden", "--second", "magic").code == 2


@pytest.mark.usefixtures("archive")
def test_a_model_may_write_but_not_copy(run: Invoke, tmp_path: Path) -> None:
    """A model's question is taken; one that repeats the abstract gives way to the extractive one."""
    good = {"reply": "What makes lights easier to see in mist?"}
    copy = {"reply": f"{ABSTRACTS[0][1][:60]}?"}
    (tmp_path / "script.json").write_text(json.dumps([good, good, good]))
    run("eval", "golden", "--n", "3", "--model", "scripted:script.json")
    (tmp_path / "script.json").write_text(json.dumps([copy] * 3))
    run("eval", "golden", "--n", "3", "--model", "scripted:script.json", "--set", "other.jsonl")
    made = [
        [json.loads(line)["made_by"] for line in Path(f).read_text().splitlines()]
        for f in ("golden.jsonl", "other.jsonl")
    ]
    assert all(name.startswith("scripted") for name in made[0])
    assert "extractive" in made[1]


def test_an_empty_archive_has_no_golden_set(run: Invoke) -> None:
    """Nothing to ask about is told, and no file is left behind."""
    told = run("eval", "golden")
    assert (told.code, Path("golden.jsonl").exists()) == (2, False)


def test_another_word_is_a_near_one_the_paper_lacks() -> None:
    """The nearest word of the archive that is no form of the same word and does not stand in the paper."""

    class Compass(HashingEmbedder):
        """Words at angles."""

        def embed(self, texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
            angles = {"fast": 0.0, "faster": 0.1, "quick": 0.2, "rapid": 0.3, "blue": 2.0}
            at = [angles[text] for text in texts]
            return np.array([np.cos(at), np.sin(at)], dtype=np.float32).T

    wording = Wording([paper("T", " ".join(["faster", "quick", "rapid", "blue"]))], Compass())
    assert wording.other("fast", "nothing of the kind") == "quick"
    assert wording.other("fast", "a quick boat") == "rapid"
    assert wording.other("fast", "a quick and rapid boat") is None
