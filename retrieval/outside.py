"""Rows of our tables that other installed packages offer as entry points; each is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import metadata
from typing import TypeVar

from retrieval.errors import UsageError

Row = TypeVar("Row")

SOURCES, MODELS, SINKS = "broadsheet.sources", "broadsheet.models", "broadsheet.sinks"
"""The groups of entry points. The name of one is the row's name, what it points to the row itself."""


@cache
def offered(group: str) -> dict[str, Callable[[], object]]:
    """What loads each row of *group*, by name; nothing is imported yet."""
    return {entry.name: entry.load for entry in metadata.entry_points(group=group)}


def row(group: str, name: str, kind: type[Row]) -> Row | None:
    """The row called *name* of *group*; None if nobody offers it. Raises `UsageError` for one that cannot be used."""
    load = offered(group).get(name)
    if load is None:
        return None
    try:
        found = load()
    except Exception as error:  # somebody else's code: whatever it raises, we say whose it is
        problem = f"The entry point “{name}” of {group} cannot be loaded: {error}."
        raise UsageError(problem, "Mend or uninstall the package it comes from.") from error
    if not isinstance(found, kind):
        problem = f"The entry point “{name}” of {group} is no {kind.__name__}."
        raise UsageError(problem, "See docs/cookbook.md; mend or uninstall the package it comes from.")
    return found


def rows(group: str, kind: type[Row]) -> tuple[Row, ...]:
    """All rows of *group*, by name."""
    found = (row(group, name, kind) for name in sorted(offered(group)))
    return tuple(each for each in found if each is not None)
