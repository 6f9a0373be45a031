"""A post in one piece, for sinks without threads, and how its files are written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.types import Reply, Section
from bot.weekly.posting.delivery import RefusedError
from bot.weekly.posting.ledger import Part


def whole(replies: Sequence[Reply]) -> Reply:
    """The main reply with the others as sections under it."""
    first, *rest = replies
    added = tuple(Section(reply.title, reply.paragraphs, reply.sources) for reply in rest)
    return replace(first, sections=(*first.sections, *added))


def kept(part: Part) -> dict[str, Any]:
    """The body of a sink that keeps JSON. Raises `RefusedError` for one that is damaged."""
    try:
        found = json.loads(part.body)
    except ValueError as error:
        again = f"Make it again: broadsheet weekly --{part.week.unit} {part.week} --to {part.destination.sink}"
        raise RefusedError(f"The text kept for {part.destination} is damaged.", again) from error
    return dict(found)


def check_name(channel: str) -> None:
    """Raise `ValueError` for a name that cannot be part of a file's."""
    if not re.fullmatch(r"[\w-]+", channel):
        raise ValueError("the name of a file or a feed has letters, digits, - and _ only")


def folder_of(settings: Settings) -> Path:
    """Where files, feeds and the record of mails are kept."""
    return Path(settings.weekly_folder).expanduser() if settings.weekly_folder else settings.folder / "weekly"


def write_whole(path: Path, text: str) -> None:
    """Write *text* so that *path* is the old file or the new one, never part of one. Raises `RefusedError`."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror}.", "Check its folder.") from error
