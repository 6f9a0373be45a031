"""Asking: what the model may say, what is shown of it, and what happens when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask
from conftest import Run, three_papers

from bot.gate.second_judge import Second
from bot.models.protocol import Completion, ModelError, Prompt
from bot.models.scripted import ScriptedModel
from bot.tldr.third_person import third_person
from bot.types import Answer, Claim, Usage
from retrieval.archive import Archive
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.index import ExactIndex
from retrieval.search import Searcher
from retrieval.types import Window

QUESTION = "Does the compass network need a gyroscope, and do longer ropes hold better?"
GOOD = {
    "text": "The compass network does not need a gyroscope.",
    "evidence": [{"source": 0, "quote": "It does not need a gyroscope."}],
}
LONG = {"text": "Longer ropes hold better.", "evidence": [{"source": 0, "quote": "longer ropes hold 3 times better"}]}
FALSE = {"text": "It is made of gold.", "evidence": [{"source": 1, "quote": "the compass is made of solid gold"}]}


def script(tmp_path: Path, *items: Any) -> ScriptedModel:
    path = tmp_path / "script.json"
    path.write_text(json.dumps(items))
    return ScriptedModel(str(path))


@pytest.fixture
def put(stocked: Archive) -> Callable[..., Answer]:
    """Put the question to a model, over the three papers."""
    searcher = Searcher(stocked, ExactIndex(VectorStore(stocked.database)), HashingEmbedder())

    def asked(model: Any, question: str = QUESTION, **options: Any) -> Answer:
        return ask(question, searcher, model, **options)

    return asked


def test_only_what_is_backed_is_shown(put: Callable[..., Answer], tmp_path: Path) -> None:
    """Of a true and an invented claim the true one is shown, and the answer says that one fell."""
    answer = put(script(tmp_path, {"claims": [GOOD, FALSE]}))
    assert [c.text for c in answer.claims] == ["The compass network does not need a gyroscope."]
    assert answer.state == "partial"
    assert answer.dropped == {"fabricated": 1}


def test_a_claim_must_follow_from_its_quote(put: Callable[..., Answer], tmp_path: Path) -> None:
    """A true quote does not carry a false sentence: another number, a name, a turned negation make the claim fall."""
    quote = [{"source": 0, "quote": "It reaches 91.5% accuracy on the harbour benchmark."}]
    texts = (
        "It reaches 95.1% accuracy.",
        "The network of Google reaches 91.5% accuracy.",
        "It does not reach 91.5% accuracy.",
    )
    answer = put(script(tmp_path, {"claims": [{"text": text, "evidence": quote} for text in texts]}))
    assert (answer.state, answer.dropped) == ("refused", {"overreach": 3})


def test_a_doubtful_paraphrase_is_shown_as_its_quote(put: Callable[..., Answer], tmp_path: Path) -> None:
    """Where it cannot be told whether the sentence follows, the paper's own words stand in its place."""
    doubtful = {**GOOD, "text": "No gyroscope is needed."}
    answer = put(script(tmp_path, {"claims": [doubtful]}))
    assert [c.text for c in answer.claims] == ["It does not need a gyroscope."]
    settled = put(
        script(tmp_path, {"claims": [doubtful]}),
        second=lambda first, *_: Second(replace(first, verdict="follows"), Usage(calls=1)),
    )
    assert [c.text for c in settled.claims] == ["No gyroscope is needed."]
    assert settled.usage.calls == 2


def test_a_model_that_answers_from_memory_is_overruled(put: Callable[..., Answer], tmp_path: Path) -> None:
    """When every claim falls the answer is a refusal, with what was searched and the nearest papers."""
    answer = put(script(tmp_path, {"claims": [FALSE]}))
    assert (answer.state, answer.claims, answer.searched) == ("refused", (), 3)
    assert len(answer.nearest) == 3


def test_no_claims_is_a_refusal(put: Callable[..., Answer], tmp_path: Path) -> None:
    """A model that says it cannot tell makes a refusal, not an error."""
    assert put(script(tmp_path, {"claims": []})).state == "refused"


