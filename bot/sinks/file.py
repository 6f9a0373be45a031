"""A Markdown file a week: `<name>-2026-W46.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.render.markdown import page
from bot.settings import Settings
from bot.settings.weekly import Destination
from bot.sinks.one_piece import check_name, folder_of, whole, write_whole
from bot.types import Reply
from bot.weekly.posting.ledger import Part


@dataclass(frozen=True, slots=True)
class FileSink:
    """Files in *folder*. A file that is there was written whole."""

    folder: Path

    def find(self, part: Part, first: str) -> str | None:
        """The path of the week's file, if it is there."""
        path = self._path(part)
        return str(path) if path.exists() else None

    def send(self, part: Part, first: str) -> str:
        """Write the file; its path."""
        path = self._path(part)
        write_whole(path, part.body)
        return str(path)

    def _path(self, part: Part) -> Path:
        return self.folder / f"{part.destination.channel}-{part.week}.md"


check = check_name


def bodies(replies: Sequence[Reply]) -> list[str]:
    """One Markdown page."""
    return [page(whole(replies))]


def open_sink(settings: Settings, destination: Destination) -> FileSink:
    """The sink of all files."""
    return FileSink(folder_of(settings))
