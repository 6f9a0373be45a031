"""The files of the page, read once: what is not in the table does not exist, whatever a path says."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class File:
    """*kind* is its Content-Type."""

    kind: str
    data: bytes


def page_files() -> dict[str, File]:
    """Every file of the page by its name."""
    folder = resources.files("bot.local_slack.page") / "static"
    found = [(entry.name, "." + entry.name.rpartition(".")[2], entry) for entry in folder.iterdir()]
    return {
        name: File(f"{_KINDS[ending]}; charset=utf-8", entry.read_bytes())
        for name, ending, entry in found
        if ending in _KINDS
    }
