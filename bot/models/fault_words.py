"""What endpoints say when a call fails: their words come before the status, since one status means many things."""

from __future__ import annotations

from bot.models.protocol import ModelFault
from retrieval.text.patterns import Pattern

# OpenAI, Azure, vLLM, llama.cpp, Ollama, LM Studio, TGI, OpenRouter, Groq, Together, Gemini, Mistral, DeepSeek and
# Anthropic in their OpenAI-compatible forms. First match wins.
_SAID: tuple[tuple[ModelFault, Pattern], ...] = (
    (
        "region",
        Pattern(
            r"unsupported[_ ](?:country|region|location)"
            r"|\b(?:country|region|territory|location)\b.{0,40}\b(?:not (?:supported|available|allowed|served)"
            r"|unsupported|restricted|blocked)"
            r"|\b(?:not|n't|un) ?(?:supported|available|allowed|permitted|offered|serve)\b"
            r".{0,20} (?:in|from|to) (?:your|this) (?:country|region|location|territory|area)",
            "This model is not available in your region",
            "The parameter top_p is not supported",
        ),
    ),
    (
        "daily_limit",
        Pattern(
            r"per[- ]?day|\((?:TPD|RPD)\)|\bdaily\b.{0,30}\b(?:limit|quota)|per[- ]month\b|monthly.{0,20}limit",
            "Rate limit reached on tokens per day (TPD): Limit 100000, Used 99800",
            "Rate limit reached on tokens per minute (TPM): Limit 6000",
        ),
    ),
    (
        "no_credit",
        Pattern(
            r"insufficient[_ ](?:quota|balance|credits?|funds)|billing_(?:not_active|hard_limit)"
            r"|credit (?:balance|limit)|more credits|out of credits?|no credits|available credits|spending limit"
            r"|payment required|account is not active",
            "Your credit balance is too low",
            "Your quota resets in 20 s",
        ),
    ),
    (
        "bad_key",
        Pattern(
            r"invalid_api_key|api[_ -]?key[^.]{0,30}(?:not valid|invalid|expired|missing|not provided|required)"
            r"|(?:incorrect|invalid|missing|no|wrong) (?:x-)?(?:api|subscription)[- ]key|API_KEY_INVALID"
            r"|authentication[_ ](?:fail|error|required)|no auth credentials",
            "Incorrect API key provided",
            "Your API key has reached its limit",
        ),
    ),
    (
        "content_filter",
        Pattern(
            r"content_?filter|content_policy_violation|content management policy|ResponsibleAIPolicy"
            r"|requires moderation|was flagged|data_inspection_failed|content exists risk",
            "the response was filtered by our content management policy",
            "the content of the message is missing",
        ),
    ),
    (
        "bad_request",  # OpenRouter's 404, when no provider takes a field that was sent
        Pattern(
            r"no endpoints found that (?:can handle|support)",
            "No endpoints found that can handle the requested parameters.",
            "No endpoints found matching your data policy",
        ),
    ),
    (
        "context_overflow",
        Pattern(
            r"context[_ ](?:length|size|window|limit)|maximum (?:context|model) length|max_new_tokens|model_max_length"
            r"|(?:prompt|input) (?:is )?(?:too (?:long|large)|exceeds)|request (?:is )?too large|input token count"
            r"|too many (?:input )?tokens"
            r"|reduce the length",
            "This model's maximum context length is 8192 tokens",
            "Too many requests, 8192 tokens a minute",
        ),
    ),
    (
        "memory",
        Pattern(
            r"\b(?:out of|not enough|insufficient|requires? more|too little|exceeds? available)(?: \w+){0,2}"
            r" (?:memory|vram)\b|cudaMalloc|\b(?:unable|failed) to allocate|insufficient system resources|\bOOM\b",
            "model requires more system memory (5.3 GiB) than is available",
            "The memory of this conversation is full",
        ),
    ),
    (
        "loading",
        Pattern(
            r"\bloading\b.{0,30}\bmodel\b|\bmodel\b.{0,80}\b(?:is|being|still)\b.{0,20}\bload(?:ing|ed)\b"
            r"|unloaded|warming up|cold start",
            "Model m is currently loading",
            "Failed to load the model",
        ),
    ),
    (
        "not_found",
        Pattern(
            r"model_not_found|not a valid model|invalid[_ ]model\b|\bmodel\b.{0,80}\b(?:not found|(?:does )?not exist"
            r"|decommissioned|no longer)|unable to access.{0,20}model|DeploymentNotFound"
            r"|no models? loaded|failed to load model|unknown model|not found, try pulling"
            r"|models/.{1,80} is not found|verified to use the model|model_decommissioned|not_found_error",
            "The model `llama-9` was not found",
            "The model `llama-9` is overloaded",
        ),
    ),
    (
        "rate_limit",
        Pattern(
            r"rate[-_ ]?limit|too many requests|RESOURCE_EXHAUSTED|throttl",
            "z-ai/glm is temporarily rate-limited upstream",
            "The rate of the sampler is out of its limits",
        ),
    ),
)
_STATUS: dict[int, ModelFault] = {
    401: "bad_key", 402: "no_credit", 403: "bad_key", 404: "not_found", 405: "not_found", 407: "proxy",
    408: "timeout", 409: "server", 413: "context_overflow", 429: "rate_limit",
}  # fmt: skip


def fault_of(status: int | None, said: str, page: bool = False) -> ModelFault:
    """The fault behind an endpoint's error: its HTTP *status* (None inside a stream), and what it *said*.

    A web *page* says nothing of the model: a gateway's outage may pass, any other page comes from elsewhere.
    """
    if page and not (status == 429 or (status or 0) >= 500):
        return "proxy" if status == 407 else "web_page"
    for fault, words in _SAID:
        if words.find(said):
            return fault
    if status is None or status >= 500:
        return "server"
    return _STATUS.get(status, "bad_request")
