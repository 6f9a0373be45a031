"""Slack's agent view: what is suggested to whoever opens it, and what their conversations are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import paper
from slackbot import QUESTION, answers, application, serving

from bot.answer.suggested import suggested
from bot.app import App
from bot.local_slack import LocalSlack
from bot.slack.agent_threads import about_of
from bot.slack.manifest import manifest
from retrieval.ingest import embed_pending

SHIPS = [
    paper("Keelson: hulls that bend", "A hull of steel bends.", keywords=("ship hulls", "steel"), upvotes=9),
    paper("Rudder: steering by sound", "A hull is steered.", keywords=("Ship hulls", "sound"), upvotes=7),
    paper("Lantern: light for harbours", "Light is seen far.", keywords=("light",), upvotes=8),
    paper("Lantern: a second light", "Light is seen twice.", keywords=("light",), upvotes=8),
]


def ships(folder: Path, **settings: str) -> App:
    """Papers with names and subjects."""
    app = application(folder / "data", **settings)
    app.archive.put(SHIPS)
    embed_pending(app.vectors, app.embedder)
    return app


@pytest.mark.parametrize("assistant", [False, True])
def test_whoever_opens_it_is_suggested_questions_of_the_day(tmp_path: Path, assistant: bool) -> None:
    """Questions about what is here: a subject, two papers side by side, a name; in the agent view and the older one."""
    with LocalSlack(manifest(assistant=assistant)) as slack, serving(ships(tmp_path), slack):
        thread = slack.open_agent("alice")
        prompts = dict(slack.wait(lambda: slack.prompts("alice", thread)))
    assert list(prompts.values()) == [
        "What is new in light?",
        "Compare Keelson and Rudder",
        "What does Keelson do?",
        "What does Lantern do?",
    ]


def test_what_is_suggested_is_answered(tmp_path: Path) -> None:
    """A suggestion that is pressed is answered from the papers it was made from."""
    with LocalSlack(manifest()) as slack, serving(ships(tmp_path), slack):
        slack.open_agent("alice")
        for _, message in slack.wait(lambda: slack.prompts("alice")):
            asked = slack.say("alice", "dm", message)
            answer = slack.wait(lambda asked=asked: answers(slack.seen("alice", "dm", asked)))[0]
            assert any(f"{name}:" in answer.text for name in ("Keelson", "Rudder", "Lantern")), message


def test_beside_a_channel_its_own_topics_come_first(tmp_path: Path) -> None:
    """Whoever looks at a channel beside the bot is suggested what that channel cares about."""
    file = tmp_path / "topics.toml"
    file.write_text('[C00RANDOM]\nwanted = ["ship hulls"]\n')
    app = ships(tmp_path, BROADSHEET_TOPICS=str(file))
    with LocalSlack(manifest()) as slack, serving(app, slack):
        slack.open_agent("alice")
        slack.wait(lambda: slack.prompts("alice"))
        slack.look("alice", "random")
        slack.wait(lambda: slack.prompts("alice")[0][1] == "What is new in ship hulls?")
        slack.look("alice", "papers")
        slack.wait(lambda: slack.prompts("alice")[0][1] == "What is new in light?")


def test_each_thread_keeps_what_was_looked_at_beside_it(tmp_path: Path) -> None:
    """In the assistant view two threads have each their own channel beside them."""
    app = ships(tmp_path)
    with LocalSlack(manifest(assistant=True)) as slack, serving(app, slack):
        one, other = slack.open_agent("alice", "papers"), slack.open_agent("alice")
        assert one
        assert other
        slack.look("alice", "random", other)
        told = [about_of(app.database, thread.channel, thread.ts) for thread in (one, other)]
    assert told == ["C00PAPERS", "C00RANDOM"]


def test_a_conversation_is_named_after_its_first_question(tmp_path: Path) -> None:
    """In the list of conversations each stands under what was asked first; a greeting names none."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack):
        asked = slack.say("alice", "dm", QUESTION)
        slack.wait(lambda: slack.title(asked) == QUESTION)
        slack.wait(lambda: answers(slack.seen("alice", "dm", asked)))
        further = slack.say("alice", "dm", "and since 2020?", thread=asked)
        slack.wait(lambda: len(answers(slack.seen("alice", "dm", asked))) == 2)
        hello = slack.say("bob", "dm", "hello")
        slack.wait(lambda: answers(slack.seen("bob", "dm", hello)))
        assert (slack.title(further), slack.title(hello)) == (QUESTION, "")


def test_where_there_is_no_agent_view_everything_else_is_as_before(tmp_path: Path) -> None:
    """An app without `assistant:write` answers; it asks Slack for a title once, and not again."""
    made = manifest()
    made["oauth_config"]["scopes"]["bot"].remove("assistant:write")
    with LocalSlack(made) as slack, serving(application(tmp_path), slack):
        for name in ("alice", "bob"):
            asked = slack.say(name, "dm", QUESTION)
            slack.wait(lambda asked=asked, name=name: answers(slack.seen(name, "dm", asked)))
            slack.wait(lambda: any(call.where == "assistant.threads.setTitle" for call in slack.calls))
        assert len([call for call in slack.calls if call.where.startswith("assistant.threads.setTitle")]) == 1


@pytest.mark.parametrize("fault", ["ratelimited", "http_503", "internal_error"])
def test_a_fault_costs_neither_title_nor_answer(tmp_path: Path, fault: str) -> None:
    """What Slack refuses for a moment is asked for again."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack):
        slack.faults.next("assistant.threads.setTitle", fault)
        asked = slack.say("alice", "dm", QUESTION)
        slack.wait(lambda: slack.title(asked) == QUESTION and answers(slack.seen("alice", "dm", asked)))


def test_strangers_are_suggested_nothing(tmp_path: Path) -> None:
    """A guest is not served, and not invited to ask either."""
    with LocalSlack(manifest()) as slack, serving(ships(tmp_path), slack) as bot:
        slack.open_agent("gina")
        slack.wait(lambda: not bot.jobs.unfinished())
        assert slack.prompts("gina") == ()


def test_a_pair_is_named_so_that_it_is_understood(tmp_path: Path) -> None:
    """No paper is to be compared by a name that another paper has too."""
    app = ships(tmp_path)
    assert "Compare Keelson and Rudder" in suggested(app)
    app.archive.put([paper("Keelson: another", "It bends too.", keywords=("steel",))])
    assert not [question for question in suggested(app) if question.startswith("Compare")]
    app.close()
