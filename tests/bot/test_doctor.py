"""What `broadsheet doctor` says of the chat model, from one free call to its endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Run
from servers import Reply, nowhere, serving

Invoke = Callable[..., Run]


def listed(*models: Any, status: int = 200) -> Reply:
    body = json.dumps({"object": "list", "data": [m if isinstance(m, dict) else {"id": m} for m in models]})
    return Reply(body.encode(), status, {"Content-Type": "application/json"})


def told(run: Invoke, monkeypatch: pytest.MonkeyPatch, spec: str, url: str) -> dict[str, Any]:
    """The line about the model."""
    monkeypatch.setenv("BROADSHEET_MODEL", spec)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
    rows: list[dict[str, Any]] = run("doctor", "--json").json
    return next(row for row in rows if row["name"] == "model")


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("ollama:qwen3", "qwen3:latest"),
        ("ollama:qwen3:8b", "qwen3:8b"),
        ("vllm:Qwen/Qwen3-8B", "Qwen/Qwen3-8B"),
        ("openai:gemini-2.5-flash", "models/gemini-2.5-flash"),
    ],
)
def test_a_model_that_is_there_is_well(run: Invoke, monkeypatch: pytest.MonkeyPatch, spec: str, name: str) -> None:
    """One call, which costs nothing, says that my model is there, what it reads, and how it will be asked."""
    with serving(listed("other", {"id": name, "max_model_len": 32768})) as server:
        row = told(run, monkeypatch, spec, server.url)
    assert (row["ok"], server.paths) == (True, ["/v1/models"])
    assert "schema, stream, system role, usage" in row["detail"]
    assert "32,768 tokens" in row["detail"]


def test_a_model_that_is_not_there_has_a_remedy(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """I misspelt the name: I am told which ones there are, and how to get the one I named."""
    with serving(listed("qwen3:8b", "gemma3:4b")) as server:
        row = told(run, monkeypatch, "ollama:qwen33", server.url)
    assert not row["ok"]
    assert "qwen3:8b" in row["remedy"]
    assert "ollama pull qwen33" in row["remedy"]


@pytest.mark.parametrize("spec", ["llamacpp:any", "azure:my-deployment"])
def test_a_name_that_is_never_listed_is_well(run: Invoke, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    """llama.cpp serves its one model under any name, and Azure lists models, not deployments."""
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "sk-own")
    with serving(listed("model.gguf")) as server:
        assert told(run, monkeypatch, spec, server.url)["ok"]


def test_what_the_list_says_of_a_request_is_told(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the endpoint lists which parts of a request a model takes, I read it before I pay for anything."""
    model = {"id": "m", "context_length": 8192, "supported_parameters": ["response_format", "max_tokens"]}
    with serving(listed(model)) as server:
        row = told(run, monkeypatch, "openai:m", server.url)
    assert "takes JSON; its endpoint says it takes no schema, no temperature" in row["detail"]


@pytest.mark.parametrize(
    ("reply", "well", "words"),
    [
        (listed(status=401), False, "refused the API key"),
        (listed(status=404), True, "lists no models"),
        (Reply(b"<html>Log in</html>", 200, {"Content-Type": "text/html"}), False, ""),
        (Reply(b"[]"), False, "does not list"),
        (Reply(b'{"data": 7}'), False, "does not list"),
        (Reply(fault="cut", body=b"{}" * 9), False, ""),
    ],
)
def test_an_endpoint_that_is_unwell_is_named(
    run: Invoke, monkeypatch: pytest.MonkeyPatch, reply: Reply, well: bool, words: str
) -> None:
    """A wrong key, a web page in the way: I am told before anybody asks a question."""
    with serving(reply) as server:
        row = told(run, monkeypatch, "openai:m", server.url)
    assert (row["ok"], words in row["detail"], "html" in row["detail"]) == (well, True, False)
    assert well or row["remedy"]


def test_a_server_that_is_not_running_is_named(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """I forgot to start Ollama."""
    row = told(run, monkeypatch, "ollama:qwen3", nowhere())
    assert (row["ok"], "cannot be reached" in row["detail"]) == (False, True)
