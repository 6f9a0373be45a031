"""What a channel cares about: its table in the topics file.

[default]                                   # every channel without a table of its own
wanted = ["mechanistic interpretability", "retrieval-augmented generation"]
unwanted = ["survey"]
organizations = ["Example Lab"]
authors = ["Ada Lovelace"]

[C0123456789]                               # a Slack channel, or the name after `file:` or `feed:`
wanted = ["video generation"]
language = "de"                             # of its sentences, where it is not BROADSHEET_LANGUAGE
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bot.language import code_of
from retrieval.errors import UsageError, plainly
from retrieval.text.clean import clean_line


@dataclass(frozen=True, slots=True)
class Topics:
    """Subjects to raise and words to lower, organizations and authors to follow.

    *language* is its code, "" for English; None leaves it to the setting.
    """

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str | None = None


def read_topics(path: str, channel: str) -> Topics:
    """The topics of *channel* in the file at *path*; without a file, none. Raises `UsageError` for a bad file."""
    if not path:
        return Topics()
    try:
        tables = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told = f"The topics file {path} cannot be read: {plainly(error)}."
        raise UsageError(told, "BROADSHEET_TOPICS names it.") from error
    table = tables.get(channel, tables.get("default", {}))
    names = [field.name for field in fields(Topics)]
    if not isinstance(table, dict) or not table.keys() <= set(names):
        raise UsageError(f"The topics of {channel} are not understood.", f"A table holds {', '.join(names)}.")
    language = _language(table, channel)
    lists = {name: words for name, words in table.items() if name != "language"}
    for name, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise UsageError(f"“{name}” of {channel} is not a list of texts.", f'Write {name} = ["…", "…"].')
    return Topics(
        **{name: tuple(filter(None, map(clean_line, words))) for name, words in lists.items()}, language=language
    )


def _language(table: dict[str, Any], channel: str) -> str | None:
    """The language a table names; None if it names none."""
    if "language" not in table:
        return None
    try:
        return code_of(str(table["language"]))
    except ValueError as error:
        raise UsageError(f"“language” of {channel} is not understood: {error}.", 'Write language = "de".') from error
