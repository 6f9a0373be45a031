"""When the bot answers in Slack, and when it holds its tongue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.addressed import Said, question_in, should_answer

BEGUN = "alice: @bot what is grokking? | bot: Grokking is delayed generalization. [1] It needs weight decay. [2][3]"
ROWS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("addressed.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def thread(script: str) -> list[Said]:
    """The messages of a row: `alice: text | bot: text`, with mentions as Slack writes them."""
    said = []
    for line in script.replace("…", BEGUN, 1).split(" | "):
        who, _, text = line.partition(": ")
        text = re.sub(r"(?<!\w)@(bot|alice|bob|carol)\b", lambda m: f"<@U{m[1].upper()}>", text)
        said.append(Said(f"U{who.upper()}", text, who == "bot", who == "app"))
    return said


@pytest.mark.parametrize(("answer", "where", "script"), ROWS)
def test_the_bot_speaks_when_spoken_to(answer: str, where: str, script: str) -> None:
    """It answers questions meant for it, and stays silent at thanks, at chatter and when people talk to each other."""
    assert should_answer(thread(script), "UBOT", where == "direct") == (answer == "yes")


def test_the_table_is_large_enough() -> None:
    """At least 60 situations to answer in, and 60 to be silent in."""
    assert sum(row[0] == "yes" for row in ROWS) >= 60
    assert sum(row[0] == "no" for row in ROWS) >= 60


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@UBOT> what is grokking?", "what is grokking?"),
        ("<@UBOT>: what is grokking?", "what is grokking?"),
        ("what is grokking, <@UBOT>?", "what is grokking?"),
        ("what is grokking? <@UBOT|broadsheet>", "what is grokking?"),
        ("hey <@UBOT>, list papers &amp; authors", "hey, list papers & authors"),
        ("is a &lt; b in <https://arxiv.org/abs/2405.21060|this one>?", "is a < b in this one?"),
        ("sum up <https://arxiv.org/abs/2405.21060|arxiv.org/abs/2405…>", "sum up https://arxiv.org/abs/2405.21060"),
        ("sum up <https://arxiv.org/abs/2405.21060>", "sum up https://arxiv.org/abs/2405.21060"),
        ("anything by <@UBOB|bob> in <#C1|papers>?", "anything by @bob in #papers?"),
        ("<!here> what is *grokking*?", "@here what is grokking?"),
        ("<@UBOT>", ""),
        ("<@UBOT> hello!", ""),
        ("hi <@UBOT> :wave:", ""),
        ("&lt;!channel&gt; what is this", "<!channel> what is this"),
    ],
)  # fmt: skip
def test_a_question_is_plain_text(text: str, question: str) -> None:
    """What is asked is what a person reads in Slack, without the mention; a bare greeting asks nothing."""
    assert question_in(text, "UBOT") == question


@given(
    st.lists(st.tuples(st.sampled_from(["UALICE", "UBOB", "UBOT", "UAPP"]), st.text(max_size=60)), max_size=6),
    st.booleans(),
)
def test_no_thread_is_too_odd(said: list[tuple[str, str]], direct: bool) -> None:
    """Whatever people write, there is a decision, and it is never to answer a bot."""
    messages = [Said(user, text, user == "UBOT", user == "UAPP") for user, text in said]
    answers = should_answer(messages, "UBOT", direct)
    assert not (answers and (messages[-1].bot or messages[-1].other_bot))


@pytest.mark.parametrize(
    "text", ["<@" * 20_000, "a, " * 20_000, "thanks " * 20_000, "?" * 40_000, "and " * 20_000 + "?"]
)
def test_long_messages_are_decided_on_at_once(text: str) -> None:
    """No message, however long, keeps the bot from its work."""
    should_answer([*thread(BEGUN), Said("UALICE", text, False)], "UBOT", False)
