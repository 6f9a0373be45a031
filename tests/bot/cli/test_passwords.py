"""Passwords inside addresses: whatever fails, and whoever tells of it, they are masked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

AWAY = "//someone:a-password-canary@127.0.0.1:9"


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("BROADSHEET_CHROMA_URL", f"http:{AWAY}", "reindex"),
        ("BROADSHEET_CHROMA_URL", f"http:{AWAY}", "doctor"),
        ("BROADSHEET_CHROMA_URL", f"http:{AWAY}", "search ropes --json"),
        ("BROADSHEET_CHROMA_URL", AWAY, "papers"),
        ("BROADSHEET_HUGGINGFACE_URL", f"http:{AWAY}", "fetch"),
        ("BROADSHEET_HUGGINGFACE_URL", f"http:{AWAY}", "fetch huggingface --day 2026-11-20 --json"),
        ("BROADSHEET_ARXIV_URL", f"http:{AWAY}", "fetch arxiv --query ropes"),
        ("BROADSHEET_SMTP", f"smtp:{AWAY}", "weekly --test me@example.org"),
        ("BROADSHEET_SMTP", f"imap:{AWAY}", "doctor"),
        ("OPENAI_BASE_URL", f"http:{AWAY}/v1", "ask ropes"),
        ("OPENAI_BASE_URL", f"http:{AWAY}/v1", "doctor --json"),
        ("OPENAI_BASE_URL", f"http:{AWAY}/v1", "settings"),
        ("BROADSHEET_MODEL", f"http:{AWAY}/v1", "settings"),
        ("BROADSHEET_MODEL", f"http:{AWAY}/v1", "doctor"),
        ("BROADSHEET_EMBEDDER", f"http:{AWAY}/v1", "reindex"),
        ("BROADSHEET_DATA", f"http:{AWAY}", "settings"),
        ("BROADSHEET_DATA", f"http:{AWAY}", "ask ropes"),
    ],
)
def test_no_password_is_printed(
    run: Callable[..., Run], jsonl: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, words: str
) -> None:
    """A server that is away, an address that cannot be used: told by its name, never with its password."""
    run("ingest", str(jsonl))
    monkeypatch.setenv(setting, value)
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
    monkeypatch.setenv("BROADSHEET_FETCH_SECONDS", "0.5")
    monkeypatch.setenv("OPENAI_MODEL", "some-model")
    told = run(*words.split())
    assert "canary" not in told.out + told.err
    assert "someone" in told.out + told.err or words != "reindex"
