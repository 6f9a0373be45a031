"""How a model is chosen by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.models.table import MODELS, Access, open_model
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
