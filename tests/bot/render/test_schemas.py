"""What `--json` prints is described, and is what is described."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from jsonschema import Draft202012Validator

from bot.render.schemas import SCHEMAS, schema

PRINTED = {
    "ask": ["ask", "Do longer ropes hold better?"],
    "search": ["search", "ropes"],
    "papers": ["papers"],
    "show": ["show", "2611.00001"],
    "tldr": ["tldr", "--all"],
    "related": ["related", "2611.00001"],
    "compare": ["compare", "2611.00001, Ropes and Harbours"],
    "trend": ["trend", "ropes"],
    "digest": ["digest", "2026-W45"],
    "weekly": ["weekly", "--week", "2026-W45", "--to", "file", "--channel", "lab"],
    "usage": ["usage"],
    "settings": ["settings"],
    "doctor": ["doctor"],
    "error": ["show", "no such paper"],
}


def keys(described: Any, printed: Any) -> None:
    """Fail where *printed* has a key that *described* does not know."""
    if isinstance(printed, list):
        for each in printed:
            keys(described["items"], each)
    elif isinstance(printed, dict) and "properties" in described:
        assert set(printed) == set(described["properties"])
        for name, value in printed.items():
            keys(described["properties"][name], value)


@pytest.mark.parametrize("name", PRINTED)
def test_documents_are_what_their_schema_says(name: str, run: Callable[..., Run], jsonl: Path) -> None:
    """Whoever reads `--json` by its schema finds every key that is promised, of its kind, and none that is not told."""
    taken_in = run("ingest", str(jsonl), "--json").json
    printed = run(*PRINTED[name], "--json").json
    for described, document in ((schema(name), printed), (schema("ingest"), taken_in)):
        Draft202012Validator(described).validate(document)
        keys(described, document)


def test_refusals_and_counts_are_answers_too(run: Callable[..., Run], jsonl: Path) -> None:
    """A refusal and an exact answer keep to the schema of answers."""
    run("ingest", str(jsonl))
    for question in ("Who won the football match?", "How many papers do you have?", "papers since 2026-11-01"):
        Draft202012Validator(schema("ask")).validate(run("ask", question, "--json").json)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_can_be_printed(name: str, run: Callable[..., Run]) -> None:
    """`broadsheet schema COMMAND` prints one JSON Schema with its version."""
    told = run("schema", name)
    Draft202012Validator.check_schema(json.loads(told.out))
    assert told.json["$id"] == f"broadsheet:{name}:1"


def test_an_unknown_document_is_told_which_are_known(run: Callable[..., Run]) -> None:
    """A word that is no document ends with the list of them."""
    told = run("schema", "weather")
    assert (told.code, "ask, search" in told.err) == (2, True)
