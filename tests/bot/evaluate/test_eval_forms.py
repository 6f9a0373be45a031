"""`broadsheet eval forms`: everyday questions made from one's own papers, and how many get a useful answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import BRAVE, CALM, DELTA, Run, paper

from bot.evaluate.form_checks import mostly, only
from bot.evaluate.form_shelf import Shelf
from bot.render.documents import paper_document
from bot.types import Answer, Citation, Claim, Usage
from retrieval.types import Paper

Invoke = Callable[..., Run]
PAPERS = [
    paper("KelpNet: Compass Networks for Boats", BRAVE, listed_on=date(2026, 11, 2), published=date(2026, 11, 1),
          arxiv_id="2611.00001", upvotes=5, comments=2, authors=("Ada Lovelace", "Grace Hopper"), author_count=2,
          organization="Harbour Lab", code_url="https://github.com/example/kelpnet", keywords=("compass network",)),
    paper("RopeSpec: Ropes and Harbours", CALM, listed_on=date(2026, 11, 10), published=date(2026, 11, 8),
          arxiv_id="2611.00002", upvotes=9, comments=1, authors=("Emmy Noether",), author_count=1,
          organization="Harbour Lab", keywords=("longer ropes", "mooring")),
    paper("Bed Drift: Where Deltas Go", DELTA, published=date(2024, 3, 5), arxiv_id="2403.00003",
          organization="River Group", keywords=("river maps",)),
]  # fmt: skip


@pytest.fixture
def archive(run: Invoke, tmp_path: Path) -> None:
    """Three papers with names, keywords and people in the user's archive."""
    (tmp_path / "three.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in PAPERS))
    run("ingest", "three.jsonl")


@pytest.mark.usefixtures("archive")
def test_every_form_is_asked_and_counted(run: Invoke) -> None:
    """A row a form, whose useful, wrong and refused add up to all that was asked; the same seed asks the same."""
    told = run("eval", "forms", "--n", "2", "--json").json
    forms = {name.rsplit(": ", 1)[0] for name in told["figures"]}
    assert {"a bare topic", "who wrote NAME", "A and B compared", "a topic no paper holds"} <= forms
    for form in forms:
        shares = [told["figures"][f"{form}: {came}"]["mean"] for came in ("useful", "wrong", "refused")]
        assert sum(shares) == pytest.approx(1.0)
    assert run("eval", "forms", "--n", "2", "--json").json["data"] == told["data"]
    assert run("eval", "forms", "--n", "2", "--seed", "1", "--json").json["data"] != told["data"]


@pytest.mark.usefixtures("archive")
def test_what_was_not_useful_is_named(run: Invoke) -> None:
    """Under the table stands each question that was answered wrongly, to be looked into."""
    shown = run("eval", "forms", "--n", "2").out
    assert "form" in shown
    assert "who wrote NAME" in shown


def test_only_the_right_papers_make_an_answer_useful() -> None:
    """One paper too many, or a refusal, is no right answer about a named paper."""
    one, other, _ = PAPERS
    assert only(one)(_answer(one))
    assert not only(one)(_answer(one, other))
    assert not only(one)(_answer())
    assert not mostly({other.id})(_answer(one))
    assert not mostly({one.id}, corrected=True)(_answer(one))


def test_no_absent_topic_is_held() -> None:
    """A topic of the list that a paper does hold is not asked as absent; the list is long enough for any archive."""
    held = paper("Bread", "We bake sourdough breads in the fog.")
    assert "sourdough bread" not in Shelf([held], 0).absent()
    assert len(Shelf(PAPERS, 0).absent()) >= 60


def test_a_slip_makes_a_word_of_no_paper() -> None:
    """One letter wrong is a slip only where nobody writes the word like that."""
    shelf = Shelf(PAPERS, 0)
    slips = {shelf.slipped("longer ropes", shelf.dice(str(n))) for n in range(20)}
    assert all(slip and slip != "longer ropes" and not set(slip.split()) <= shelf.words for slip in slips)


def _answer(*papers: Paper) -> Answer:
    cited = tuple(Citation(n, each, each.abstract) for n, each in enumerate(papers, start=1))
    claims = (Claim("So it is.", cited),) if papers else ()
    state = "answered" if papers else "refused"
    return Answer("?", state, claims, {}, 3, None, (), "extractive", "none", Usage())
