"""The client of OpenAI-compatible endpoints, against a server that does what real ones have been seen to do."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import openai.types.chat  # noqa: F401 (loads slowly: here, so that no deadline below pays for it)
import pytest
from model_server import (
    Behaviour,
    Exchange,
    chunk,
    drips,
    model_server,
    picky,
    refuses,
    resets,
    says,
    sends,
    stalls,
    streams,
)

from bot.models.openai import OpenAIModel
from bot.models.openai_embedder import BATCH, OpenAIEmbedder
from bot.models.protocol import Completion, ModelError, ModelFault, Prompt
from bot.models.tokens import estimate
from bot.types import Usage
from retrieval.errors import EmbedderError

KEY = "sk-do-not-show-me"
SCHEMA = {"type": "object", "properties": {"claims": {"type": "array"}}}
ASK = Prompt("answer", "answer@12345678", "You answer.", "What is grokking?", 0.0, 900, SCHEMA)
LINE = Prompt("tldr", "tldr@12345678", "You shorten.", "An abstract.", 0.0, 120)


class Naps:
    """A clock on which waiting takes no time but counts all the same."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)

    def clock(self) -> float:
        return time.monotonic() + sum(self.taken)


def model(url: str, naps: Naps | None = None, deadline: float = 60.0) -> OpenAIModel:
    naps = naps or Naps()
    return OpenAIModel(model="m", api_key=KEY, base_url=url, deadline=deadline, clock=naps.clock, sleep=naps.sleep)


def ask(*behaviours: Behaviour, prompt: Prompt = ASK) -> tuple[Completion, list[dict[str, Any]]]:
    with model_server(*behaviours) as server:
        return model(server.url).complete(prompt), server.requests


def fail(*behaviours: Behaviour, naps: Naps | None = None) -> tuple[ModelError, int]:
    """The error that comes of it, and the number of HTTP calls."""
    with model_server(*behaviours) as server, pytest.raises(ModelError) as caught:
        model(server.url, naps).complete(ASK)
    return caught.value, len(server.requests)


def test_an_answer_comes_with_its_cost() -> None:
    """I get the text, whole, and what it cost."""
    completion, requests = ask(says("Grokking is late generalisation."))
    assert (completion.text, completion.finish) == ("Grokking is late generalisation.", "stop")
    assert completion.model == "openai:m"
    assert completion.usage == Usage(11, 7, completion.usage.seconds, 1)
    assert completion.usage.seconds > 0
    assert requests[0]["messages"] == ASK.messages
    assert (requests[0]["model"], requests[0]["max_tokens"], requests[0]["temperature"]) == ("m", 900, 0.0)


def test_a_running_total_is_not_added_up() -> None:
    """An endpoint that counts anew in every piece costs me what it says last, not the sum."""
    totals = [chunk("A") | {"usage": {"prompt_tokens": 40, "completion_tokens": n}} for n in range(1, 6)]
    completion, _ = ask(streams(*totals, chunk(finish="stop"), "[DONE]"))
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (40, 5)


COUNTS = [
    ({"x_groq": {"usage": {"prompt_tokens": 40, "completion_tokens": 5}}}, (40, 5)),
    (
        {"choices": [{"delta": {}, "finish_reason": "stop", "usage": {"prompt_tokens": 40, "completion_tokens": 5}}]},
        (40, 5),
    ),
    ({"usage": {"input_tokens": 40, "output_tokens": 5}}, (40, 5)),
    ({"usage": {"prompt_tokens": 40, "completion_tokens": 5, "total_tokens": 345}}, (40, 305)),
]


@pytest.mark.parametrize(("last", "counted"), COUNTS)
def test_tokens_are_found_where_the_endpoint_counts_them(last: dict[str, Any], counted: tuple[int, int]) -> None:
    """Each provider has a place for its count, some leave thoughts to the total: I pay and see what was counted."""
    usage = ask(streams(chunk("A"), chunk(finish="stop") | last, "[DONE]"))[0].usage
    assert (usage.prompt_tokens, usage.completion_tokens) == counted


