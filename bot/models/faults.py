"""Every way a model call can fail: the words for the user, the cure, and whether to try again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.protocol import ModelError, ModelFault
from bot.types import Usage
from retrieval.text.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Fault:
    """*sentence* tells the user (without its full stop), *hint* the cure.

    *retries* is how many more times the same call is worth sending: 0 is never.
    """

    sentence: str
    hint: str
    retries: int


_ADDRESS = "Check the base URL: it usually ends in /v1."

FAULTS: dict[ModelFault, Fault] = {
    "bad_key": Fault(
        "The model's endpoint refused the API key",
        "Set OPENAI_API_KEY to a key that is valid for this model.",
        0,
    ),
    "region": Fault(
        "The model's endpoint does not serve this country or region",
        "Choose a model or an endpoint that is offered where this machine is.",
        0,
    ),
    "no_credit": Fault(
        "The model's account is out of credit",
        "Add credit to the account or raise its limit; asking again before that is of no use.",
        0,
    ),
    "rate_limit": Fault("The model's endpoint is taking no more requests now", "Ask again in a minute.", 2),
    "timeout": Fault(
        "The model did not answer in time", "Ask again; a slow or loading model needs more BROADSHEET_MODEL_SECONDS.", 2
    ),
    "unreachable": Fault(
        "The model's endpoint cannot be reached", "Check the network, the base URL and the server.", 2
    ),
    "cut": Fault("The model's answer broke off before its end", "Ask again.", 1),
    "empty": Fault(
        "The model answered without any text",
        "Ask again; a model that reasons may need a larger max_tokens in the prompt's file.",
        1,
    ),
    "content_filter": Fault("The model declined to answer", "Put the question in other words.", 0),
    "context_overflow": Fault(
        "The text is longer than this model can read",
        "Ask about fewer papers or a shorter time, or choose a model with a longer context.",
        0,
    ),
    "not_found": Fault(
        "The model's endpoint does not know this model or this address", f"Check the model's name. {_ADDRESS}", 0
    ),
    "server": Fault("The model's endpoint failed", "Ask again in a few minutes.", 2),
    "bad_request": Fault(
        "The model's endpoint refused the request",
        f"Check that the model is of the right kind (chat or embedding). {_ADDRESS}",
        0,
    ),
    "malformed": Fault("The model's endpoint sent something unreadable", f"Ask again. {_ADDRESS}", 1),
    "script_end": Fault("The script has no reply left", "Add replies to the script's file.", 0),
}  # fmt: skip


class CallError(Exception):
    """One HTTP call failed: *status* if there was one, what the endpoint *said*, the seconds to *wait*."""

    def __init__(
        self, fault: ModelFault, *, status: int | None = None, said: str = "", wait: float | None = None
    ) -> None:
        super().__init__(fault)
        self.fault = fault
        self.status = status
        self.said = said
        self.wait = wait


def model_error(fault: ModelFault, detail: str = "", usage: Usage | None = None) -> ModelError:
    """The error for *fault*. *detail* goes in brackets: an HTTP status or a time, never a body or an address."""
    row = FAULTS[fault]
    brackets = f" ({detail})" if detail else ""
    return ModelError(f"{row.sentence}{brackets}.", row.hint, fault, usage)


# What endpoints say when there is no better mark than their words: OpenAI, Azure, vLLM, llama.cpp, Ollama,
# TGI, Gemini, Mistral, DeepSeek and Anthropic in their OpenAI-compatible forms. First match wins.
_SAID: tuple[tuple[ModelFault, Pattern], ...] = (
    (
        "region",
        Pattern(
            r"unsupported_country|(country|region|territory|location) (is )?not supported",
            "User location is not supported for the API use",
            "The parameter top_p is not supported",
        ),
    ),
    (
        "no_credit",
        Pattern(
            r"insufficient[_ ](quota|balance)|billing_(not_active|hard_limit)|credit balance",
            "Your credit balance is too low",
            "Your quota resets in 20 s",
        ),
    ),
    (
        "bad_key",
        Pattern(
            r"invalid_api_key|api key not valid|(incorrect|invalid) api key",
            "Incorrect API key provided",
            "Your API key has reached its limit",
        ),
    ),
    (
        "content_filter",
        Pattern(
            r"content_filter|content_policy_violation|content management policy",
            "the response was filtered by our content management policy",
            "the content of the message is missing",
        ),
    ),
    (
        "not_found",
        Pattern(
            r"model_not_found|not a valid model|model .{1,80} not found",
            "The model `llama-9` was not found",
            "The model `llama-9` is overloaded",
        ),
    ),
    (
        "context_overflow",
        Pattern(
            r"context[_ ](length|size|window)|maximum (context|model) length|max_new_tokens"
            r"|prompt is too long|input token count|request too large|too many tokens",
            "This model's maximum context length is 8192 tokens",
            "Too many requests, 8192 tokens a minute",
        ),
    ),
)
_STATUS: dict[int, ModelFault] = {
    401: "bad_key", 402: "no_credit", 403: "bad_key", 404: "not_found", 408: "timeout", 409: "server",
    413: "context_overflow", 429: "rate_limit",
}  # fmt: skip


def fault_of(status: int | None, said: str) -> ModelFault:
    """The fault behind an endpoint's error: its HTTP *status* (None inside a stream), and what it *said*.

    The words come first, since one status means many things: a 429 may be a spent account, a 500 an
    overlong prompt.
    """
    for fault, words in _SAID:
        if words.find(said):
            return fault
    if status is None or status >= 500:
        return "server"
    return _STATUS.get(status, "bad_request")
