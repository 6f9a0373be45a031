"""A team that does not ask in English: put into English, answered in its own language, or told what is searched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, paper

from bot.answer import answer_question
from bot.app import App
from bot.models.faults import model_error
from bot.models.protocol import Completion, ModelError, Prompt
from bot.question import turn_of
from bot.settings import load
from bot.types import Answer, Usage
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.ingest import embed_pending

GAIN = "Tern improves accuracy on SANDBAR by 2.6 points over dense routing."
PAPERS = [
    paper("Tern: Sparse Routers for Small Models", f"Routers are hard to train. {GAIN} Tern does not need a warm-up.",
          arxiv_id="2611.00041", listed_on=date(2026, 11, 17), published=date(2026, 11, 16),
          authors=("Ada Lovelace",), code_url="https://github.com/example/tern"),
    paper("Plover: Dense Retrieval of Tide Tables", "We study dense retrieval over tide tables. Plover finds 9 of 10.",
          arxiv_id="2611.00042", listed_on=date(2026, 11, 10), published=date(2026, 11, 9), authors=("Bo Li",)),
]  # fmt: skip

ENGLISH = "By how much does Tern improve SANDBAR accuracy?"
# language: the question, what it is in English, a true answer
ASKED = {
    "de": ("Um wie viel verbessert Tern die Genauigkeit auf SANDBAR?", ENGLISH,
           "Tern verbessert die Genauigkeit auf SANDBAR um 2,6 Punkte."),
    "fr": ("De combien Tern améliore-t-il la précision sur SANDBAR ?", ENGLISH,
           "Tern améliore la précision de 2,6 points sur SANDBAR."),
    "es": ("¿Cuánto mejora Tern la precisión en SANDBAR?", ENGLISH,
           "Tern mejora la precisión en SANDBAR en 2,6 puntos."),
    "zh": ("Tern 在 SANDBAR 上的准确率提高了多少？", ENGLISH,
           "Tern 在 SANDBAR 上将准确率提高了 2.6 个百分点。"),
    "ja": ("Tern は SANDBAR の精度をどれだけ改善しますか", ENGLISH,
           "Tern は SANDBAR の精度を 2.6 ポイント改善する。"),
    "ko": ("Tern은 SANDBAR 정확도를 얼마나 향상시키나요?", ENGLISH,
           "Tern은 SANDBAR 정확도를 2.6포인트 향상시킨다."),
}  # fmt: skip
LANGUAGES = sorted(ASKED)


@dataclass
class Polyglot:
    """A model that puts questions into English, answers with what it was given, and judges."""

    english: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)
    follows: bool = True
    fault: Any = None
    name: str = "polyglot"
    drafts: bool = True
    seen: list[Prompt] = field(default_factory=list)

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        self.seen.append(prompt)
        if self.fault and prompt.name == "english":
            raise model_error(self.fault)
        said = {
            "english": {"question": self.english} if self.english else {"claims": self.claims},
            "follows": {"follows": self.follows},
            "answer": {"claims": self.claims},
        }
        text = json.dumps(said[prompt.name])
        if on_text:
            on_text(text)
        return Completion(text, self.name, Usage(calls=1))

    def asked(self, name: str) -> list[Prompt]:
        return [prompt for prompt in self.seen if prompt.name == name]


def claim(text: str, quote: str = GAIN) -> dict[str, Any]:
    return {"text": text, "evidence": [{"source": 1, "quote": quote}]}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """The two papers, with a model in front of them; the embedded one without any."""
    opened: list[App] = []

    def made(model: Polyglot | None = None, **settings: str) -> App:
        env = {"BROADSHEET_DATA": str(tmp_path / "data"), "BROADSHEET_EMBEDDER": "hashing",
               "BROADSHEET_INDEX": "exact", "BROADSHEET_NOW": "2026-11-22T09:00", **settings}  # fmt: skip
        app = App(load(env=env), before_model=(lambda _: model) if model else None)
        app.archive.put(PAPERS)
        embed_pending(VectorStore(app.database), HashingEmbedder())
        opened.append(app)
        return app

    yield made
    for app in opened:
        app.close()


def texts(answer: Answer) -> list[str]:
    return [each.text for each in answer.claims]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_answered_in_its_own_language(library: Callable[..., App], language: str) -> None:
    """With a verbatim English quote under it, and a note of what was understood."""
    question, english, told = ASKED[language]
    model = Polyglot(english, [claim(told)])
    answer = answer_question(library(model), question)
    assert (answer.state, texts(answer)) == ("answered", [told])
    assert answer.claims[0].citations[0].quote == GAIN
    assert answer.notes[0] == f"Read in English as: {english}"
    assert answer.usage.calls == 3  # put into English, answered, judged
    assert "Write every sentence of your own in " in model.asked("answer")[0].system


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_papers_do_not_say_is_refused_in_every_language(library: Callable[..., App], language: str) -> None:
    """A model that answers from memory, or then with nothing, makes a refusal; it was read, so this is true."""
    question, english, told = ASKED[language]
    model = Polyglot(english, [claim(told.replace("2,6", "7,9").replace("2.6", "7.9"))])
    app = library(model)
    assert answer_question(app, question).state == "refused"
    model.claims = []
    assert answer_question(app, question).state == "refused"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_was_not_put_into_english_is_still_read(library: Callable[..., App], language: str) -> None:
    """A model that gives claims whatever it is asked: the search goes by the words in common, the quote is shown."""
    question, _, told = ASKED[language]
    answer = answer_question(library(Polyglot("", [claim(told)])), question)
    assert answer.claims[0].citations[0].quote == GAIN


def test_english_costs_no_further_call(library: Callable[..., App]) -> None:
    """A question in English is neither translated nor answered in another way than ever."""
    model = Polyglot("x", [claim(GAIN)])
    answer_question(library(model), "By how much does Tern improve SANDBAR accuracy?")
    assert [prompt.name for prompt in model.seen] == ["answer"]
    assert "sentence of your own" not in model.seen[0].system


def test_the_same_question_is_put_into_english_once(library: Callable[..., App]) -> None:
    """The small call is cached as any other."""
    question, english, told = ASKED["de"]
    model = Polyglot(english, [claim(told)])
    app = library(model)
    answer_question(app, question)
    answer_question(app, question)
    assert len(model.asked("english")) == 1


def test_the_time_is_read_by_code(library: Callable[..., App]) -> None:
    """The model is given it in English already, and the window is as an English question's."""
    model = Polyglot("What is new in routing last week?", [claim(GAIN)])
    answer = answer_question(library(model), "Was ist neu bei routing aus der letzten Woche?")
    assert "last week" in model.asked("english")[0].user
    assert answer.window is not None
    assert answer.window.start == date(2026, 11, 9)


