"""Chat models behind any OpenAI-compatible endpoint."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.models.endpoint import OPENAI_URL, Endpoint
from bot.models.faults import CallError
from bot.models.giving_up import GivenUpError, pause
from bot.models.ladder import Ladder
from bot.models.learned import Learned
from bot.models.protocol import Completion, Finish, Prompt
from bot.models.received import Reading
from bot.models.reply import spoken
from bot.models.transport import chat
from bot.types import Usage
from retrieval.deadline import Cutoff

_LINE_WORDS = 60


class OpenAIModel:
    """A chat model behind an OpenAI-compatible endpoint (chat completions, streamed).

    *deadline* is the total of one `complete` in seconds, with all its *attempts* and the waits in between. *kind* is
    what stands before the colon of its name, *key_name* the variable its key comes from. With *any_name* the name that
    is asked for need not be one the endpoint lists.
    """

    drafts = True

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str | None = None,
        deadline: float = 60.0,
        attempts: int = 3,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = pause,
        kind: str = "openai",
        key_name: str = "OPENAI_API_KEY",
        learned: Learned | None = None,
        any_name: bool = False,
    ) -> None:
        self.model = model
        self.endpoint = Endpoint(api_key, base_url or OPENAI_URL, deadline, attempts, clock, sleep, key_name)
        self.learned = learned or Learned()
        self.any_name = any_name
        self._kind = kind

    @property
    def name(self) -> str:
        """`openai:` and the model's name, or another word for who serves it."""
        return f"{self._kind}:{self.model}"

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """See `ChatModel.complete`. The usage counts every HTTP call, those that failed too."""
        readings: list[Reading] = []
        started = self.endpoint.clock()
        ladder = Ladder(prompt, self.learned.dialect, self.learned.doubts)

        def begin() -> Reading:
            readings.append(Reading(prompt.system + prompt.user, on_text))
            return readings[-1]

        def usage() -> Usage:
            return sum((r.usage for r in readings), Usage(seconds=self.endpoint.clock() - started))

        def attempt(cutoff: Cutoff) -> tuple[str, Finish]:
            if on_text and readings and readings[-1].text:
                on_text("")
            return self._ask(cutoff, ladder, begin)

        try:
            text, finish = self.endpoint.call(attempt)
        except CallError as failed:
            raise self.endpoint.error(failed, usage()) from failed
        except GivenUpError as stopped:
            stopped.usage = usage()
            raise
        return Completion(text, self.name, usage(), finish)

    def _ask(self, cutoff: Cutoff, ladder: Ladder, begin: Callable[[], Reading]) -> tuple[str, Finish]:
        """One answer; asked for again at once while the endpoint refuses a part of the request we can change."""
        while True:
            try:
                text, finish = self._read(cutoff, ladder, begin())
            except CallError as failed:
                if failed.fault == "thoughts":
                    self.learned.take(ladder.dialect, ladder.doubted(), ladder.sure)
                if not ladder.down(failed):
                    raise
            else:
                self.learned.take(ladder.dialect, ladder.doubted(), ladder.sure)
                return text, finish

    def _read(self, cutoff: Cutoff, ladder: Ladder, reading: Reading) -> tuple[str, Finish]:
        for piece in chat(self.endpoint, cutoff, {"model": self.model, **ladder.dialect.request(ladder.prompt)}):
            reading.add(piece)
            if cutoff.passed:  # what has been received already may take long to read
                break
        if cutoff.passed and not reading.finish:
            raise CallError("timeout")
        text, finish = reading.end()
        if finish == "length" and _only_thoughts(text, ladder.prompt):
            raise CallError("thoughts")
        return text, finish


def _only_thoughts(text: str, prompt: Prompt) -> bool:
    """Whether a text that was cut off had not come to its answer yet."""
    said = spoken(text)
    if prompt.schema is None:  # one line is asked for: what is cut off after so many words is none
        return not said or len(said.split()) > _LINE_WORDS
    return not any(bracket in said for bracket in "{[")
