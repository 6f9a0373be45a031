"""One endpoint: where the calls go, how long they may take in all, and which failures are tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.models.faults import FAULTS, CallError, model_error
from bot.models.giving_up import WaitedFor, go_on
from bot.models.protocol import ModelError, ModelFault
from bot.types import Usage
from retrieval.deadline import Cutoff
from retrieval.retry import call_with_retries

T = TypeVar("T")

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """*deadline* is in seconds, for all *attempts* and the waits between them together.

    *key_name* is the variable that holds the key.
    """

    api_key: str
    base_url: str
    deadline: float
    attempts: int
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    key_name: str = "OPENAI_API_KEY"

    def call(self, attempt: Callable[[Cutoff], T]) -> T:
        """What *attempt* returns, tried again as the table of faults has it; or the last `CallError`.

        Raises `GivenUpError` where nobody waits for it any more.
        """
        end = self.clock() + self.deadline
        failures: Counter[ModelFault] = Counter()

        def once() -> T:
            go_on()
            with WaitedFor(end - self.clock()) as cutoff:
                try:
                    return attempt(cutoff)
                except CallError:
                    go_on()  # or it was cut off because nobody waits
                    raise

        def worth_it(error: BaseException) -> bool:
            if not isinstance(error, CallError):
                return False
            failures[error.fault] += 1
            return failures[error.fault] <= FAULTS[error.fault].retries

        return call_with_retries(
            once,
            retry_on=worth_it,
            retry_after=lambda error: error.wait if isinstance(error, CallError) else None,
            attempts=self.attempts,
            deadline=self.deadline,
            sleep=self.sleep,
            clock=self.clock,
        )

    def error(self, failed: CallError, usage: Usage | None = None) -> ModelError:
        """*failed* in words for the user."""
        detail = f"HTTP {failed.status}" if failed.status else ""
        if failed.fault == "timeout" and not failed.status:
            detail = f"{self.deadline:g} s"
        return model_error(failed.fault, detail, usage, self.key_name)
