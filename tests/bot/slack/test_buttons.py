"""What stands under a reply, and what is said when there is none."""

from __future__ import annotations

from typing import Any

import pytest
from slack_payloads import check

from bot.slack.buttons import read_value, value_of
from bot.slack.job import Job
from bot.slack.outcome import Outcome
from bot.slack.question_jobs import apology
from bot.slack.showing import shown
from bot.types import Offer, Reply, Source

TOKEN = "0123456789abcdef"


def outcome(offers: int, **given: Any) -> Outcome:
    asked = tuple(Offer(f"Ropes and harbours, part {n}. " * 5, "show", f"p{n}") for n in range(offers))
    return Outcome(Reply(paragraphs=("Which one?",), offers=asked, **given), "url")


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "button"), (5, "button"), (6, "static_select"), (150, "static_select")]
)
def test_a_choice_is_buttons_or_a_menu(count: int, kind: str) -> None:
    """Up to five choices are buttons, more are a menu; Slack takes either, however long their titles are."""
    (message,) = shown(TOKEN, outcome(count), False, True)
    check(message, ())
    elements = message.blocks[-1]["elements"]
    assert {element["type"] for element in elements} == {kind}
    values = [option["value"] for option in elements[0].get("options", elements)]
    assert values == [f"{TOKEN}:{n}" for n in range(min(count, 100))]


def test_values_carry_the_token_and_a_rest() -> None:
    """What a button needs besides its job stands behind the token."""
    assert read_value(value_of(TOKEN, "3")) == (TOKEN, "3")
    assert read_value(value_of(TOKEN)) == (TOKEN, "")


def test_an_outcome_survives_its_row() -> None:
    """What is offered, typed and told in details comes back from the archive as it was written."""
    kept = Outcome(
        Reply("T", offers=(Offer("7 more", "ask", "more", True, "say “more”"),), details="m", about="p1", url="u"),
        "url", above="“Why?”", before=("{}",),
    )  # fmt: skip
    typed = Outcome(Reply(typed=(("/ask", "Asks."),), sources=(Source("Ropes", None, ""),)), "channel")
    assert Outcome.from_json(kept.to_json()) == kept
    assert Outcome.from_json(typed.to_json()) == typed


def test_an_apology_repeats_the_question_without_our_id() -> None:
    """What was asked is repeated as people read it."""
    request = {"text": "<@U00BROAD> do ropes age?", "direct": False, "mentioned": True}
    job = Job(1, TOKEN, "k", "said", "U1", "C1", "1.0", request, 0.0, 1, {}, 0, False)
    assert apology(job, "No model.", "U00BROAD").reply.notes == ("Your question was: “do ropes age?”",)
