"""How servers of the OpenAI-compatible kind have been seen to answer and to refuse, and what has to come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from model_server import Behaviour, Exchange, chunk, says, sends, streams

ANSWER = json.dumps({"claims": [{"text": "It is slow.", "evidence": [{"source": 1, "quote": "It is slow."}]}]})
THOUGHTS = "The question asks whether it is slow. Abstract 1 says so. "
Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """A *server* that does something of a *kind*. *comes*: "answer", or the fault it has to be taken for.

    *calls* is the number of requests that may take, *sent* what the last of them must satisfy.
    """

    server: str
    kind: str
    does: Behaviour
    comes: str = "answer"
    calls: int = 1
    sent: Callable[[Request], bool] = lambda request: True

    def __str__(self) -> str:
        return f"{self.server}: {self.kind}"


def raw(status: int, body: Any, kind: str = "application/json") -> Behaviour:
    """A body as it stands, or an object as JSON."""

    def behave(to: Exchange) -> None:
        to.head(status, kind)
        to.send((body if isinstance(body, str) else json.dumps(body)).encode())

    return behave


def unless(fits: Callable[[Request], bool], refusal: Behaviour, then: Behaviour | None = None) -> Behaviour:
    """*refusal* of each request that does not fit."""
    return lambda to: (then or says(ANSWER) if fits(to.request) else refusal)(to)


def whole(content: Any, finish: str = "stop", **more: Any) -> Behaviour:
    """An answer in one piece."""
    message = {"role": "assistant", "content": content, **more}
    return sends({"choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": None})


def either(to: Exchange) -> None:
    """The answer, streamed if that is asked for."""
    (says(ANSWER) if to.request["stream"] else whole(ANSWER))(to)


def thinks(field: str, thoughts: str, text: str = "", finish: str = "stop") -> Behaviour:
    """Thoughts in a field of their own, then the text."""
    delta = {"choices": [{"index": 0, "delta": {field: thoughts, "content": None}, "finish_reason": None}]}
    return streams(delta, *([chunk(text)] if text else []), chunk(finish=finish), "[DONE]")


def roomy(then: Behaviour, thoughts: Behaviour) -> Behaviour:
    """*then*, where there are 2,000 tokens to think in."""
    return unless(lambda r: r.get("max_tokens", r.get("max_completion_tokens", 0)) >= 2000, thoughts, then)


def openai(message: str, kind: str = "invalid_request_error", param: str | None = None, code: Any = None) -> Any:
    """OpenAI's form of an error."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def schemaless(r: Request) -> bool:
    return "response_format" not in r


def no_schema(r: Request) -> bool:
    return (r.get("response_format") or {}).get("type") != "json_schema"


def unstreamed(r: Request) -> bool:
    return not r["stream"]


def systemless(r: Request) -> bool:
    return all(m["role"] != "system" for m in r["messages"]) and "You answer." in r["messages"][0]["content"]


def cold(r: Request) -> bool:
    return "temperature" not in r


def short(r: Request) -> bool:
    return r.get("max_tokens", 0) <= 512


def completions_limit(r: Request) -> bool:
    return "max_tokens" not in r and "max_completion_tokens" in r


def optionless(r: Request) -> bool:
    return "stream_options" not in r


REPLY = "which part of a reply is the answer"
ROOM = "thoughts that leave no room"
FORM = "form of the stream"
PART = "a part of the request refused"
BARE = "a refusal that says nothing"
TRUE = "the true cause of a failure"

_PAGE = "<!DOCTYPE html><html><head><title>Blocked by the web filter</title></head><body>secret-page</body></html>"
_GROQ_DAY = "Rate limit reached for model `m` in organization `o` on tokens per day (TPD): Limit 100000, Used 99930."
_OVERLONG = "max_tokens: 900 > 512, which is the maximum allowed number of output tokens for m"