def test_a_bare_total_is_all_on_the_budget() -> None:
    """An endpoint that gives one number costs me that number."""
    usage = ask(streams(chunk("A"), chunk(finish="stop") | {"usage": {"total_tokens": 5000}}))[0].usage
    assert usage.prompt_tokens + usage.completion_tokens == 5000


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_a_model_on_this_machine_is_reached_past_the_proxy(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """The office's proxy is set for everything; my own model answers all the same."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    assert ask(says("There."))[0].text == "There."


def test_text_is_shown_as_it_grows() -> None:
    """I see the answer while it is being written, always all of it so far."""
    seen: list[str] = []
    with model_server(says("abcdefgh")) as server:
        model(server.url).complete(ASK, seen.append)
    assert seen == ["abc", "abcdef", "abcdefgh"]


def test_an_endpoint_that_does_not_stream_serves_as_well() -> None:
    """My gateway answers in one piece: the answer arrives all the same."""
    whole = {
        "choices": [{"message": {"content": "Late."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 2},
    }
    completion, _ = ask(sends(whole))
    assert (completion.text, completion.usage.prompt_tokens, completion.usage.calls) == ("Late.", 5, 1)


def test_an_answer_cut_by_its_limit_says_so() -> None:
    """An answer that ran into its limit is marked, not passed off as whole."""
    completion, _ = ask(says('{"claims": [', finish="length"))
    assert (completion.text, completion.finish) == ('{"claims": [', "length")


ONE_CALL: list[tuple[ModelFault, Behaviour]] = [
    ("bad_key", refuses(401, "Incorrect API key provided: sk-do-not-show-me", "invalid_api_key")),
    ("bad_key", refuses(403)),
    ("bad_key", refuses(400, "API key not valid. Please pass a valid API key.")),
    ("no_credit", refuses(429, "You exceeded your current quota.", "insufficient_quota")),
    ("no_credit", refuses(402, "Insufficient Balance")),
    ("not_found", refuses(404, "The model m does not exist", "model_not_found")),
    ("not_found", refuses(404, 'model "m" not found, try pulling it first')),
    ("context_overflow", refuses(400, "too long", "context_length_exceeded")),
    ("context_overflow", refuses(400, "This model's maximum context length is 512 tokens. max_tokens is too large")),
    ("context_overflow", refuses(400, "However, the model's context length is only 1024 tokens, resulting in …")),
    ("context_overflow", refuses(500, "the request exceeds the available context size, try increasing it")),
    ("context_overflow", refuses(400, "Requested tokens (5000) exceed context window of 4096")),
    ("context_overflow", refuses(413, "Request too large for model m on tokens per minute (TPM)")),
    ("context_overflow", streams({"error": {"message": "input length exceeds the context length"}})),
    ("content_filter", refuses(400, "The response was filtered", "content_filter")),
    ("content_filter", streams(chunk("He"), chunk(finish="content_filter"))),
    ("content_filter", streams({"choices": [{"delta": {"refusal": "I cannot"}}]}, chunk(finish="stop"))),
    ("web_page", sends("<html>A chat</html>", "text/html")),
    ("thoughts", streams(chunk("", "length"))),
    ("thoughts", says("<think>Hm. Which paper", finish="length")),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "behaviour"), ONE_CALL)
def test_what_cannot_succeed_is_tried_once(fault: ModelFault, behaviour: Behaviour) -> None:
    """A wrong key, a spent account, too long a question: one call, one clear sentence, and no retries."""
    error, calls = fail(behaviour, says("never reached"))
    assert (error.fault, calls, error.usage.calls) == (fault, 1, 1)


RETRIED: list[tuple[ModelFault, int, Behaviour]] = [
    ("rate_limit", 3, refuses(429, "slow down", "rate_limit_exceeded")),
    ("rate_limit", 3, streams({"error": {"code": 429, "message": "slow down"}})),
    ("server", 3, refuses(502)),
    ("server", 4, refuses(500)),  # once more without the schema
    ("loading", 3, refuses(503, "Loading model")),
    ("server", 3, refuses(409)),
    ("server", 3, streams(chunk("He"), {"error": {"message": "overloaded"}})),
    ("timeout", 3, refuses(408)),
    ("unreachable", 3, resets()),
    ("cut", 2, streams(chunk("Grokking is"))),
    ("cut", 2, resets(chunk("Grokking is"))),
    ("malformed", 2, streams(chunk("Grokking is"), '{"choices": [{')),
    ("malformed", 2, streams("[" * 100_000)),
    ("malformed", 2, sends('{"a":' * 100_000)),
    ("cut", 2, streams(chunk("Grokking is", "error"))),
    ("malformed", 2, sends("[]")),
    ("malformed", 2, sends("{")),
    ("empty", 2, streams({"choices": []}, "[DONE]")),
    ("empty", 2, streams(chunk(None, "stop"))),
    ("empty", 2, sends({"choices": [{"message": {"content": None}, "finish_reason": "stop"}]})),
]


@pytest.mark.parametrize(("fault", "calls", "behaviour"), RETRIED)
def test_what_may_pass_is_tried_again_but_not_for_ever(fault: ModelFault, calls: int, behaviour: Behaviour) -> None:
    """A hiccup costs me a moment; an outage ends in one clear sentence, after a counted number of calls."""
    error, made = fail(behaviour)
    assert (error.fault, made, error.usage.calls) == (fault, calls, calls)
    completion, requests = ask(behaviour, says("There."))
    assert (completion.text, len(requests), completion.usage.calls) == ("There.", 2, 2)


def test_a_retry_starts_the_shown_text_over() -> None:
    """When an answer breaks off and is asked for again, the half I saw is taken back."""
    seen: list[str] = []
    with model_server(streams(chunk("Half")), says("All")) as server:
        model(server.url).complete(ASK, seen.append)
    assert seen == ["Half", "", "All"]


def test_a_failure_of_the_screen_is_not_taken_for_the_models() -> None:
    """An error in what shows the text comes through as it is, after one call."""

    def broken(text: str) -> None:
        raise ValueError("no screen")

    with model_server(says("abc")) as server, pytest.raises(ValueError, match="no screen"):
        model(server.url).complete(ASK, broken)
    assert len(server.requests) == 1


def test_retry_after_is_kept_to() -> None:
    """A busy endpoint that asks for seven seconds gets seven seconds."""
    naps = Naps()
    with model_server(refuses(429, Retry_After="7"), says("There.")) as server:
        assert model(server.url, naps).complete(ASK).text == "There."
    assert naps.taken == [7.0]


def test_retry_after_beyond_the_deadline_is_not_waited_for() -> None:
    """I am told at once that the endpoint is busy if its pause is longer than I would wait."""
    naps = Naps()
    error, calls = fail(refuses(429, Retry_After="3600"), naps=naps)
    assert (error.fault, calls, naps.taken) == ("rate_limit", 1, [])


EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
NEVER_DONE = {
    "silence": stalls(),
    "silence after a piece": stalls(chunk("Grokking")),
    "headers in drips": drips(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    "one body in drips": drips(EVENTS.replace(b"text/event-stream", b"application/json"), b" "),
    "comments in drips": drips(EVENTS, b": still thinking\n\n"),
    "events in drips": drips(EVENTS, b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n'),
}


@pytest.mark.parametrize("behaviour", NEVER_DONE.values(), ids=NEVER_DONE.keys())
def test_the_deadline_holds_however_the_endpoint_dawdles(behaviour: Behaviour) -> None:
    """I never wait longer than the deadline, whether the endpoint is silent or drips a byte now and then."""
    with model_server(behaviour) as server:
        with pytest.raises(ModelError) as caught:
            model(server.url, deadline=0.5).complete(ASK)
        assert (len(server.requests), server.served) == (1, 0)
    assert caught.value.fault == "timeout"
    assert "0.5 s" in caught.value.message


def test_nobody_there() -> None:
    """A server that is not running is named as such, with a hint at the address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    with pytest.raises(ModelError) as caught:
        model(url).complete(ASK)
    assert caught.value.fault == "unreachable"


def test_no_secret_in_any_message() -> None:
    """My key, the address and what the endpoint wrote stay out of what is shown and logged."""
    echo = refuses(401, f"Incorrect API key provided: {KEY} at http://internal.example/v1")
    error, _ = fail(echo)
    assert error.message == "The model's endpoint refused the API key (HTTP 401)."
    assert KEY not in repr(error) + error.hint


def names(*words: str) -> Callable[[dict[str, Any]], str]:
    """A problem with every request that has one of these fields."""
    return lambda request: next((f"Unsupported parameter: '{w}'" for w in words if w in request), "")


def test_a_schema_is_asked_for_strictly() -> None:
    """Where the endpoint can hold the model to a form, it is asked to."""
    _, requests = ask(says("{}"))
    assert requests[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
    }
    _, requests = ask(says("A line."), prompt=LINE)
    assert "response_format" not in requests[0]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This response_format type is unavailable now"),
        (422, "response_format.type: value is not one of the allowed values ['text','json_object']"),
        (500, "1 validation error: Input should be 'text' or 'json_object'"),
    ],
)
def test_without_json_schema_a_json_object_will_do(status: int, message: str) -> None:
    """My local server knows no schemas: I get answers, and the detour is taken once, not every time."""

    def problem(request: dict[str, Any]) -> str:
        return message if request.get("response_format", {}).get("type") == "json_schema" else ""

    with model_server(picky(problem, says("{}"), status)) as server:
        client = model(server.url)
        assert client.complete(ASK).usage.calls == 2
        assert client.complete(ASK).usage.calls == 1
    formats = [request["response_format"]["type"] for request in server.requests]
    assert formats == ["json_schema", "json_object", "json_object"]


