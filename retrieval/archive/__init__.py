"""The papers of the archive: put in, merged, found by any name they go by, listed by day."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from retrieval.archive.database import Database
from retrieval.archive.merge import is_revised, merge
from retrieval.archive.rows import COLUMNS, DATES, LISTS, day_in, paper_in, values_of
from retrieval.cures import cure
from retrieval.errors import AmbiguousError, UsageError
from retrieval.identity import arxiv_id_of, paper_id, title_key
from retrieval.types import Paper, Version, Window

Outcome = Literal["new", "merged", "updated", "unchanged"]

CHOICES = 20
"""How many papers may be chosen from where several may be meant."""
_NAMED = 5  # of them in the message
_FULL_TEXT = ("papers_fts", "words_fts")
_DAY_COLUMN = {"listed": "day", "published": "published"}


class Archive:
    """Papers in SQLite. *n* is a paper's row number, an internal handle; *id* is its name for people."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, papers: Iterable[Paper]) -> list[Outcome]:
        """Store *papers*, each new or merged into the record it belongs to, in one transaction."""
        with self.database.write() as db:
            return [_put(db, paper) for paper in papers]

    def count(self, window: Window | None = None) -> int:
        """How many papers there are, in *window* if one is given."""
        where, values = in_window(window)
        with self.database.read() as db:
            return int(db.execute(f"SELECT count(*) FROM papers WHERE {where}", values).fetchone()[0])

    def list(
        self, window: Window | None = None, limit: int | None = None, among: Iterable[int] | None = None
    ) -> list[Paper]:
        """The papers, newest first by the window's kind of day, then by upvotes and title.

        *among*: of these row numbers only; to read all papers for a few takes 0.2 ms each.
        """
        where, values = in_window(window)
        if among is not None:
            where = f"n IN (SELECT value FROM json_each(?)) AND {where}"
            values = [json.dumps([int(n) for n in among]), *values]
        column = _DAY_COLUMN[window.about if window else "listed"]
        order = f"{column} DESC NULLS LAST, upvotes DESC NULLS LAST, title"
        sql = f"SELECT * FROM papers WHERE {where} ORDER BY {order} LIMIT ?"
        with self.database.read() as db:
            return [paper_in(row) for row in db.execute(sql, [*values, -1 if limit is None else limit])]

    def newest_listed(self) -> date | None:
        """The last day a paper was listed on."""
        with self.database.read() as db:
            return day_in(db.execute("SELECT max(listed_on) FROM papers").fetchone()[0])

    def get(self, numbers: Sequence[int]) -> dict[int, Paper]:
        """The papers with these row numbers."""
        sql = "SELECT * FROM papers WHERE n IN (SELECT value FROM json_each(?))"
        with self.database.read() as db:
            rows = db.execute(sql, [json.dumps([int(n) for n in numbers])]).fetchall()
        return {row["n"]: paper_in(row) for row in rows}

    def number(self, paper: Paper) -> int:
        """The row number of *paper*, which is in the archive."""
        with self.database.read() as db:
            return int(db.execute("SELECT n FROM papers WHERE id = ?", [paper.id]).fetchone()[0])

    def versions(self, paper: Paper) -> Sequence[Version]:
        """What earlier versions of *paper* said, oldest first."""
        sql = "SELECT * FROM versions WHERE n = (SELECT n FROM papers WHERE id = ?) ORDER BY k"
        with self.database.read() as db:
            rows = db.execute(sql, [paper.id]).fetchall()
        return [Version(row["version"], day_in(row["updated"]), row["title"], row["abstract"]) for row in rows]

    def damaged(self) -> Sequence[str]:
        """The ids of the papers whose rows hold lists or days that cannot be read."""
        # CASE keeps to its order: json_type fails for what is no JSON.
        listed = (*LISTS, "places")
        lists = [f"CASE WHEN json_valid({c}) THEN json_type({c}) IS NOT 'array' ELSE 1 END" for c in listed]
        days = [f"date({c}) IS NOT {c}" for c in DATES]
        with self.database.read() as db:
            return [str(row[0]) for row in db.execute(f"SELECT id FROM papers WHERE {' OR '.join([*lists, *days])}")]

    def numbers_in(self, window: Window) -> Sequence[int]:
        """The row numbers of all papers in *window*."""
        where, values = in_window(window)
        with self.database.read() as db:
            return [row[0] for row in db.execute(f"SELECT n FROM papers WHERE {where}", values)]

    def numbers(self, among: Sequence[int], window: Window) -> set[int]:
        """Those of the row numbers *among* whose papers lie in *window*."""
        where, values = in_window(window)
        sql = f"SELECT n FROM papers WHERE n IN (SELECT value FROM json_each(?)) AND {where}"
        with self.database.read() as db:
            return {row[0] for row in db.execute(sql, [json.dumps([int(n) for n in among]), *values])}

    def find(self, name: str) -> Paper:
        """The one paper that *name* means: an id, an arXiv id or address, or a piece of a title, rather of whole words.

        Raises `UsageError` when nothing fits, `AmbiguousError` when several do.
        """
        with self.database.read() as db:
            rows = _by_alias(db, name) or _by_title(db, name)
        meant = _as_words(name, rows) if len(rows) > 1 else rows
        if len(meant) == 1:
            return paper_in(meant[0])
        if not meant:
            raise UsageError(f"No paper goes by “{name}”.", f"Look for a few of its words. {cure('search')}")
        raise _ambiguous(name, [paper_in(row) for row in meant])