@pytest.mark.parametrize("bad", ["Wer hat es geschrieben?", "Who wrote 2611.99999?", "x" * 700])
def test_a_translation_that_lost_an_id_or_is_none_is_not_taken(library: Callable[..., App], bad: str) -> None:
    """Then the question is read as it was asked."""
    answer = answer_question(library(Polyglot(bad, [claim(GAIN)])), "Was sagt 2611.00041 über Routing?")
    assert not any(note.startswith("Read in English") for note in answer.notes)
    assert answer.within == ((1, answer.claims[0].citations[0].paper.id),)


def test_code_answers_what_is_known_for_certain(library: Callable[..., App]) -> None:
    """Who wrote it, and where its code is: no draft is asked for once the question is in English."""
    model = Polyglot("Who wrote Tern?")
    answer = answer_question(library(model), "Wer hat Tern geschrieben?")
    assert "Ada Lovelace" in texts(answer)[0]
    model.english = "Is the code of Tern available?"
    assert "github.com/example/tern" in texts(answer_question(library(model), "Ternのコードはありますか"))[0]
    assert not model.asked("answer")


def test_a_follow_up_means_what_it_means_in_english(library: Callable[..., App]) -> None:
    """Who wrote "it" after an answer is asked of the paper it was about."""
    question, english, told = ASKED["de"]
    model = Polyglot(english, [claim(told)])
    app = library(model)
    first = answer_question(app, question)
    model.english = "Who wrote it?"
    second = answer_question(app, "Wer hat es geschrieben?", turns=[turn_of(first)])
    assert "Ada Lovelace" in texts(second)[0]


def test_an_unreachable_model_is_told_as_ever(library: Callable[..., App]) -> None:
    """No answer by words pretends that the papers were read."""
    with pytest.raises(ModelError):
        answer_question(library(Polyglot(fault="unreachable")), ASKED["fr"][0])


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Was ist neu bei dense retrieval?", "dense retrieval"),
        ("dense retrieval 有什么新进展?", "dense retrieval"),
        ("Quels papiers parlent de dense retrieval ?", "dense retrieval"),
        ("¿Qué artículos hablan de dense retrieval?", "dense retrieval"),
        ("dense retrieval 関連の論文はありますか", "dense retrieval"),
        ("dense retrieval 관련 논문 있어?", "dense retrieval"),
    ],
)
def test_without_a_model_it_searches_by_the_english_words(
    library: Callable[..., App], question: str, wanted: str
) -> None:
    """And says so, with what it found in the question."""
    answer = answer_question(library(), question)
    assert answer.listing is not None
    assert [each.title for each in answer.listing] == [PAPERS[1].title]
    assert f"yours gave “{wanted}”" in " ".join(answer.notes)


@pytest.mark.parametrize(
    "question",
    ["Wie backt man Brot?", "Comment fait-on du pain ?", "¿Cómo se hace el pan?", "怎么做面包？", "パンの作り方は？",
     "빵은 어떻게 만드나요?", "Was sagen die Papers über GLOXINIA?"],
)  # fmt: skip
def test_without_a_model_nobody_is_told_that_the_papers_do_not_say(
    run: Callable[..., Run], tmp_path: Path, question: str
) -> None:
    """That would be a false statement: they were not read for it."""
    from bot.render.documents import paper_document

    (tmp_path / "two.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in PAPERS))
    run("ingest", str(tmp_path / "two.jsonl"))
    told = run("ask", question).out
    assert "don't say" not in told
    assert "Without a chat model I search English papers by their words" in told


def test_an_id_needs_no_model(library: Callable[..., App]) -> None:
    """Whatever is asked around it, the paper is shown."""
    for question in (
        "Worum geht es in 2611.00042?",
        "2611.00042 を要約して",
        "https://arxiv.org/abs/2611.00042 요약해 줘",
    ):
        app = library()
        answer = answer_question(app, question)
        assert [name for _, name in answer.within] == [app.archive.find("2611.00042").id]


def test_at_the_cap_it_goes_on_without_the_model(library: Callable[..., App]) -> None:
    """The question is then read by its English words, and why is told."""
    app = library(Polyglot("x"), BROADSHEET_CAP_TOTAL="1")
    answer = answer_question(app, "Was ist neu bei dense retrieval?")
    assert answer.listing is not None
    assert any("token" in note or "cap" in note.lower() for note in answer.notes)