def test_without_any_json_mode_the_prompt_has_to_do() -> None:
    """An endpoint without structured answers is asked in words alone."""
    completion, requests = ask(picky(names("response_format"), says("{}")))
    assert (completion.text, completion.usage.calls) == ("{}", 3)
    assert "response_format" not in requests[-1]


def test_without_stream_options_the_tokens_are_estimated() -> None:
    """An endpoint that will not count its tokens still answers; they are estimated from what went to and fro."""
    completion, _ = ask(picky(names("stream_options"), says("There.")), prompt=LINE)
    sent = estimate(LINE.system + LINE.user)
    assert (completion.text, completion.usage) == ("There.", Usage(sent, 2, completion.usage.seconds, 2))


def test_reasoning_models_get_the_parameters_they_take() -> None:
    """A model that takes neither a temperature nor max_tokens answers."""

    def problem(request: dict[str, Any]) -> str:
        if "max_tokens" in request:
            return "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        return names("temperature")(request)

    completion, requests = ask(picky(problem, says("There.")), prompt=LINE)
    assert (completion.text, completion.usage.calls) == ("There.", 3)
    assert requests[-1]["max_completion_tokens"] == LINE.max_tokens


def test_what_was_not_sent_is_not_blamed() -> None:
    """A refusal we cannot mend by leaving something out is final."""
    with model_server(refuses(400, "response_format is wrong")) as server, pytest.raises(ModelError) as caught:
        model(server.url).complete(LINE)
    assert (caught.value.fault, len(server.requests)) == ("bad_request", 1)


