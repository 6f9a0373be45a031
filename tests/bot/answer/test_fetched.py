"""A paper that somebody names by id or link and that is not here: fetched at once, then asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from arxiv_feed import feed
from conftest import Run
from servers import nowhere, serving
from slackbot import answers, application
from slackbot import serving as in_slack

from bot.local_slack import LocalSlack
from retrieval.text.arxiv_ids import ids_in

NAME = "2405.12345"
TIDES = ("Tides in Attention", "We study tides in attention heads. Tidal heads halve the loss on 4 harbour tasks.")
FOUND = feed((NAME, *TIDES))


@pytest.fixture
def asked(run: Callable[..., Run], jsonl: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """A question in the terminal, with arXiv at an address."""
    run("ingest", str(jsonl))

    def ask(question: str, arxiv: str, *command: str) -> Run:
        monkeypatch.setenv("BROADSHEET_FETCH_NAMED", "yes")
        monkeypatch.setenv("BROADSHEET_ARXIV_URL", arxiv)
        return run(*(command or ("ask",)), question)

    return ask


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2405.12345v2", ["2405.12345"]),
        ("arXiv: 2405.12345, and arXiv 2405.11111?", ["2405.12345", "2405.11111"]),
        ("https://arxiv.org/pdf/2405.12345v3.pdf", ["2405.12345"]),
        ("see (https://huggingface.co/papers/2405.12345).", ["2405.12345"]),
        ("https://www.alphaxiv.org/abs/2405.12345v1 what is it?", ["2405.12345"]),
        ("https://doi.org/10.48550/arXiv.2405.12345", ["2405.12345"]),
        ("10.48550/arXiv.2405.12345 in short", ["2405.12345"]),
        ("who wrote cs/0112017 and hep-th/9901001v2?", ["cs/0112017", "hep-th/9901001"]),
        ("https://arxiv.org/abs/cs/0112017", ["cs/0112017"]),
        ("2405.12345 or https://arxiv.org/abs/2405.12345", ["2405.12345"]),
        ("costs 2024.12345 or 1399.1234 and/or 12/1234567", []),
        ("https://github.com/example/2405.12345", []),
        ("a" * 100_000, []),
        ("1" * 100_000, []),
        ("a." * 50_000, []),
        ("math/" * 20_000, []),
    ],
)
def test_ids_are_read_in_all_their_forms(text: str, ids: list[str]) -> None:
    """Versions, old ids, addresses of arXiv, Hugging Face, alphaXiv and DOIs; and no other numbers."""
    assert ids_in(text) == ids


@pytest.mark.parametrize(
    "question", [NAME, f"what does https://huggingface.co/papers/{NAME} find?", f"who wrote arXiv:{NAME}v2?"]
)
def test_a_paper_that_is_not_here_is_fetched_and_answers(asked: Callable[..., Run], question: str) -> None:
    """With or without words; a line on stderr says what is waited for, and the second time nothing is fetched."""
    with serving(FOUND) as arxiv:
        first = asked(question, arxiv.url)
        assert f"Fetching arXiv {NAME} …" in first.err
        assert "Tides in Attention" in first.out
        assert "was fetched just now" in first.out
        again = asked(question, arxiv.url)
        assert "Fetching" not in again.err
        assert len(arxiv.paths) == 1


@pytest.mark.parametrize("command", ["tldr", "show"])
def test_other_commands_fetch_too(asked: Callable[..., Run], command: str) -> None:
    """A one-liner and the whole paper, of one that was not here."""
    with serving(FOUND) as arxiv:
        assert "Tides in Attention" in asked(NAME, arxiv.url, command).out


def test_the_fetched_paper_is_found_by_its_meaning_and_its_words(asked: Callable[..., Run]) -> None:
    """It is stored and embedded like any other."""
    with serving(FOUND) as arxiv:
        asked(NAME, arxiv.url)
        shown = asked("tidal heads", arxiv.url, "search").out
    assert "Tides in Attention" in shown
    assert "no vectors yet" not in shown


def test_several_ids_are_one_call_and_three_at_most(asked: Callable[..., Run]) -> None:
    """Whoever pastes a hundred ids does not make the bot fetch a hundred papers."""
    names = [f"2405.{n}" for n in range(12345, 12355)]
    with serving(feed(*((name, f"Tide {name}", TIDES[1]) for name in names))) as arxiv:
        shown = asked("compare " + " and ".join(names), arxiv.url)
        assert [path.split("id_list=")[1].split("&")[0] for path in arxiv.paths] == [",".join(names[:3])]
    assert "At most 3 papers a question are fetched" in " ".join(shown.out.split())
    assert f"Tide {names[3]}" not in shown.out


def test_a_paper_that_does_not_exist_is_said_not_to(asked: Callable[..., Run]) -> None:
    """Not a word about other papers."""
    with serving(feed()) as arxiv:
        shown = asked(f"what is {NAME} about?", arxiv.url).out
    assert f"arXiv gives no paper {NAME}." in shown
    assert "Ropes" not in shown


@pytest.mark.parametrize("command", ["ask", "tldr"])
def test_without_a_network_it_says_so(asked: Callable[..., Run], command: str) -> None:
    """One clear sentence, and soon."""
    shown = asked(NAME, nowhere(), command)
    assert f"arXiv {NAME} is not in the archive, and arXiv could not be reached" in " ".join(
        (shown.out + shown.err).split()
    )


def test_it_can_be_turned_off(
    asked: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run]
) -> None:
    """Then nothing is asked of anybody."""
    with serving(FOUND) as arxiv:
        monkeypatch.setenv("BROADSHEET_ARXIV_URL", arxiv.url)
        monkeypatch.setenv("BROADSHEET_FETCH_NAMED", "no")
        assert f"arXiv {NAME} is not in the archive." in run("ask", NAME).out
        assert arxiv.paths == []


def test_an_empty_archive_answers_about_a_paper_that_is_named(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question of all may be about a link."""
    with serving(FOUND) as arxiv:
        monkeypatch.setenv("BROADSHEET_FETCH_NAMED", "yes")
        monkeypatch.setenv("BROADSHEET_ARXIV_URL", arxiv.url)
        assert "Tides in Attention" in run("ask", f"what is {NAME}?").out


