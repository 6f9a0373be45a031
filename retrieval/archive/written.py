"""The texts of the papers that a full-text query matches, as they are written."""

from __future__ import annotations

from typing import Literal

from retrieval.archive.database import Database

Table = Literal["papers_fts", "words_fts"]
"""By the stems of words, or by their letters."""


def texts_with(database: Database, match: str, most: int, table: Table = "papers_fts") -> list[str]:
    """Title and abstract of at most *most* papers that *match*, an FTS5 query, finds; in no order."""
    sql = (
        "SELECT title || '. ' || abstract FROM papers WHERE n IN "
        f"(SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?)"
    )
    with database.read() as db:
        return [row[0] for row in db.execute(sql, [match, most])]


def count_with(database: Database, match: str, table: Table = "papers_fts") -> int:
    """How many papers *match*, an FTS5 query, finds."""
    with database.read() as db:
        sql = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
        return int(db.execute(sql, [match]).fetchone()[0])
