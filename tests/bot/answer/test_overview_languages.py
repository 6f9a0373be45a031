"""What happened in a week, asked in another language: the themes' sentences come in it, under the same contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.language import name_of
from bot.models.protocol import Completion, Prompt
from bot.render.answers import answer_reply
from bot.settings import load
from bot.types import Usage
from retrieval.archive.vectors import VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.ingest import embed_pending

ENGLISH = "What happened last week?"
# of gulls, then of moors: the sentence that the abstracts back, in the asker's language
ASKED = {
    "de": ("Was ist letzte Woche passiert?", "Möwenrouter halbieren die Verspätungen im Hafen."),
    "fr": ("Que s'est-il passé la semaine dernière ?", "Les routeurs réduisent de moitié les retards au port."),
    "es": ("¿Qué pasó la semana pasada?", "Los enrutadores reducen a la mitad los retrasos del puerto."),
    "zh": ("上周发生了什么？", "路由器将港口延误减半。"),
    "ja": ("先週は何がありましたか", "ルーターは港の遅延を半減させる。"),
    "ko": ("지난주에 무슨 일이 있었나요?", "라우터는 항구의 지연을 절반으로 줄인다."),
}
ABSTRACTS = {
    "gulls": "We introduce Gull{n}, a tidal router for harbour tides. Tidal routers halve harbour delays in tides.",
    "moors": "We introduce Moor{n}, a peat sensor for wet heath. Peat sensors find wet heath in winter.",
}
QUOTES = ("Tidal routers halve harbour delays in tides.", "Peat sensors find wet heath in winter.")


@dataclass
class Guide:
    """A model that puts the question into English, tells every theme by *sentence*, and judges."""

    sentence: str
    follows: bool = True
    name: str = "guide"
    drafts: bool = True
    seen: list[Prompt] = field(default_factory=list)

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        self.seen.append(prompt)
        shown = "\n".join(message["content"] for message in prompt.messages)
        quote = next((quote for quote in QUOTES if quote in shown), "")
        theme = {"name": "", "claims": [{"text": self.sentence, "evidence": [{"source": 1, "quote": quote}]}]}
        said = {"english": {"question": ENGLISH}, "digest": theme, "follows": {"follows": self.follows}}
        return Completion(json.dumps(said[prompt.name]), self.name, Usage(calls=1))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """What is shown of eight papers on two subjects, listed last week, to *question* by *model*."""
    opened: list[App] = []

    def shown(question: str, model: Guide, **settings: str) -> str:
        env = {"BROADSHEET_DATA": str(tmp_path / "data"), "BROADSHEET_EMBEDDER": "hashing",
               "BROADSHEET_INDEX": "exact", "BROADSHEET_NOW": "2026-11-18T09:00", **settings}  # fmt: skip
        app = App(load(env=env), before_model=lambda _: model)
        opened.append(app)
        for place, (subject, abstract) in enumerate(ABSTRACTS.items()):
            app.archive.put(
                paper(f"{subject.title()} {n}: Notes", abstract.format(n=n), keywords=(f"{subject} sensing",),
                      listed_on=date(2026, 11, 9) + timedelta(days=n), upvotes=4 * place + n)
                for n in range(4)
            )  # fmt: skip
        embed_pending(VectorStore(app.database), HashingEmbedder())
        answer = answer_question(app, question)
        reply = answer_reply(answer, date(2026, 11, 18))
        return "\n".join(text for part in (reply, *reply.sections) for text in part.paragraphs)

    yield shown
    for app in opened:
        app.close()


@pytest.mark.parametrize("language", sorted(ASKED))
def test_a_week_is_told_in_the_askers_language(told: Callable[..., str], language: str) -> None:
    """Whatever the team's own language is: whoever asked reads the sentences in theirs."""
    question, sentence = ASKED[language]
    guide = Guide(sentence)
    shown = told(question, guide, BROADSHEET_LANGUAGE="it")
    assert "8 papers" in shown
    assert sentence in shown
    assert all(name_of(language) in prompt.system for prompt in guide.seen if prompt.name == "digest")


@pytest.mark.parametrize("language", sorted(ASKED))
def test_a_false_sentence_is_shown_in_no_language(told: Callable[..., str], language: str) -> None:
    """One the judge does not agree with gives way to the papers' own, and so does one with a number nobody wrote."""
    question, sentence = ASKED[language]
    assert sentence not in told(question, Guide(sentence, follows=False))
    changed = f"{sentence[:-1]} (87 %){sentence[-1]}"
    shown = told(question, Guide(changed))
    assert "87" not in shown
    assert "8 papers" in shown


def test_who_asks_in_english_is_told_in_english(told: Callable[..., str]) -> None:
    """In a team that writes its posts in German too; a German sentence is not shown to them."""
    sentence = ASKED["de"][1]
    shown = told(ENGLISH, Guide(sentence), BROADSHEET_LANGUAGE="de")
    assert "8 papers" in shown
    assert sentence not in shown
