"""A list on a topic is summed up by a chat model, in sentences that passed the gate; without one, it is the list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import paper

from bot.answer import answer_question
from bot.app import App
from bot.question import turn_of
from bot.render.answers import answer_reply
from bot.settings import load

BACKED = {"text": "Sails tear in storms.", "evidence": [{"source": 2, "quote": "Sails tear in storms."}]}
INVENTED = {"text": "Sails never tear.", "evidence": [{"source": 1, "quote": "Sails never tear."}]}


def app_with(folder: Path, script: list[Any] | None = None, **settings: str) -> App:
    """Two papers on sails, the first with the more upvotes, and a model that says *script*, if any."""
    env = {"BROADSHEET_DATA": str(folder), "BROADSHEET_EMBEDDER": "hashing", **settings}
    if script is not None:
        (folder / "script.json").write_text(json.dumps(script))
        env["BROADSHEET_MODEL"] = f"scripted:{folder / 'script.json'}"
    app = App(load(env=env))
    app.archive.put(
        [
            paper("Hemp Sails", "We cut sails from hemp.", upvotes=9),
            paper("Torn Sails", "Sails tear in storms.", upvotes=1),
        ]
    )
    return app


def test_sentences_that_are_backed_stand_above_the_list(tmp_path: Path) -> None:
    """Each has the number its paper has in the list; one without a quote is not shown."""
    app = app_with(tmp_path, [{"claims": [BACKED, INVENTED]}])
    answer = answer_question(app, "papers on sails")
    reply = answer_reply(answer, app.settings.clock().date())
    cited = next(n for n, each in enumerate(answer.listing or (), start=1) if each.title == "Torn Sails")
    assert len(reply.paragraphs) == 2
    assert reply.paragraphs[0].startswith("2 papers mention “sails”")
    assert [source.n for source in reply.sources] == [1, 2]
    said = [citation.n for citation in answer.claims[1].citations] if answer.claims[1:] else []
    assert said == [cited]


def test_the_whole_list_is_what_a_follow_up_means(tmp_path: Path) -> None:
    """The second is the second of the list, whether the sentences cite it or not."""
    answer = answer_question(app_with(tmp_path, [{"claims": [BACKED]}]), "papers on sails")
    assert len(turn_of(answer).papers) == 2


def test_without_a_model_or_when_it_fails_there_is_the_list(tmp_path: Path) -> None:
    """Nobody waits for sentences that do not come, and nothing is said of them."""
    (tmp_path / "failing").mkdir()
    (tmp_path / "none").mkdir()
    failing = app_with(tmp_path / "failing", [{"error": "unreachable"}] * 4)
    for app in (app_with(tmp_path / "none"), failing):
        answer = answer_question(app, "papers on sails")
        assert len(answer.claims) == 1
        assert len(answer.listing or ()) == 2