def test_nothing_found_never_reaches_the_model(archive: Archive, tmp_path: Path) -> None:
    """An empty archive, or an empty window, is answered without a call."""
    model = script(tmp_path, {"claims": [GOOD]})
    searcher = Searcher(archive, ExactIndex(VectorStore(archive.database)), HashingEmbedder())
    assert ask(QUESTION, searcher, model).state == "refused"
    archive.put(three_papers())
    empty = Window(date(1999, 1, 1), date(1999, 2, 1), "published")
    answer = ask(QUESTION, searcher, model, window=empty)
    assert (answer.state, answer.searched) == ("refused", 0)
    assert model.requests == []


def test_no_paper_outside_the_window_reaches_the_prompt(put: Callable[..., Answer], tmp_path: Path) -> None:
    """What the model is given holds the window's papers and no other."""
    model = script(tmp_path, {"claims": []})
    put(model, window=Window(date(2026, 11, 1), date(2026, 11, 5), "listed"))
    [prompt] = model.requests
    assert "Compass Networks" in prompt.user
    assert "Ropes" not in prompt.user
    assert "Delta" not in prompt.user


def test_an_unreadable_reply_is_repaired_once(put: Callable[..., Answer], tmp_path: Path) -> None:
    """A reply that is no JSON is sent back once, with what was wrong with it."""
    model = script(tmp_path, "I think the answer is no.", {"claims": [GOOD]})
    answer = put(model)
    assert answer.state == "answered"
    assert "could not be used" in model.requests[1].user


def test_after_two_unreadable_replies_the_papers_speak(put: Callable[..., Answer], tmp_path: Path) -> None:
    """A model that cannot keep the form is replaced by the papers' own sentences, and the answer says so."""
    answer = put(script(tmp_path, "no", "still no"))
    assert answer.model == "extractive"
    assert answer.state == "answered"
    assert any("no usable answer" in note for note in answer.notes)
    assert all(
        c.text in (q := c.citations[0].quote, third_person(q, c.citations[0].paper.title)) for c in answer.claims
    )


def test_claims_are_shown_as_they_arrive(put: Callable[..., Answer], tmp_path: Path) -> None:
    """Each claim is shown when it has passed, each once, and those that fall never are."""
    shown: list[Claim] = []
    answer = put(script(tmp_path, {"reply": {"claims": [GOOD, FALSE, LONG]}, "chunks": 40}), on_claim=shown.append)
    assert tuple(shown) == answer.claims
    assert [c.text for c in shown] == [GOOD["text"], LONG["text"]]


@pytest.mark.parametrize("fault", ["rate_limit", "no_credit", "timeout", "cut", "bad_key", "server", "content_filter"])
def test_a_failing_model_is_an_error_with_a_cure(put: Callable[..., Answer], tmp_path: Path, fault: str) -> None:
    """A model that fails raises one clear sentence and a hint."""
    with pytest.raises(ModelError) as caught:
        put(script(tmp_path, {"error": fault}))
    assert caught.value.fault == fault
    assert caught.value.message.endswith(".")
    assert caught.value.hint


class Overflowing:
    """A model whose context holds one paper."""

    name = "tiny"
    drafts = True

    def complete(self, prompt: Prompt, on_text: object = None) -> Completion:
        if len(prompt.inputs["evidence"]) > 1:
            raise ModelError("Too long.", "", "context_overflow", Usage(calls=1))
        return Completion(json.dumps({"claims": []}), self.name, Usage(calls=1))


def test_fewer_papers_when_they_do_not_fit(put: Callable[..., Answer]) -> None:
    """A model that cannot read all papers is given fewer, and the answer says how many."""
    answer = put(Overflowing())
    assert answer.notes == ("Only the 1 nearest papers fit into the model's context.",)
    assert answer.usage.calls == 2


class CutOff:
    """A model whose connection breaks after its first claim."""

    name = "cut"
    drafts = True

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        assert on_text
        on_text(json.dumps({"claims": [GOOD, LONG]})[:-60])
        raise ModelError("The model's answer broke off.", "Ask again.", "cut")


