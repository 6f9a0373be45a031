"""The words for everything that can go wrong with a model."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.models.fault_words import fault_of
from bot.models.faults import FAULTS, model_error
from bot.models.protocol import ModelFault
from bot.types import Usage


def test_every_fault_has_its_words() -> None:
    """Whatever goes wrong, I am told what happened and what I can do."""
    assert set(FAULTS) == set(get_args(ModelFault))
    assert all(row.sentence and row.hint.endswith(".") for row in FAULTS.values())
    assert not any(row.sentence.endswith(".") for row in FAULTS.values())
    assert len({row.sentence for row in FAULTS.values()}) == len(FAULTS)


def test_an_error_carries_its_kind_its_cure_and_its_cost() -> None:
    """An error says which it is, so that a program can act on it, and what it cost."""
    error = model_error("rate_limit", "HTTP 429", Usage(calls=3))
    assert error.message == f"{FAULTS['rate_limit'].sentence} (HTTP 429)."
    assert (error.hint, error.fault, error.usage.calls) == (FAULTS["rate_limit"].hint, "rate_limit", 3)
    assert model_error("cut").message == f"{FAULTS['cut'].sentence}."


@pytest.mark.parametrize("fault", ["bad_key", "no_credit", "context_overflow", "content_filter", "bad_request"])
def test_what_cannot_succeed_is_not_worth_a_retry(fault: ModelFault) -> None:
    """My money is not spent on calls that cannot succeed."""
    assert FAULTS[fault].retries == 0


@pytest.mark.parametrize(
    ("status", "said", "fault"),
    [
        (429, "", "rate_limit"),
        (429, "insufficient_quota", "no_credit"),
        (400, "billing_hard_limit_reached", "no_credit"),
        (400, "anthropic: prompt is too long: 210000 tokens > 200000 maximum", "context_overflow"),
        (422, "`inputs` tokens + `max_new_tokens` must be <= 4096", "context_overflow"),
        (400, "The input token count (9) exceeds the maximum", "context_overflow"),
        (500, "The decoder prompt is longer than the maximum model length of 512", "context_overflow"),
        (400, "nothing known", "bad_request"),
        (418, "", "bad_request"),
        (529, "overloaded", "server"),
        (None, "", "server"),
        (None, "Rate limit reached", "rate_limit"),
        (None, "no more capacity", "server"),
    ],
)
def test_the_words_count_before_the_number(status: int | None, said: str, fault: ModelFault) -> None:
    """Providers use one status for many things; I get the fault that was meant."""
    assert fault_of(status, said) == fault
