"""Bearer tokens of clients that come over HTTP: shown once, kept as hashes, ended at once."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval.archive.database import Database
from retrieval.cures import cure
from retrieval.errors import UsageError

_NAME = re.compile(r"[\w.@-]{1,60}")


@dataclass(frozen=True, slots=True)
class Client:
    """Who has a token, and since when."""

    name: str
    made: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one archive."""

    database: Database

    def make(self, name: str, now: datetime) -> str:
        """A token for *name*, which nobody can be told again. Raises `UsageError` if the name has one, or is none."""
        if not _NAME.fullmatch(name):
            raise UsageError("A client's name is up to 60 letters, digits and . _ @ -", "For instance: laptop.")
        token = f"bst-{secrets.token_urlsafe(32)}"
        values = [name, _hash(token), now.isoformat(timespec="seconds")]
        with self.database.write() as db:
            made = db.execute("INSERT INTO client_tokens VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING", values)
            if not made.rowcount:
                raise UsageError(f"{name} has a token already.", "Revoke it first, or choose another name.")
        return token

    def all(self) -> Sequence[Client]:
        """Every client, by name."""
        with self.database.read() as db:
            return [Client(*row) for row in db.execute("SELECT name, made FROM client_tokens ORDER BY name")]

    def revoke(self, name: str) -> None:
        """End the token of *name*. Raises `UsageError` if it has none."""
        with self.database.write() as db:
            if not db.execute("DELETE FROM client_tokens WHERE name = ?", [name]).rowcount:
                raise UsageError(f"{name} has no token.", cure("mcp tokens"))

    def owner(self, token: str) -> str | None:
        """Whose *token* is; None for nobody's."""
        with self.database.read() as db:
            row = db.execute("SELECT name FROM client_tokens WHERE hash = ?", [_hash(token)]).fetchone()
        return row["name"] if row else None


def _hash(token: str) -> str:
    """What is kept. A token is 256 random bits: no dictionary helps whoever has the hash, so that one round will do."""
    return hashlib.sha256(token.encode()).hexdigest()