def test_a_broken_answer_is_never_shown_as_whole(put: Callable[..., Answer]) -> None:
    """What had passed before the break stays, as a partial answer that says why."""
    answer = put(CutOff())
    assert answer.state == "partial"
    assert [c.text for c in answer.claims] == [GOOD["text"]]
    assert "broke off" in answer.notes[0]


def test_ask_prints_the_answer_the_sources_and_the_quotes(run: Callable[..., Run], jsonl: Path) -> None:
    """On the terminal: sentences with numbers, sources with link and quote, and a footer that names the model."""
    run("ingest", str(jsonl))
    told = run("ask", "What accuracy does the compass network reach on the harbour benchmark?")
    assert told.code == 0
    assert "It reaches 91.5% accuracy on the harbour benchmark. [1]" in told.out
    assert "[1] Compass Networks · listed 2 Nov 2026 · ↑5" in told.out
    assert "https://huggingface.co/papers/2611.00001" in told.out
    assert told.out.count("It reaches 91.5% accuracy") == 1  # a sentence that is its quote is shown once
    assert "from 1 paper · 3 papers searched" in told.out
    assert "extractive" not in told.out  # no chat model was paid
    assert "3 papers searched" in told.out


def test_ask_as_json(run: Callable[..., Run], jsonl: Path) -> None:
    """The JSON answer has the promised keys, and every quote stands in the abstract of its paper."""
    run("ingest", str(jsonl))
    told = run("ask", "Do longer ropes hold better under wind?", "--json").json
    assert told["state"] == "answered"
    assert told["searched"] == {"papers": 3, "window": None}
    assert told["dropped"] == {"misattributed": 0, "stitched": 0, "fabricated": 0, "overreach": 0}
    assert {"question", "claims", "nearest", "model", "prompt", "usage"} <= told.keys()
    abstracts = {p["id"]: p["abstract"] for p in run("papers", "--json").json}
    for claim in told["claims"]:
        for citation in claim["citations"]:
            assert citation["quote"] in abstracts[citation["paper"]]


def test_a_refusal_has_its_own_exit_code(run: Callable[..., Run], jsonl: Path) -> None:
    """What no sentence answers ends with 3, names what was searched and shows the nearest papers."""
    run("ingest", str(jsonl))
    told = run("ask", "Who won the 2022 World Cup?")
    assert told.code == 3
    assert "I found no sentence that answers this." in told.out
    assert "3 papers searched" in told.out
    assert run("ask", "Who won the 2022 World Cup?", "--json").json["state"] == "refused"


def test_a_failing_model_ends_with_its_sentence(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """A model's failure is one sentence and a hint: code 2 if the configuration is to be mended, else 1."""
    run("ingest", str(jsonl))
    for fault, code in (("bad_key", 2), ("rate_limit", 1), ("timeout", 1)):
        script(tmp_path, {"error": fault})
        told = run("ask", QUESTION, "--model", f"scripted:{tmp_path / 'script.json'}", "--json")
        assert told.code == code
        assert set(told.json) == {"error", "hint"}
        assert "Traceback" not in told.err


def test_the_real_pages_answer(run: Callable[..., Run], pages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The two real pages, read with the real embedder, answer what they should and refuse what they should."""
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "minilm")
    told = run("ingest", *map(str, pages), "--json").json
    assert (told["read"], told["new"], told["merged"]) == (129, 117, 12)
    for question, words in {
        "What is the RASP-Generalization Conjecture?": "can be solved by a short RASP program",
        "Which papers study grokking, and what do they find?": "grokking",
        "How accurate was GPT-4o on apple leaf images?": "98.12%",
        "Which work is on sugarcane leaf disease?": "SugarcaneShuffleNet",
    }.items():
        answer = run("ask", question, "--json")
        assert answer.code == 0
        assert any(words in c["quote"] for claim in answer.json["claims"] for c in claim["citations"]), question
    assert run("ask", "Who won the 2022 World Cup?").code == 3