def test_in_slack_whoever_asks_sees_that_it_is_fetched(tmp_path: Path) -> None:
    """A sign for the eyes of whoever asked, then the answer for all."""
    with serving(FOUND) as arxiv, LocalSlack() as slack:
        app = application(tmp_path, BROADSHEET_ARXIV_URL=arxiv.url, BROADSHEET_FETCH_NAMED="yes")
        with in_slack(app, slack) as bot:
            message = slack.say("alice", "papers", f"@broadsheet what does <https://arxiv.org/abs/{NAME}> find?")
            slack.wait(lambda: bot.jobs.unfinished() == 0, 20)
            [sign] = [m for m in slack.seen("alice", "papers") if m.text.startswith("Fetching")]
            assert sign.text == f"Fetching arXiv {NAME} …"
            assert not [m for m in slack.seen("bob", "papers") if m.text.startswith("Fetching")]
            [answer] = answers(slack.seen("alice", "papers", message))
            assert "Tides in Attention" in answer.text


@pytest.mark.parametrize("way", ["direct", "command"])
def test_in_slack_every_way_of_asking_fetches(tmp_path: Path, way: str) -> None:
    """A direct message and a slash command get one answer, about the paper that was fetched."""
    with serving(FOUND) as arxiv, LocalSlack() as slack:
        app = application(tmp_path, BROADSHEET_ARXIV_URL=arxiv.url, BROADSHEET_FETCH_NAMED="yes")
        with in_slack(app, slack) as bot:
            if way == "direct":
                message = slack.say("alice", "dm", NAME)
            else:
                message = None
                slack.command("alice", "papers", "/ask", NAME)
            slack.wait(lambda: bot.jobs.unfinished() == 0, 20)
            seen = slack.seen("alice", "dm" if message else "papers", message)
            told = [m for m in answers(seen) if not m.text.startswith("Fetching")]
            assert ["Tides in Attention" in m.text for m in told] == [True]
