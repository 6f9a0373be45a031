"""Every pattern that decides what a text means takes its phrase and leaves its near miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from types import ModuleType

import pytest
from generate import ROOT

from retrieval.text.patterns import Pattern

FOLDERS = (
    "retrieval/text",
    "retrieval/window",
    "bot/question",
    "bot/slack/addressed",
    "bot/models",
    "bot/compare",
    "bot/gate",
    "bot/tldr",
    "bot/local_slack/prompt",
)
"""Where words are read for what they mean."""


def modules() -> list[ModuleType]:
    """Those of `FOLDERS`."""
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
    files += (ROOT / "bot/answer").glob("*.py")
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files)
    return [import_module(name) for name in names]


def held(value: object) -> Iterator[object]:
    """*value* and, if it is a table or a row, all that it holds."""
    yield value
    if isinstance(value, dict):
        value = tuple(value.values())
    elif is_dataclass(value) and not isinstance(value, type | Pattern):
        value = tuple(getattr(value, field.name) for field in fields(value))
    if isinstance(value, tuple | list):
        for part in value:
            yield from held(part)


FOUND = {
    id(part): (f"{module.__name__}.{name}", part)
    for module in modules()
    for name, value in vars(module).items()
    for part in held(value)
    if isinstance(part, Pattern)
}
"""Every pattern once, though a table is imported elsewhere."""


@pytest.mark.parametrize("row", [row for _, row in FOUND.values()], ids=[name for name, _ in FOUND.values()])
def test_a_pattern_takes_its_phrase_and_leaves_its_near_miss(row: Pattern) -> None:
    """What the phrases beside a pattern promise is how it reads them, as the code reads a message."""
    assert row.find(row.takes), f"does not take {row.takes!r}"
    if row.leaves is None:
        assert row.find("") is not None
    else:
        found = row.find(row.leaves)
        assert found is None, f"takes {row.leaves!r}: {found}"


def test_no_table_holds_bare_expressions() -> None:
    """A new row cannot be added without its two phrases."""
    tables = [
        (f"{module.__name__}.{name}", value)
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, tuple | list | dict) and not name.startswith("__")
    ]
    assert [name for name, table in tables if any(isinstance(part, re.Pattern) for part in held(table))] == []
