"""What was found out about one endpoint and model, kept beside the archive so that no process finds it out again."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.models.dialect import Dialect, Doubt

KEPT_FOR = timedelta(days=14)
"""Endpoints learn too: after that everything is asked for once more."""
THINKING_ROOM = 4_000
"""Tokens added to the limit of a model whose thoughts left no room for its answer."""


@dataclass(slots=True)
class Learned:
    """The *dialect* an endpoint was last answered in, and the *room*, in tokens, that its model thinks in.

    *doubts* are parts of the form that it may take after all. *file* holds this for every endpoint by its *name*;
    without one it is known to this process only.
    """

    dialect: Dialect = field(default_factory=Dialect)
    room: int = 0
    file: Path | None = None
    name: str = ""
    now: datetime | None = None
    doubts: tuple[Doubt, ...] = ()

    def take(self, dialect: Dialect, doubts: tuple[Doubt, ...] = (), lasting: bool = True) -> None:
        """Keep what the endpoint has just answered to; unless *lasting*, for this process only."""
        if (dialect, doubts) != (self.dialect, self.doubts):
            self.dialect, self.doubts = dialect, doubts
            if lasting:
                self._write()

    def make_room(self) -> None:
        """Keep that the model needs room to think."""
        if not self.room:
            self.room = THINKING_ROOM
            self._write()

    def _write(self) -> None:
        if self.file is None or self.now is None:
            return
        known = _known(self.file)
        found = {"at": self.now.isoformat(), "room": self.room, "doubts": self.doubts}
        known[self.name] = {**found, **asdict(self.dialect)}
        beside = self.file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a folder that cannot be written to costs a detour, no answer
            beside.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
            beside.replace(self.file)


def learned_of(name: str, file: Path, now: datetime, start: Dialect) -> Learned:
    """What *file* knows of the endpoint *name*, if that is not too old; else the form to *start* with."""
    made = Learned(start, 0, file, name, now)
    row = _known(file).get(name)
    try:
        if row and now - datetime.fromisoformat(row["at"]) < KEPT_FOR:
            made.dialect = Dialect(**{each.name: row[each.name] for each in fields(Dialect)})
            made.room = int(row["room"])
            made.doubts = tuple((part, value) for part, value in row["doubts"] if hasattr(made.dialect, part))
    except (KeyError, TypeError, ValueError):
        return Learned(start, 0, file, name, now)
    return made


def _known(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