def _as_words(name: str, rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Those of *rows* whose title holds *name* as whole words, if any does."""
    words = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
    return [row for row in rows if words.search(row["title"])] or rows


def _ambiguous(name: str, papers: list[Paper]) -> AmbiguousError:
    """The choice of *papers*, the most upvoted first, each by the name people know it by."""
    papers.sort(key=lambda paper: -(paper.upvotes or 0))
    few = papers[:_NAMED]
    which = "" if len(few) == len(papers) else f"; the {len(few)} most upvoted"
    lines = [f"• {paper.title} · {paper.arxiv_id or paper.id}" for paper in few]
    told = "\n".join((f"“{name}” could be {len(papers):,} papers{which}:", *lines))
    choices = tuple((paper.id, paper.title) for paper in papers[:CHOICES])
    return AmbiguousError(told, "Which one? Give what stands behind it, or more of its title.", choices)


def in_window(window: Window | None) -> tuple[str, list[str]]:
    """A condition on the papers table for *window*, and its values."""
    if window is None:
        return "1", []
    column = _DAY_COLUMN[window.about]
    conditions, values = [f"{column} IS NOT NULL"], []
    for bound, sign in ((window.start, ">="), (window.end, "<")):
        if bound is not None:
            conditions.append(f"{column} {sign} ?")
            values.append(bound.isoformat())
    return " AND ".join(conditions), values


def _put(db: sqlite3.Connection, paper: Paper) -> Outcome:
    numbers = _same_paper(db, paper)
    if not numbers:
        _insert(db, paper)
        return "new"
    n = numbers[0]
    known = _row(db, n)
    merged = known
    for other in numbers[1:]:  # this record ties together what looked like two papers
        merged = replace(merge(merged, _row(db, other)), id=known.id)
        _remove(db, other, heir=n)
    elsewhere = not set(paper.sources) <= set(merged.sources)
    before, merged = merged, merge(merged, paper)
    if is_revised(before, paper, merged):
        keep = "INSERT INTO versions (n, version, updated, title, abstract) VALUES (?, ?, ?, ?, ?)"
        updated = before.updated and before.updated.isoformat()
        db.execute(keep, [n, before.version, updated, before.title, before.abstract])
    if merged != known:
        _update(db, n, known, merged)
    if elsewhere:
        return "merged"
    return "unchanged" if merged == known else "updated"


def _same_paper(db: sqlite3.Connection, paper: Paper) -> list[int]:
    """Row numbers of the records *paper* belongs to, oldest first: by arXiv id, else by title.

    An equal title does not join two papers whose arXiv ids differ.
    """
    found = set(_numbers(db, f"arxiv:{paper.arxiv_id}")) if paper.arxiv_id else set()
    for n in _numbers(db, f"title:{title_key(paper.title)}"):
        other = db.execute("SELECT arxiv_id FROM papers WHERE n = ?", [n]).fetchone()[0]
        if not (paper.arxiv_id and other and paper.arxiv_id != other):
            found.add(n)
    if not paper.arxiv_id:
        return sorted(found)[:1]  # a bare title cannot tie several papers of that title together
    return sorted(found)


def _numbers(db: sqlite3.Connection, alias: str) -> list[int]:
    return [row[0] for row in db.execute("SELECT n FROM aliases WHERE name = ? ORDER BY n", [alias])]


def _insert(db: sqlite3.Connection, paper: Paper) -> None:
    if db.execute("SELECT 1 FROM papers WHERE id = ?", [paper.id]).fetchone():
        paper = replace(paper, id=paper_id(paper.title, salt=paper.arxiv_id or ""))
    sql = f"INSERT INTO papers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    n = db.execute(sql, values_of(paper)).lastrowid
    _take_text(db, n, paper)
    _name(db, n, paper)


def _update(db: sqlite3.Connection, n: int | None, known: Paper, merged: Paper) -> None:
    rewritten = (known.title, known.abstract) != (merged.title, merged.abstract)
    if rewritten:
        _forget_text(db, n)
    db.execute(f"UPDATE papers SET {', '.join(f'{c} = ?' for c in COLUMNS)} WHERE n = ?", [*values_of(merged), n])
    if rewritten:
        _take_text(db, n, merged)
    _name(db, n, merged)


def _take_text(db: sqlite3.Connection, n: int | None, paper: Paper) -> None:
    for table in _FULL_TEXT:
        sql = f"INSERT INTO {table} (rowid, title, abstract) VALUES (?, ?, ?)"
        db.execute(sql, [n, paper.title, paper.abstract])


def _forget_text(db: sqlite3.Connection, n: int | None) -> None:
    """Drop what was derived from the old text: its full-text entries, passages with their vectors, its TL;DR."""
    for table in _FULL_TEXT:
        db.execute(
            f"INSERT INTO {table} ({table}, rowid, title, abstract) "
            "SELECT 'delete', n, title, abstract FROM papers WHERE n = ?",
            [n],
        )
    db.execute("INSERT INTO removed_passages (seq) SELECT seq FROM passages WHERE n = ? ORDER BY seq", [n])
    db.execute("DELETE FROM passages WHERE n = ?", [n])
    db.execute("DELETE FROM tldrs WHERE n = ?", [n])


def _remove(db: sqlite3.Connection, n: int, heir: int) -> None:
    _forget_text(db, n)
    db.execute("INSERT OR IGNORE INTO aliases SELECT name, ? FROM aliases WHERE n = ?", [heir, n])
    db.execute("DELETE FROM aliases WHERE n = ?", [n])
    db.execute("UPDATE versions SET n = ? WHERE n = ?", [heir, n])
    db.execute("DELETE FROM papers WHERE n = ?", [n])


def _name(db: sqlite3.Connection, n: int | None, paper: Paper) -> None:
    names = [f"id:{paper.id}", f"title:{title_key(paper.title)}"]
    names += [f"arxiv:{paper.arxiv_id}"] if paper.arxiv_id else []
    names += [f"external:{external}" for external in paper.external_ids]
    db.executemany("INSERT OR IGNORE INTO aliases (name, n) VALUES (?, ?)", [(name, n) for name in names])


def _by_alias(db: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    arxiv = arxiv_id_of(name)
    names = [f"id:{name.strip().lower()}", f"title:{title_key(name)}", f"external:{name.strip()}"]
    names += [f"arxiv:{arxiv}"] if arxiv else []
    sql = (
        "SELECT * FROM papers WHERE n IN (SELECT n FROM aliases WHERE name IN (SELECT value FROM json_each(?))) "
        "ORDER BY n"
    )
    return db.execute(sql, [json.dumps(names)]).fetchall()


def _by_title(db: sqlite3.Connection, piece: str) -> list[sqlite3.Row]:
    """Papers whose title holds *piece*, whatever its case, spacing and punctuation."""
    key = title_key(piece)
    if not key:
        return []
    sql = (
        "SELECT * FROM papers WHERE n IN (SELECT n FROM aliases WHERE name LIKE 'title:%' AND instr(name, ?) > 6) "
        "ORDER BY n"
    )
    return db.execute(sql, [key]).fetchall()


def _row(db: sqlite3.Connection, n: int) -> Paper:
    return paper_in(db.execute("SELECT * FROM papers WHERE n = ?", [n]).fetchone())
