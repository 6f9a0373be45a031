"""The client against llmock, a stand-in for OpenAI that nobody here wrote, which judges what the client does.

It takes a call for a retry only if the one before had ended, and failed, from its own side: so broken streams are
paced, not sent in one go, and the waits before a retry are real where they are judged.
"""

from __future__ import annotations

import time

import openai.types.chat  # noqa: F401 (loads slowly: here, so that no deadline below pays for it)
import pytest
from llmock.pytest_plugin import LLMock

from bot.models.openai import OpenAIModel
from bot.models.openai_embedder import OpenAIEmbedder
from bot.models.protocol import Completion, ModelError, ModelFault, Prompt

ASK = Prompt("answer", "answer@12345678", "You answer.", "What is grokking?", 0.0, 900)


def ask(llmock: LLMock, deadline: float = 60.0) -> Completion:
    client = OpenAIModel(model="m", api_key="any", base_url=llmock.base_url(), deadline=deadline)
    return client.complete(ASK)


def hurried(llmock: LLMock, naps: list[float]) -> OpenAIModel:
    """A client on whose clock waiting takes no time but counts: where the waits themselves are not judged."""
    return OpenAIModel(
        model="m",
        api_key="any",
        base_url=llmock.base_url(),
        clock=lambda: time.monotonic() + sum(naps),
        sleep=naps.append,
    )


def test_it_speaks_the_protocol(llmock: LLMock) -> None:
    """An answer of a server written from OpenAI's documents is read whole, with its tokens."""
    llmock.reply("Grokking is late generalisation.")
    completion = ask(llmock)
    assert (completion.text, completion.finish) == ("Grokking is late generalisation.", "stop")
    assert completion.usage.prompt_tokens > 0
    assert completion.usage.completion_tokens > 0
    llmock.assert_resilient(strict=True)


def test_rate_limits_are_waited_out(llmock: LLMock) -> None:
    """A refusal with a Retry-After, a pause of that length, and then I have my answer."""
    llmock.rate_limit(times=1, retry_after=1)
    assert ask(llmock).usage.calls == 2
    llmock.assert_resilient(strict=True)


def test_the_endpoints_quota_is_respected(llmock: LLMock) -> None:
    """When the quota is used up for longer than I would wait, I am told, and the endpoint is left in peace."""
    llmock.limits(rpm=1)
    ask(llmock)
    with pytest.raises(ModelError) as caught:
        ask(llmock, deadline=1.5)
    assert (caught.value.fault, len(llmock.requests)) == ("rate_limit", 2)
    assert not llmock.verdict().errors


def test_a_truncated_stream_is_no_answer(llmock: LLMock) -> None:
    """A stream that ends early, without a word, is asked for again."""
    llmock.pace(20).reply("Grokking is late generalisation.", times=None).truncate(after_chunks=2)
    assert ask(llmock).text == "Grokking is late generalisation."
    llmock.assert_resilient(strict=True)


def test_a_stream_that_is_always_truncated_fails(llmock: LLMock) -> None:
    """Half an answer is never shown as a whole one."""
    llmock.truncate(after_chunks=2, times=None)
    with pytest.raises(ModelError) as caught:
        hurried(llmock, []).complete(ASK)
    assert caught.value.fault == "cut"


@pytest.mark.parametrize("fault", ["corrupt", "disconnect"])
def test_a_broken_stream_is_asked_for_again(llmock: LLMock, fault: str) -> None:
    """A garbled or dropped stream costs one more call, and the text has no hole."""
    llmock.pace(20).reply("Grokking is late generalisation.", times=None)
    getattr(llmock, fault)(after_chunks=2)
    completion = ask(llmock)
    assert (completion.text, completion.usage.calls) == ("Grokking is late generalisation.", 2)
    llmock.assert_resilient(strict=True)


def test_a_stalled_stream_is_left(llmock: LLMock) -> None:
    """A stream that hangs is given up at the deadline."""
    llmock.stall(after_chunks=1, seconds=3)
    with pytest.raises(ModelError) as caught:
        ask(llmock, deadline=0.5)
    assert caught.value.fault == "timeout"
    llmock.assert_resilient()


@pytest.mark.parametrize(("status", "fault"), [(400, "bad_request"), (401, "bad_key"), (404, "not_found")])
def test_what_cannot_succeed_is_not_repeated(llmock: LLMock, status: int, fault: ModelFault) -> None:
    """A request that was wrong once is not sent again."""
    llmock.fail(status, times=None)
    with pytest.raises(ModelError) as caught:
        ask(llmock)
    assert (caught.value.fault, len(llmock.requests)) == (fault, 1)
    llmock.assert_resilient(strict=True)


def test_too_long_a_prompt_is_told_apart(llmock: LLMock) -> None:
    """A prompt that does not fit is reported as that, so that the caller can shorten it."""
    llmock.context_overflow(times=None)
    with pytest.raises(ModelError) as caught:
        ask(llmock)
    assert (caught.value.fault, len(llmock.requests)) == ("context_overflow", 1)


def test_an_outage_ends_in_three_calls(llmock: LLMock) -> None:
    """While the provider is down it gets three calls for my question, as far apart as it asks for."""
    llmock.outage()
    naps: list[float] = []
    with pytest.raises(ModelError) as caught:
        hurried(llmock, naps).complete(ASK)
    assert (caught.value.fault, len(llmock.requests)) == ("server", 3)
    assert naps == [1.0, 1.0]


def test_its_embeddings_are_read(llmock: LLMock) -> None:
    """Vectors of a server written from OpenAI's documents have the right shape."""
    client = OpenAIEmbedder(model="text-embedding-3-small", api_key="any", base_url=llmock.base_url())
    assert client.embed(["one", "two"]).shape == (2, client.dimension)
    llmock.assert_resilient(strict=True)