SERVED = (
    # Which part of a reply is the answer.
    Served("Mistral", REPLY, whole([{"type": "thinking", "thinking": [{"type": "text", "text": "{}"}]},
                                    {"type": "text", "text": ANSWER}])),
    Served("Mistral", REPLY, streams({"choices": [{"delta": {"content": [{"type": "text", "text": ANSWER}]}}]},
                                     chunk(finish="stop"), "[DONE]")),
    Served("vLLM", REPLY, thinks("reasoning_content", ANSWER)),
    Served("vLLM", REPLY, thinks("reasoning", f"{THOUGHTS}\n{ANSWER}")),
    Served("Ollama", REPLY, thinks("reasoning", THOUGHTS, ANSWER)),
    Served("Ollama", REPLY, whole("", reasoning=ANSWER)),
    Served("LM Studio", REPLY, says(f"{THOUGHTS}</think>\n{ANSWER}")),
    Served("llama.cpp", REPLY, says(f"<|channel|>analysis<|message|>{THOUGHTS}<|end|><|start|>assistant"
                                    f"<|channel|>final<|message|>{ANSWER}")),
    Served("DeepSeek", REPLY, thinks("reasoning_content", THOUGHTS + '{"claims": []}', ANSWER)),
    Served("Gemini", REPLY, whole({"type": "text", "text": ANSWER})),
    Served("Together", REPLY, sends({"choices": [{"index": 0, "text": ANSWER, "finish_reason": "eos"}]})),
    Served("vLLM", REPLY, streams(
        {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": ANSWER[:9]}}]}}]},
        {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": ANSWER[9:]}}]}}]},
        chunk(finish="tool_calls"), "[DONE]")),
    Served("Ollama", REPLY, whole("", "tool_calls", tool_calls=[{"function": {"arguments": json.loads(ANSWER)}}])),
    # Thoughts that leave no room.
    Served("vLLM", ROOM, roomy(says(f"<think>{THOUGHTS}</think>{ANSWER}"), says(f"<think>{THOUGHTS}", "length")),
           calls=2),
    Served("LM Studio", ROOM, roomy(says(f"{THOUGHTS}</think>{ANSWER}"), says(THOUGHTS, "length")), calls=2),
    Served("Ollama", ROOM, roomy(thinks("reasoning", THOUGHTS, ANSWER), thinks("reasoning", THOUGHTS, finish="length")),
           calls=2),
    Served("Gemini", ROOM, roomy(says(ANSWER), streams(chunk(finish="MAX_TOKENS"), "[DONE]")), calls=2),
    Served("OpenAI", ROOM, unless(completions_limit, raw(400, openai(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        param="max_tokens", code="unsupported_parameter")),
        roomy(says(ANSWER), streams(chunk("", "length")))), calls=3),
    Served("OpenRouter", ROOM, thinks("reasoning", THOUGHTS, finish="length"), "thoughts", 2),
    # The form of the stream.
    Served("LM Studio", FORM, streams(chunk(ANSWER), "[DONE]")),
    Served("Ollama", FORM, streams(chunk(ANSWER))),
    Served("llama.cpp", FORM, raw(200, f"data: {json.dumps(chunk(ANSWER))}\ndata: {json.dumps(chunk(finish='stop'))}\n",
                                  "text/plain")),
    Served("Azure", FORM, streams({"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}, chunk(ANSWER),
                                  chunk(finish="stop"), "[DONE]")),
    Served("OpenRouter", FORM, raw(200, f": OPENROUTER PROCESSING\n\ndata: {json.dumps(chunk(ANSWER, 'stop'))}\n\n",
                                   "application/json")),
    Served("vLLM", FORM, raw(200, json.dumps({"choices": [{"message": {"content": ANSWER}, "finish_reason": "stop"}]}),
                             "text/event-stream")),
    Served("Ollama", FORM, raw(200, "\n".join(json.dumps(c) for c in (chunk(ANSWER[:9]), chunk(ANSWER[9:], "stop"))),
                               "application/x-ndjson")),
    Served("Gemini", FORM, raw(200, f"data: {json.dumps(chunk(ANSWER, 'STOP'))}\r\n\r\n")),
    Served("Anthropic", FORM, streams(chunk(ANSWER), chunk(finish="end_turn"), "[DONE]")),
    # A part of the request refused.
    Served("vLLM", PART, unless(systemless, raw(400, {
        "object": "error", "message": "System role not supported", "type": "BadRequestError", "param": None,
        "code": 400})), calls=2, sent=systemless),
    Served("Gemini", PART, unless(systemless, raw(400, [{"error": {
        "code": 400, "message": "Developer instruction is not enabled for models/gemma-3-27b-it",
        "status": "INVALID_ARGUMENT"}}])), calls=2, sent=systemless),
    Served("llama.cpp", PART, unless(systemless, raw(500, {"error": {
        "code": 500, "message": "Jinja Exception: Conversation roles must alternate user/assistant/user/assistant",
        "type": "server_error"}})), calls=2, sent=systemless),
    Served("OpenAI", PART, unless(unstreamed, raw(400, openai(
        "Your organization must be verified to stream this model.", param="stream", code="unsupported_value")),
        whole(ANSWER)), calls=2, sent=unstreamed),
    Served("Azure", PART, unless(unstreamed, raw(403, {"detail": "Streaming is disabled for this deployment."}),
                                 whole(ANSWER)), calls=2, sent=unstreamed),
    Served("Mistral", PART, unless(optionless, raw(422, {"object": "error", "message": {"detail": [
        {"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}]}})),
        calls=2, sent=optionless),
    Served("Azure", PART, unless(optionless, raw(400, openai("Unrecognized request argument: stream_options"))),
           calls=2, sent=optionless),
    Served("Groq", PART, unless(no_schema, raw(400, openai(
        "This model does not support response format `json_schema`.", param="response_format"))),
        calls=2, sent=no_schema),
    Served("Groq", PART, unless(schemaless, raw(400, {"error": {
        "message": "Failed to generate JSON. Please adjust your prompt.", "code": "json_validate_failed",
        "failed_generation": "context length of the model"}})), calls=3, sent=schemaless),
    Served("DeepSeek", PART, unless(no_schema, raw(400, openai("This response_format type is unavailable now"))),
           calls=2, sent=no_schema),
    Served("LM Studio", PART, unless(schemaless, raw(400, {"error": "'response_format.type' must be 'text'"})), calls=3,
           sent=schemaless),
    Served("Together", PART, unless(no_schema, raw(422, {"detail": [
        {"loc": ["body", "response_format", "type"], "msg": "unexpected value; permitted: 'json_object'"}]})),
        calls=2, sent=no_schema),
    Served("OpenRouter", PART, unless(schemaless, raw(404, {"error": {
        "message": "No endpoints found that can handle the requested parameters.", "code": 404}})), calls=3,
        sent=schemaless),
    Served("OpenRouter", PART, unless(no_schema, raw(200, {"error": {
        "message": "Provider returned error", "code": 400, "metadata": {
            "raw": '{"error": {"message": "Invalid schema for response_format \'answer\'"}}', "provider_name": "X"}}})),
        calls=2, sent=no_schema),
    Served("Ollama", PART, unless(no_schema, raw(500, {"error": "failed to load grammar: unexpected character"})),
           calls=2, sent=no_schema),
    Served("OpenAI", PART, unless(cold, raw(400, openai(
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
        param="temperature", code="unsupported_value"))), calls=2, sent=cold),
    Served("Anthropic", PART, unless(short, raw(400, openai(_OVERLONG))), calls=2, sent=short),
    Served("Groq", PART, unless(short, raw(400, openai(
        "`max_tokens` must be less than or equal to `512`, the maximum value for `max_tokens` is less than the "
        "`context_window` for this model"))), "context_overflow"),
    Served("DashScope", PART, unless(lambda r: r["stream"], raw(400, openai(
        "This model only support stream mode, please enable the stream parameter to access the model. ")),
        unless(systemless, raw(400, ""))), calls=5, sent=systemless),
    # A refusal that says nothing.
    Served("a gateway", BARE, unless(schemaless, raw(400, "", "text/plain")), calls=3, sent=schemaless),
    Served("a gateway", BARE, unless(systemless, raw(422, {"error": "Unprocessable Entity"})), calls=4,
           sent=systemless),
    Served("a gateway", BARE, unless(unstreamed, raw(400, {"message": "Bad Request"}), whole(ANSWER)), calls=4,
           sent=unstreamed),
    Served("a gateway", BARE, unless(schemaless, raw(400, "<html><h1>400 Bad Request</h1></html>", "text/html")),
           calls=3, sent=schemaless),
    Served("a gateway", BARE, unless(lambda r: systemless(r) and schemaless(r), raw(400, {"error": {}})), calls=4,
           sent=lambda r: systemless(r) and schemaless(r)),
    Served("a gateway", BARE, unless(lambda r: unstreamed(r) and completions_limit(r), raw(400, ""), whole(ANSWER)),
           calls=5, sent=lambda r: unstreamed(r) and completions_limit(r)),
    Served("Zhipu", BARE, unless(cold, raw(400, {"error": {"code": "1210", "message": "API 调用参数有误，请检查。"}})),
           calls=4, sent=cold),
    Served("vLLM", BARE, unless(schemaless, raw(500, openai("Internal server error", "server_error"))), calls=3,
           sent=schemaless),
    Served("SGLang", BARE, unless(systemless, raw(500, "")), calls=4, sent=systemless),
    Served("SGLang", BARE, unless(lambda r: cold(r) and schemaless(r), raw(500, "")), calls=4,
           sent=lambda r: cold(r) and schemaless(r)),
    # The true cause of a failure.
    Served("OpenAI", TRUE, raw(403, openai("Country, region, or territory not supported", "request_forbidden",
                                           code="unsupported_country_region_territory")), "region"),
    Served("Gemini", TRUE, raw(400, [{"error": {
        "code": 400, "message": "User location is not supported for the API use.", "status": "FAILED_PRECONDITION"}}]),
        "region"),
    Served("OpenRouter", TRUE, raw(403, {"error": {"message": "This model is not available in your region.",
                                                   "code": 403}}), "region"),
    Served("Groq", TRUE, raw(429, {"error": {"message": _GROQ_DAY, "type": "tokens", "code": "rate_limit_exceeded"}}),
           "daily_limit"),
    Served("OpenRouter", TRUE, raw(429, {"error": {
        "message": "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free requests per day",
        "code": 429}}), "daily_limit"),
    Served("OpenRouter", TRUE, raw(200, {"error": {"message": "Provider returned error", "code": 429, "metadata": {
        "raw": "m is temporarily rate-limited upstream. Please retry shortly."}}}), "rate_limit", 3),
    Served("OpenRouter", TRUE, streams(chunk("{"), {"choices": [{"delta": {"content": ""}, "finish_reason": "error",
                                                                "error": {"code": 502, "message": "died"}}]}),
           "server", 3),
    Served("OpenRouter", TRUE, raw(402, {"error": {
        "message": "This request requires more credits, or fewer max_tokens.", "code": 402}}), "no_credit"),
    Served("DeepSeek", TRUE, raw(402, openai("Insufficient Balance", "unknown_error", code="invalid_request_error")),
           "no_credit"),
    Served("Anthropic", TRUE, raw(400, openai("Your credit balance is too low to access the Anthropic API.")),
           "no_credit"),
    Served("Anthropic", TRUE, raw(401, {"type": "error", "error": {"type": "authentication_error",
                                                                   "message": "invalid x-api-key"}}), "bad_key"),
    Served("Gemini", TRUE, raw(400, [{"error": {"code": 400, "message": "API key not valid. Please pass one.",
                                                "details": [{"reason": "API_KEY_INVALID"}]}}]), "bad_key"),
    Served("Azure", TRUE, raw(401, {"error": {"code": "401", "message": "Access denied due to invalid subscription key"
                                              " or wrong API endpoint."}}), "bad_key"),
    Served("Azure", TRUE, raw(404, {"error": {"code": "DeploymentNotFound",
                                              "message": "The API deployment for this resource does not exist."}}),
           "not_found"),
    Served("Azure", TRUE, raw(400, {"error": {
        "message": "The response was filtered", "code": "content_filter",
        "innererror": {"code": "ResponsibleAIPolicyViolation"}}}), "content_filter"),
    Served("Ollama", TRUE, raw(404, openai('model "qwen4" not found, try pulling it first', "api_error")), "not_found"),
    Served("LM Studio", TRUE, raw(404, {"error": "No models loaded. Please load a model in the developer page."}),
           "not_found"),
    Served("Ollama", TRUE, raw(500, openai("model requires more system memory (5.3 GiB) than is available (3.3 GiB)",
                                           "api_error")), "memory"),
    Served("LM Studio", TRUE, raw(400, {"error": "Failed to load model. Error: Model loading was stopped due to "
                                                 "insufficient system resources."}), "memory"),
    Served("Together", TRUE, raw(400, openai("Unable to access model m. Please visit the models page.")), "not_found"),
    Served("Groq", TRUE, raw(400, openai("The model `m` has been decommissioned and is no longer supported.",
                                         code="model_decommissioned")), "not_found"),
    Served("DeepSeek", TRUE, raw(400, openai("Model Not Exist")), "not_found"),
    Served("LM Studio", TRUE, raw(400, {"error": "However, the model is loaded with context length of only 2048 tokens,"
                                                 " which is not enough."}), "context_overflow"),
    Served("llama.cpp", TRUE, raw(400, {"error": {"code": 400, "type": "exceed_context_size_error", "message":
        "the request exceeds the available context size, try increasing it"}}), "context_overflow"),
    Served("Mistral", TRUE, raw(400, {"object": "error", "message": "Prompt contains 40000 tokens and 0 draft tokens, "
        "too large for model with 32768 maximum context length", "type": "invalid_prompt"}), "context_overflow"),
    Served("llama.cpp", TRUE, raw(503, {"error": {"code": 503, "message": "Loading model",
                                                  "type": "unavailable_error"}}), "loading", 3),
    Served("a proxy", TRUE, raw(200, _PAGE, "text/html"), "web_page"),
    Served("a proxy", TRUE, raw(403, _PAGE, "text/html"), "web_page"),
    Served("a proxy", TRUE, raw(407, _PAGE, "text/html"), "proxy"),
    Served("a proxy", TRUE, raw(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html"), "server", 3),
    Served("Cloudflare", TRUE, raw(429, _PAGE, "text/html"), "rate_limit", 3),
)  # fmt: skip