def vectors(to: Exchange) -> None:
    """Embeds each text as its length and 1, in the wrong order."""
    rows = [{"index": i, "embedding": [len(text), 1]} for i, text in enumerate(to.request["input"])]
    sends({"data": rows[::-1], "model": "e"})(to)


def embedder(url: str, deadline: float = 60.0) -> OpenAIEmbedder:
    naps = Naps()
    return OpenAIEmbedder(model="e", api_key=KEY, base_url=url, deadline=deadline, clock=naps.clock, sleep=naps.sleep)


def test_texts_become_unit_vectors_in_order_and_in_batches() -> None:
    """A thousand abstracts become vectors of unit length, each at its own place."""
    texts = ["x" * n for n in range(2 * BATCH + 2)]
    with model_server(vectors) as server:
        found = embedder(server.url).embed(texts)
    assert (found.shape, len(server.requests)) == ((len(texts), 2), 3)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(found[:, 0] / found[:, 1], range(len(texts)), rtol=1e-5)


def test_the_dimension_is_asked_once() -> None:
    """Nobody has to look up how long the model's vectors are."""
    with model_server(vectors) as server:
        one = embedder(server.url)
        assert (one.name, one.dimension, one.dimension, one.embed([]).shape) == ("openai:e", 2, 2, (0, 2))
    assert len(server.requests) == 1


def test_lengths_are_estimated_on_the_safe_side() -> None:
    """A text is cut rather too early than too late."""
    assert embedder("http://127.0.0.1:9/v1").count_tokens("attention") == 3
    assert embedder("http://127.0.0.1:9/v1").max_tokens == 512
    assert OpenAIEmbedder(model="e", api_key=KEY).max_tokens == 8191


BROKEN_VECTORS = [
    sends({"data": []}),
    sends({"data": None}),
    sends({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}),
    sends({"data": [{"index": 0, "embedding": [None, 1.0]}]}),
    sends({"data": [{"index": 0, "embedding": "x"}]}),
    sends({"data": [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0]}]}),
    sends("no JSON"),
    sends("[" * 100_000),
    sends("<html>", "text/html"),
    refuses(401),
]


@pytest.mark.parametrize("behaviour", BROKEN_VECTORS)
def test_a_broken_vector_is_never_stored(behaviour: Behaviour) -> None:
    """Missing, ragged, zero or unreadable vectors raise an error with a cure."""
    with model_server(behaviour) as server, pytest.raises(EmbedderError) as caught:
        embedder(server.url).embed(["one"])
    assert caught.value.hint


def test_vectors_of_another_length_are_refused() -> None:
    """If the endpoint changes its model under way, no mixed vectors come of it."""
    longer = sends({"data": [{"index": 0, "embedding": [1.0, 2.0, 3.0]}]})
    with model_server(vectors, longer) as server, pytest.raises(EmbedderError):
        embedder(server.url).embed(["x"] * BATCH + ["y"])


def test_embedding_keeps_its_deadline() -> None:
    """An endpoint that drips its vectors is left at the deadline."""
    with model_server(drips(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x")) as server:
        with pytest.raises(EmbedderError, match="in time"):
            embedder(server.url, deadline=0.5).embed(["one"])
        assert (len(server.requests), server.served) == (1, 0)
