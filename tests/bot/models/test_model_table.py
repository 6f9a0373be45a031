"""How a model is chosen by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.models.openai import OpenAIModel
from bot.models.presets import PRESETS
from bot.models.table import MODELS, Access, open_model
from bot.settings import load
from retrieval.errors import UsageError


def test_each_kind_opens_by_its_prefix(tmp_path: Path) -> None:
    """What I write is the name the footer shows."""
    script = tmp_path / "talk.json"
    script.write_text('["Hello."]')
    assert open_model("extractive", Access()).name == "extractive"
    assert open_model("openai:gpt-4o-mini", Access(api_key="sk-x")).name == "openai:gpt-4o-mini"
    assert open_model("openai:qwen3:8b", Access(base_url="http://127.0.0.1:9/v1")).name == "openai:qwen3:8b"
    assert open_model(f"scripted:{script}", Access()).name == "scripted:talk"


@pytest.mark.parametrize("spec", ["", "gpt-4o-mini", "openai", "openai:", "openai: ", "extractive:x", "mystery:1"])
def test_an_unknown_model_lists_the_known(spec: str) -> None:
    """A name that fits nothing is refused, with all the forms there are."""
    with pytest.raises(UsageError) as caught:
        open_model(spec, Access("sk-x"))
    assert all(row.usage in caught.value.hint for row in MODELS.values())


def test_a_missing_key_is_named() -> None:
    """Without a key I am told which variable to set."""
    with pytest.raises(UsageError) as caught:
        open_model("openai:gpt-4o-mini", Access())
    assert "OPENAI_API_KEY" in caught.value.hint


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("sk-secret\u00e9", None),
        ("sk-secret two", None),
        ("sk-secret\n2", None),
        ("sk-secret", "127.0.0.1:8000/v1"),
        ("sk-secret", "ftp://user:secret@host/v1"),
        ("sk-secret", "http:///v1"),
        ("sk-secret", "http://host:99999/v1"),
    ],
)
def test_a_key_or_address_that_cannot_be_is_refused_unseen(key: str, url: str | None) -> None:
    """A slip in copying is caught at the start, and my secret is not shown for it."""
    with pytest.raises(UsageError) as caught:
        open_model("openai:m", Access(api_key=key, base_url=url))
    assert "secret" not in caught.value.message + caught.value.hint


def test_a_key_may_have_blanks_around_it() -> None:
    """A line end copied along with the key does no harm."""
    assert open_model("openai:m", Access(api_key=" sk-x\n")).name == "openai:m"


@pytest.mark.parametrize("kind", PRESETS)
def test_an_endpoint_is_known_by_its_name(kind: str) -> None:
    """One word names the server, its address and its key."""
    preset = PRESETS[kind]
    access = Access("sk-openai", None if preset.url else "https://mine.example/v1", keys={preset.key: "sk-own"})
    model = open_model(f"{kind}:qwen3:8b", access)
    assert isinstance(model, OpenAIModel)
    assert (model.name, model.endpoint.api_key) == (f"{kind}:qwen3:8b", "sk-own")
    assert model.endpoint.base_url == (preset.url or "https://mine.example/v1")


@pytest.mark.parametrize("kind", [kind for kind, preset in PRESETS.items() if not preset.keyless])
def test_a_key_goes_to_its_own_endpoint_only(kind: str) -> None:
    """My OpenAI key is sent to nobody else, and OpenRouter's to no address set for another server."""
    with pytest.raises(UsageError) as caught:
        open_model(f"{kind}:m", Access("sk-openai", "https://other.example/v1"))
    assert PRESETS[kind].key in caught.value.hint
    model = open_model(f"{kind}:m", Access("sk-openai", "https://other.example/v1", keys={PRESETS[kind].key: "sk-own"}))
    assert isinstance(model, OpenAIModel)
    assert ("other.example" in model.endpoint.base_url) is PRESETS[kind].elsewhere


def test_a_local_server_may_be_elsewhere_and_needs_no_key() -> None:
    """My Ollama runs on the machine with the graphics card."""
    model = open_model("ollama:qwen3", Access(None, "http://10.0.0.7:11434/v1"))
    assert isinstance(model, OpenAIModel)
    assert (model.endpoint.base_url, model.endpoint.api_key) == ("http://10.0.0.7:11434/v1", "none")


@pytest.mark.parametrize(
    ("env", "spec"),
    [
        ({}, "extractive"),
        ({"OPENAI_API_KEY": "sk-x"}, "openai:gpt-4o-mini"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_MODEL": "m"}, "openai:m"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "extractive"),
        ({"OPENAI_MODEL": "m"}, "extractive"),
        ({"OPENAI_API_KEY": "sk-x", "BROADSHEET_MODEL": "ollama:qwen3"}, "ollama:qwen3"),
    ],
)
def test_a_server_of_ones_own_is_used_without_a_key(env: dict[str, str], spec: str) -> None:
    """I named a server and its model: they are used, though there is no key."""
    assert load(env=env).model_spec == spec
