"""No reply floods whoever asked, whatever made it and however large the archive is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_payloads import check, text_objects

from bot.render import slack, terminal
from bot.render.answers import HANDFUL, answer_reply
from bot.render.safe import spoken
from bot.render.slack_blocks import Button
from bot.render.slack_parts import MOST
from bot.types import Answer, Claim, Reply, Section, Source, Usage
from retrieval.types import Paper

URL = "https://arxiv.org/abs/2611.00001"
PAPER = Source("Ropes: a study of length", URL, "8 Nov 2026 · 2 authors", line="Longer ropes hold.")
EVERY_PAPER = 300_000
COUNTS = st.one_of(st.integers(0, 120), st.sampled_from([4_157, EVERY_PAPER]))


def lists(papers: int, lines: int, parts: int, in_each: int) -> Reply:
    """A reply with that many papers, paragraphs, notes and parts, and papers in each part."""
    inside = Section("A theme", ("Two of them.",), (PAPER,) * in_each)
    told = ("Ropes hold.",) * lines
    return Reply("A week", told, (PAPER,) * papers, told, "scripted", (inside,) * parts)


@settings(max_examples=25)
@given(COUNTS, COUNTS, st.integers(0, 300), st.integers(0, 300))
def test_no_reply_floods_slack(papers: int, lines: int, parts: int, in_each: int) -> None:
    """Any list, of any archive, is three messages at most, and says how many more there are."""
    made = slack.messages(lists(papers, lines, parts, in_each), quotes=True)
    assert len(made) <= MOST
    for message in made:
        check(message, (URL,))
    shown = [found["text"] for message in made for found in text_objects(message.blocks)]
    missing = papers + parts * in_each - sum("Ropes: a study" in text for text in shown)
    assert missing == 0 or any(f"{missing:,} more." in text or "There is more" in text for text in shown)


@settings(max_examples=10)
@given(st.integers(0, 45), st.integers(0, 45), st.integers(0, 8), st.integers(0, 12), st.integers(0, 5000))
def test_a_button_shows_the_rest(papers: int, lines: int, parts: int, in_each: int, long: int) -> None:
    """Pressed as often as it is there, it shows every paper, line and word of any reply once, and then is gone."""
    many = lists(papers, 0, parts, in_each)
    reply = replace(many, paragraphs=(*(f"Line {n}." for n in range(lines)), "Word. " * long))
    more, told = Button("rest", "Show more", "1"), ""
    for part in range(200):
        made = slack.messages(reply, rest=more, part=part)
        assert len(made) <= MOST
        for message in made:
            check(message, (URL,))
        told += "\n".join(found["text"] for message in made for found in text_objects(message.blocks))
        if made[-1].blocks[-1]["type"] != "actions":
            break
    assert told.count("Ropes: a study") == papers + parts * in_each
    assert told.count("Word.") == long
    assert [told.count(f"Line {n}.") for n in range(lines)] == [1] * lines


def test_what_is_not_kept_is_counted_to_the_end() -> None:
    """Of a reading list of 1,300 papers each part says how many there are behind it, also those no button brings."""
    kept = slack.kept(lists(1_300, 0, 0, 0))
    more = Button("rest", "Show more", "1")
    for part, left in ((0, 1_280), (1, 1_260), (49, 300)):
        made = slack.messages(kept, rest=more, part=part)
        told = "\n".join(found["text"] for message in made for found in text_objects(message.blocks))
        assert next(line for line in told.splitlines() if " more." in line).startswith(f"{left:,} more. ")
        assert told.count(" more. ") == 1


@settings(max_examples=25)
@given(COUNTS, COUNTS, st.integers(0, 300), st.integers(0, 300))
def test_no_list_floods_a_terminal(papers: int, lines: int, parts: int, in_each: int) -> None:
    """A list is fifty papers or lines, then how many more there are and how to see them."""
    shown = terminal.whole(terminal.in_short(lists(papers, lines, parts, in_each))).plain
    listed = shown.count("• Ropes: a study")
    assert listed <= terminal.MOST
    assert shown.count("\nRopes hold.") <= 2 * terminal.MOST
    assert shown.count("A theme") <= terminal.MOST
    missing = papers + parts * in_each - listed
    assert missing == 0 or f"{missing:,} more. See everything with --all." in shown


def test_a_list_that_was_asked_for_whole_is_whole() -> None:
    """A number or --all brings as many as it says."""
    reply = lists(120, 1, 0, 0)
    assert terminal.whole(terminal.in_short(reply, 100)).plain.count("• Ropes") == 100
    assert terminal.whole(reply).plain.count("• Ropes") == 120
    assert terminal.in_short(lists(50, 50, 2, 0)) == lists(50, 50, 2, 0)


@pytest.mark.parametrize(
    ("question", "listed"),
    [("How many papers do you have?", HANDFUL), ("the number of papers on ropes", HANDFUL), ("list all papers", 519)],
)
def test_how_many_needs_no_list(question: str, listed: int) -> None:
    """A count is a number and a handful of papers; a list that was asked for is a list."""
    papers = tuple(Paper(id=f"p{n}", title=f"Ropes {n}", abstract="They hold.") for n in range(519))
    counted = (Claim("There are 519 papers.", ()),)
    answer = Answer(
        question, "answered", counted, {}, 519, None, (), "archive", "none", Usage(), listing=papers, count=519
    )
    reply = answer_reply(answer, date(2026, 11, 22))
    assert len(reply.sources) == listed
    rest = ("514 more: ask me to list them.",) if listed == HANDFUL else ()
    assert (reply.notes, spoken(reply)) == ((), rest)
